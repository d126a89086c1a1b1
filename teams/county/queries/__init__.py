"""Reads for the pages of `teams.county`."""
