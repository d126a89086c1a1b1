"""The points book: wallets, entries, lots, holds, and what earns points."""
