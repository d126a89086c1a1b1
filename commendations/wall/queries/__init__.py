"""Reads for pages of `commendations.wall`."""
