"""Pages of `points.passbook`."""
