"""Pages of `points.redemptions`."""
