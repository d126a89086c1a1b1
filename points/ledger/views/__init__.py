"""Pages of `points.ledger`."""
