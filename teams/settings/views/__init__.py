"""Pages of `teams.settings`."""
