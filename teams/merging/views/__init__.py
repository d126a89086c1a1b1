"""Pages of `teams.merging`."""
