"""Reads for pages of `volunteer.sign_ups`."""
