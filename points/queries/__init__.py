"""Reads of the points book and the supermarket, for this floor's pages and the floors above."""

from points.queries.wallets import Balance, balance_of

__all__ = ["Balance", "balance_of"]
