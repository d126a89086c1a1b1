"""Pages of `points.goods`."""
