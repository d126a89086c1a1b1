"""Reads for pages of `volunteer.activities`."""
