"""Pages of `teams.places`."""
