"""Pages of `volunteer.insurance`."""
