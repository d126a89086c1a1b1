"""Pages of `teams.communities`."""
