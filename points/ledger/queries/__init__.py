"""Reads for pages of `points.ledger`."""
