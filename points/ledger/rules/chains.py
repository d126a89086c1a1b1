"""The hash of a passbook line: over the hash before it and the line's own facts, and no names.

No line can be changed, left out or put between without breaking every one after it.
"""

import hashlib
from datetime import UTC, date, datetime
from typing import NamedTuple

from points.ledger.models import EntryKind


class LineFacts(NamedTuple):
    """What the hash of a line covers beside the hash before it: ids and amounts, no names."""

    community_id: int
    wallet_id: int
    seq: int
    transaction_id: int
    contra: str
    delta: int
    balance_after: int
    recorded_at: datetime
    kind: EntryKind
    source_kind: str
    source_id: int
    business_on: date


def chained(head: str, line: LineFacts) -> str:
    """Return SHA-256 over the hash before and the facts of a line, in hexadecimal digits."""
    recorded_at = line.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = "|".join(map(str, (*line[:7], recorded_at, *line[8:])))
    return hashlib.sha256(f"{head}|{facts}".encode()).hexdigest()
