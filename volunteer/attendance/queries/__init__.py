"""Reads for pages of `volunteer.attendance`."""
