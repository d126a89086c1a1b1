"""Star levels and the hours that count for them."""
