"""Reads for pages of `commendations.nominations`."""
