"""Pages of `teams.privacy`."""
