"""Reads for pages of `volunteer.hours`."""
