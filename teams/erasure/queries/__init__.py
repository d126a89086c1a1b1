"""Reads of `teams.erasure`."""
