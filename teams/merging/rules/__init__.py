"""Rules of `teams.merging`."""
