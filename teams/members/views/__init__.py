"""Pages of `teams.members`."""
