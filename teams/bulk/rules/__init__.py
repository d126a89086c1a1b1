"""Rules of `teams.bulk`."""
