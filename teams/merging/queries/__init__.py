"""Reads of `teams.merging`."""
