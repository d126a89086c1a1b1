"""Reads for pages of `teams.authority`."""
