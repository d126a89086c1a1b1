"""Reads for pages of `points.passbook`."""
