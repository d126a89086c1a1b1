"""Shapes of input of `teams.members`."""
