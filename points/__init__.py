"""What you earn: the points ledger, and the supermarket with its goods."""

LAYERS = ("passbook", "redemptions", "goods", "ledger")
