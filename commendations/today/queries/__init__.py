"""Reads for pages of `commendations.today`."""
