"""Reads for pages of `teams.roles`."""
