"""Pages of `commendations.certificates`."""
