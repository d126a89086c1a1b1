"""Proofs of balances, lines and chains: one sentence a breach, or nothing."""

from sqlalchemy import Subquery, func, or_, select
from sqlalchemy.orm import Session, aliased

from points.ledger.models import (
    EarnRule,
    EntryKind,
    Hold,
    HoldState,
    Period,
    PeriodState,
    Transaction,
    Wallet,
    WalletEntry,
)
from points.ledger.rules import earning, postings
from points.ledger.rules.proving import MOST_SHOWN, sentences
from teams.members.models import Member


def balance_is_the_sum(session: Session) -> list[str]:
    """Compare: `posted` equals Σ delta and the last balance; minus that is the system's."""
    sums = (
        select(
            WalletEntry.wallet_id,
            func.sum(WalletEntry.delta).label("moved"),
            func.max(WalletEntry.seq).label("last"),
        )
        .group_by(WalletEntry.wallet_id)
        .subquery()
    )
    last = aliased(WalletEntry)
    wrong = (
        select(Wallet.id)
        .outerjoin(sums, sums.c.wallet_id == Wallet.id)
        .outerjoin(last, (last.wallet_id == Wallet.id) & (last.seq == sums.c.last))
        .where(
            or_(
                Wallet.posted != func.coalesce(sums.c.moved, 0),
                Wallet.posted != func.coalesce(last.balance_after, 0),
                Wallet.seq != func.coalesce(sums.c.last, 0),
            )
        )
    )
    return sentences(session, wrong, "wallet %s: posted is not the sum of its lines")


def lines_join(session: Session) -> list[str]:
    """`seq` runs 1..n and each balance is the one before plus the change."""
    before = func.lag(WalletEntry.balance_after, 1, 0).over(
        partition_by=WalletEntry.wallet_id, order_by=WalletEntry.seq
    )
    place = func.row_number().over(partition_by=WalletEntry.wallet_id, order_by=WalletEntry.seq)
    lines = select(
        WalletEntry.wallet_id,
        WalletEntry.seq,
        WalletEntry.delta,
        WalletEntry.balance_after,
        before.label("before"),
        place.label("place"),
    ).subquery()
    wrong = (
        select(lines.c.wallet_id)
        .where(
            or_(
                lines.c.seq != lines.c.place,
                lines.c.balance_after != lines.c.before + lines.c.delta,
            )
        )
        .distinct()
    )
    return sentences(session, wrong, "wallet %s: a line is missing or does not add up")


def nobody_below_the_floor(session: Session) -> list[str]:
    """Only REVERSE leaves a wallet below zero, and the floor is no lower than the debt."""
    wrong = select(Wallet.id).where(
        or_(
            Wallet.posted - Wallet.held < -Wallet.debt_limit,
            (Wallet.debt_limit > 0) & (Wallet.posted - Wallet.held != -Wallet.debt_limit),
        )
    )
    return sentences(session, wrong, "wallet %s: below its floor, or the floor too low")


def held_is_the_holds(session: Session) -> list[str]:
    """`held` equals the sum of the active holds."""
    holds = _active_holds()
    wrong = (
        select(Wallet.id)
        .outerjoin(holds, holds.c.wallet_id == Wallet.id)
        .where(Wallet.held != func.coalesce(holds.c.kept, 0))
    )
    return sentences(session, wrong, "wallet %s: held is not the sum of its holds")


def _active_holds() -> Subquery:
    return (
        select(Hold.wallet_id, func.sum(Hold.amount).label("kept"))
        .where(Hold.state == HoldState.ACTIVE)
        .group_by(Hold.wallet_id)
        .subquery()
    )


def chains_verify(session: Session) -> list[str]:
    """Each line's hash follows from the one before; the wallet's head is the last (15)."""
    rows = session.execute(
        select(WalletEntry, Transaction)
        .join(Transaction, Transaction.id == WalletEntry.transaction_id)
        .order_by(WalletEntry.wallet_id, WalletEntry.seq)
        .execution_options(yield_per=1000)
    )
    heads: dict[int, str] = {}
    wrong: dict[int, int] = {}
    for line, transaction in rows:
        if postings.chained(heads.get(line.wallet_id, ""), line, transaction) != line.hash:
            wrong.setdefault(line.wallet_id, line.seq)
        heads[line.wallet_id] = line.hash
    found = [f"wallet {wallet}: the chain breaks at line {seq}" for wallet, seq in wrong.items()]
    kept = session.execute(select(Wallet.id, Wallet.head_hash))
    found += [
        f"wallet {w}: its head is not its last line" for w, h in kept if heads.get(w, "") != h
    ]
    return found[:MOST_SHOWN]


def awards_replay(session: Session) -> list[str]:
    """Replay each award by rule: it lies in the rule's dates and gives the same points (16)."""
    rows = session.execute(
        select(Transaction, EarnRule, WalletEntry.delta)
        .join(EarnRule, EarnRule.id == Transaction.rule_id)
        .join(WalletEntry, WalletEntry.transaction_id == Transaction.id)
        .where(Transaction.kind == EntryKind.EARN, Transaction.service_minutes.is_not(None))
        .execution_options(yield_per=1000)
    )
    found = []
    for award, rule, delta in rows:
        minutes = (award.service_minutes or 0, award.night_minutes or 0)
        is_in_time = award.earned_on is not None and award.earned_on >= rule.starts_on
        if not is_in_time or earning.points_of(rule, *minutes) != delta:
            found.append(f"transaction {award.id}: its rule gives another figure")
    return found[:MOST_SHOWN]


def closed_months_stay(session: Session) -> list[str]:
    """Nothing was recorded in a month after it was locked (27)."""
    wrong = (
        select(Transaction.id)
        .join(Period, Period.id == Transaction.period_id)
        .where(
            Period.state == PeriodState.LOCKED,
            or_(Period.locked_at.is_(None), Transaction.recorded_at > Period.locked_at),
        )
    )
    return sentences(session, wrong, "transaction %s: recorded in a month already locked")


def nobody_awards_himself(session: Session) -> list[str]:
    """No adjustment was made or approved by the wallet's own person; actor and approver differ."""
    wrong = (
        select(Transaction.id)
        .join(WalletEntry, WalletEntry.transaction_id == Transaction.id)
        .join(Wallet, Wallet.id == WalletEntry.wallet_id)
        .join(Member, Member.id == Wallet.owner_id)
        .where(
            or_(
                Transaction.actor_id == Transaction.approver_id,
                (Transaction.kind == EntryKind.ADJUST)
                & or_(
                    Transaction.actor_id == Member.person_id,
                    Transaction.approver_id == Member.person_id,
                ),
            )
        )
    )
    return sentences(session, wrong, "transaction %s: somebody decided for himself")
