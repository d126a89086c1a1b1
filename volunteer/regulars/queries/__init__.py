"""Reads for pages of `volunteer.regulars`."""
