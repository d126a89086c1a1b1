"""Builders of wallets, goods and stock: one valid thing each."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from points.models import EntryKind, Lot, Wallet, WalletEntry
from points.rules import ledger
from points.rules.ledger import Award, Spending
from points.rules.postings import Cause
from teams.models import Member
from tests.builders import NOW

_sources = itertools.count(1)


def a_cause(**facts: Any) -> Cause:
    """A source of its own."""
    return Cause(**{"source_kind": "service_record", "source_id": next(_sources)} | facts)


def earn(
    session: Session,
    member: Member,
    points: int,
    now: datetime = NOW,
    ended_on: date | None = None,
    **facts: Any,
) -> Any:
    """Credit points of a service that ended on `ended_on` (the day of NOW unless said)."""
    award = Award(
        community_id=member.community_id,
        member_id=member.id,
        points=points,
        ended_on=ended_on or date(2026, 5, 15),
        cause=facts.pop("cause", None) or a_cause(),
        **facts,
    )
    return ledger.credit(session, award, now)


def spend(session: Session, member: Member, points: int, now: datetime = NOW, **facts: Any) -> Any:
    """Debit points."""
    spending = Spending(
        community_id=member.community_id,
        member_id=member.id,
        points=points,
        cause=facts.pop("cause", None) or a_cause(source_kind="slip"),
        kind=facts.pop("kind", EntryKind.REDEEM),
    )
    return ledger.debit(session, spending, now)


def wallet(session: Session, member: Member) -> Wallet:
    """The member's wallet, read afresh."""
    return session.scalars(
        select(Wallet).where(Wallet.owner_id == member.id).execution_options(populate_existing=True)
    ).one()


def lots_left(session: Session, member: Member) -> dict[str, int]:
    """What is left in each lot, by last day."""
    rows = session.execute(
        select(Lot.expires_on, Lot.remaining)
        .where(Lot.wallet_id == wallet(session, member).id)
        .order_by(Lot.expires_on)
    )
    return {day.isoformat(): left for day, left in rows}


def deltas(session: Session, member: Member) -> list[int]:
    """The passbook's changes in order."""
    return list(
        session.scalars(
            select(WalletEntry.delta)
            .where(WalletEntry.wallet_id == wallet(session, member).id)
            .order_by(WalletEntry.seq)
        )
    )
