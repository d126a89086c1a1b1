"""Pages of `commendations.nominations`."""
