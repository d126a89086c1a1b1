"""Reads for pages of `points.goods`."""
