"""Reads for pages of `teams.privacy`."""
