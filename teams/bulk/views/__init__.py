"""Pages of `teams.bulk`."""
