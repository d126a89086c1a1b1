"""Reads for pages of `points.redemptions`."""
