"""Pages of `teams.roles`."""
