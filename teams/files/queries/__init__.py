"""Reads for pages of `teams.files`."""
