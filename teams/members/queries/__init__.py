"""Reads for pages of `teams.members`."""
