"""Pages of `teams.notices`."""
