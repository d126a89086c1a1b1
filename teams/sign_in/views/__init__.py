"""Pages of `teams.sign_in`."""
