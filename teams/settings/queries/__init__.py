"""Reads for pages of `teams.settings`."""
