"""Pages of `volunteer.regulars`."""
