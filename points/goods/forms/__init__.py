"""Shapes of input of `points.goods`."""
