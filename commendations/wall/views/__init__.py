"""Pages of `commendations.wall`."""
