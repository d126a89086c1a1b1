"""Checks of balances, lines and chains: one sentence a breach, or nothing."""

from sqlalchemy import Subquery, func, or_, select, true
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
from points.ledger.rules import earning
from points.ledger.rules.breaches import MOST_SHOWN, sentences
from teams.members.models import Member

AWARD_REPLAYS = "transaction %s: its rule gives another figure"


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


def awards_replay(session: Session) -> list[str]:
    """Each award by rule lies in its rule's dates, and replays to the same points (16).

    Awards of one rule with the same minutes and points are replayed once for all of them.
    """
    by_rule = (Transaction.kind == EntryKind.EARN, Transaction.service_minutes.is_not(None))
    early = (
        select(Transaction.id)
        .join(EarnRule, EarnRule.id == Transaction.rule_id)
        .where(*by_rule, func.coalesce(Transaction.earned_on < EarnRule.starts_on, true()))
    )
    night_minutes = func.coalesce(Transaction.night_minutes, 0)
    alike = session.execute(
        select(
            EarnRule,
            Transaction.service_minutes,
            night_minutes,
            WalletEntry.delta,
            func.min(Transaction.id),
        )
        .join(Transaction, Transaction.rule_id == EarnRule.id)
        .join(WalletEntry, WalletEntry.transaction_id == Transaction.id)
        .where(*by_rule)
        .group_by(EarnRule.id, Transaction.service_minutes, night_minutes, WalletEntry.delta)
    )
    other = [
        AWARD_REPLAYS % first
        for rule, minutes, at_night, delta, first in alike
        if earning.points_of(rule, minutes or 0, at_night) != delta
    ]
    return sentences(session, early, AWARD_REPLAYS) + other[:MOST_SHOWN]


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


def nobody_awards_the_own(session: Session) -> list[str]:
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
    return sentences(session, wrong, "transaction %s: somebody decided the own case")
