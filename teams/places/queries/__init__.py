"""Reads of `teams.places`."""
