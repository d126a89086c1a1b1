"""Pages of `teams.county`."""
