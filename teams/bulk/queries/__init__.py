"""Reads of `teams.bulk`."""
