"""Rules of `teams.places`."""
