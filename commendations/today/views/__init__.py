"""Pages of `commendations.today`."""
