"""Reads for pages of `commendations.certificates`."""
