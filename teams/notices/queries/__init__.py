"""Reads for pages of `teams.notices`."""
