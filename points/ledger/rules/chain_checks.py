"""The chain of each wallet, checked whole or on from the line where it last held."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Row, Table, bindparam, func, select
from sqlalchemy.orm import Session

from core.declarations import Checked
from core.upsert import upsert_all
from points.ledger.models import ChainMark, Transaction, Wallet, WalletEntry
from points.ledger.rules.breaches import MOST_SHOWN
from points.ledger.rules.postings import LineFacts, chained

WALLETS_AT_ONCE = 500
LINES_AT_ONCE = 5000

ENTRIES = cast("Table", WalletEntry.__table__)
ACTS = cast("Table", Transaction.__table__)

LINES = (
    select(
        ENTRIES.c.hash,
        ENTRIES.c.community_id,
        ENTRIES.c.wallet_id,
        ENTRIES.c.seq,
        ENTRIES.c.transaction_id,
        ENTRIES.c.contra,
        ENTRIES.c.delta,
        ENTRIES.c.balance_after,
        ENTRIES.c.recorded_at,
        ACTS.c.kind,
        ACTS.c.source_kind,
        ACTS.c.source_id,
        ACTS.c.business_on,
    )
    .join_from(ENTRIES, ACTS, ACTS.c.id == ENTRIES.c.transaction_id)
    .order_by(ENTRIES.c.community_id, ENTRIES.c.wallet_id, ENTRIES.c.seq)
)
"""Every line with what its hash covers, wallet by wallet; read as rows, millions of them."""

MARKED = func.coalesce(ChainMark.seq, 0)

OF_WALLET = (ChainMark.community_id == Wallet.community_id) & (ChainMark.wallet_id == Wallet.id)
"""The mark of a wallet, found by its whole key."""

GROWN = (
    select(
        Wallet.id,
        Wallet.community_id,
        Wallet.seq,
        Wallet.head_hash,
        func.coalesce(ChainMark.hash, "").label("marked"),
    )
    .outerjoin(ChainMark, OF_WALLET)
    .where(Wallet.id > bindparam("after"), Wallet.seq > MARKED)
    .order_by(Wallet.id)
    .limit(WALLETS_AT_ONCE)
)
"""Some wallets with lines that were not checked yet, and where their chains stood."""


NEW_LINES = (
    LINES.join(
        Wallet,
        (Wallet.community_id == ENTRIES.c.community_id) & (Wallet.id == ENTRIES.c.wallet_id),
    )
    .outerjoin(ChainMark, OF_WALLET)
    .where(Wallet.id.in_(bindparam("wallets", expanding=True)), ENTRIES.c.seq > MARKED)
)
"""The lines of these wallets that were not checked yet, found by the whole key of the book."""


def chains_hold(session: Session) -> list[str]:
    """Each line's hash follows from the one before; the wallet's head is the last (15)."""
    heads: dict[int, str] = {}
    wrong = _breaks(session.execute(LINES.execution_options(yield_per=LINES_AT_ONCE)), heads)
    kept = dict(session.execute(select(Wallet.id, Wallet.head_hash)).all())
    told = [*wrong.values(), *_other_heads(kept, heads).values()]
    return told[:MOST_SHOWN]


def new_lines_hold(session: Session, now: datetime, after: int) -> Checked:
    """Check the lines of some wallets past `after` that came since their chains last held.

    Marks how far each chain that holds was followed. A chain that broke keeps its mark, so that
    it is told of again the next time.
    """
    grown = session.execute(GROWN, {"after": after}).all()
    if not grown:
        return Checked(None, [])
    heads = {wallet.id: wallet.marked for wallet in grown}
    seen = {wallet.id: wallet.seq for wallet in grown}
    lines = session.execute(NEW_LINES, {"wallets": list(seen)})
    wrong = _breaks((line for line in lines if line.seq <= seen[line.wallet_id]), heads)
    wrong |= _other_heads({wallet.id: wallet.head_hash for wallet in grown}, heads)
    held = [wallet for wallet in grown if wallet.id not in wrong]
    if held:
        upsert_all(session, ChainMark, ("community_id", "wallet_id"), [_mark(w, now) for w in held])
    return Checked(grown[-1].id, list(wrong.values())[:MOST_SHOWN])


def _mark(wallet: Row[int, int, int, str, str], now: datetime) -> dict[str, object]:
    return {
        "community_id": wallet.community_id,
        "wallet_id": wallet.id,
        "seq": wallet.seq,
        "hash": wallet.head_hash,
        "checked_at": now,
    }


def _breaks(rows: Iterable[Sequence[object]], heads: dict[int, str]) -> dict[int, str]:
    """Follow each chain on from its head in `heads`, which comes to hold the last hash of each.

    Answers one sentence a wallet whose chain breaks.
    """
    wrong: dict[int, str] = {}
    for row in rows:
        kept, line = str(row[0]), LineFacts._make(row[1:])
        wallet_id = line.wallet_id
        if chained(heads.get(wallet_id, ""), line) != kept:
            broken = f"wallet {wallet_id}: the chain breaks at line {line.seq}"
            wrong.setdefault(wallet_id, broken)
        heads[wallet_id] = kept
    return wrong


def _other_heads(kept: Mapping[int, str], heads: dict[int, str]) -> dict[int, str]:
    return {
        wallet: f"wallet {wallet}: its head is not its last line"
        for wallet, head in kept.items()
        if heads.get(wallet, "") != head
    }
