"""Reads for pages of `teams.imports`."""
