"""Reads for pages of `volunteer.insurance`."""
