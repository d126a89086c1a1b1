"""Pages of `commendations.rounds`."""
