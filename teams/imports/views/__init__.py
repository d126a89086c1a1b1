"""Pages of `teams.imports`."""
