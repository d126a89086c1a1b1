"""Pages of `teams.files`."""
