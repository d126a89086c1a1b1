"""Pages of `volunteer.hours`."""
