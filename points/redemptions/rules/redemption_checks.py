"""Checks of redemptions and limits: codes, prices, second persons, counts; a sentence a breach."""

from collections import Counter
from datetime import date
from typing import cast

from sqlalchemy import Table, case, exists, func, or_, select
from sqlalchemy.orm import Session

from core import clock
from core.declarations import Check
from points.goods.models import PriceVersion, StockMove
from points.ledger.models import EntryKind, Transaction, Wallet, WalletEntry
from points.ledger.rules.breaches import MOST_SHOWN, sentences
from points.redemptions.models import (
    GIVEN_UP,
    HANDED_OUT,
    LimitCounter,
    Redemption,
    RedemptionLine,
    RedemptionState,
)
from points.redemptions.rules import limits
from teams.members.models import Community, Member

ROWS_AT_ONCE = 5000

_WALLETS = cast("Table", Wallet.__table__).c
_COMMUNITIES = cast("Table", Community.__table__).c
_MADE = cast("Table", Redemption.__table__).c
_LINES = cast("Table", RedemptionLine.__table__).c
_COUNTERS = cast("Table", LimitCounter.__table__).c

_TAKEN = (
    select(
        _WALLETS.id,
        _COMMUNITIES.zone,
        _MADE.made_at,
        _MADE.state,
        _LINES.line_no,
        _LINES.quantity - _LINES.returned,
        _LINES.price_each,
        _LINES.limit_rule,
        _LINES.limit_starts_on,
    )
    .join_from(RedemptionLine.__table__, Redemption.__table__, _MADE.id == _LINES.redemption_id)
    .join(Wallet.__table__, _WALLETS.owner_id == _MADE.member_id)
    .join(Community.__table__, _COMMUNITIES.id == _MADE.community_id)
    .where(_MADE.state.not_in(GIVEN_UP))
    .execution_options(yield_per=ROWS_AT_ONCE)
)
"""Every line of a live redemption, as a row: there are millions."""

_USED = select(
    _COUNTERS.wallet_id, _COUNTERS.rule, _COUNTERS.window_starts_on, _COUNTERS.used
).execution_options(yield_per=ROWS_AT_ONCE)
"""Every counter of a limit."""


def codes_opened_in_time(session: Session) -> list[str]:
    """Look for redemptions collected after their time was over, or in another shop."""
    wrong = (
        select(Redemption.id)
        .outerjoin(RedemptionLine, RedemptionLine.redemption_id == Redemption.id)
        .outerjoin(
            StockMove,
            (StockMove.document_kind == "redemption_line")
            & (StockMove.document_id == RedemptionLine.id),
        )
        .where(
            or_(
                Redemption.collected_at >= Redemption.collect_by,
                Redemption.state.in_(GIVEN_UP) & Redemption.collected_at.is_not(None),
                StockMove.shop_id != Redemption.shop_id,
            )
        )
        .distinct()
    )
    return sentences(session, wrong, "redemption %s: opened out of time or in another shop")


def points_are_the_prices(session: Session) -> list[str]:
    """Compare what a redemption took with price × pieces, at versions of the price that exist."""
    lines = (
        select(
            RedemptionLine.redemption_id,
            func.sum(RedemptionLine.quantity * RedemptionLine.price_each).label("points"),
        )
        .group_by(RedemptionLine.redemption_id)
        .subquery()
    )
    taken = (
        select(Transaction.source_id, func.sum(-WalletEntry.delta).label("points"))
        .join(WalletEntry, WalletEntry.transaction_id == Transaction.id)
        .where(Transaction.source_kind == "redemption", Transaction.kind == EntryKind.REDEEM)
        .group_by(Transaction.source_id)
        .subquery()
    )
    due = case((Redemption.state.in_(HANDED_OUT), Redemption.total_points), else_=0)
    wrong = (
        select(Redemption.id)
        .outerjoin(lines, lines.c.redemption_id == Redemption.id)
        .outerjoin(taken, taken.c.source_id == Redemption.id)
        .where(
            or_(
                Redemption.total_points != func.coalesce(lines.c.points, 0),
                due != func.coalesce(taken.c.points, 0),
            )
        )
    )
    unpriced = (
        select(RedemptionLine.id)
        .outerjoin(
            PriceVersion,
            (PriceVersion.product_id == RedemptionLine.product_id)
            & (PriceVersion.version == RedemptionLine.price_version)
            & (PriceVersion.price_points == RedemptionLine.price_each),
        )
        .where(PriceVersion.id.is_(None))
    )
    return sentences(session, wrong, "redemption %s: its points are not its prices") + sentences(
        session, unpriced, "line of a redemption %s: at a price that never was"
    )


def nobody_served_the_own(session: Session) -> list[str]:
    """Look for a clerk's own redemption without a second person (T25).

    What turned out to be the own, since two files were merged, was told when they were.
    """
    paid_as_another = exists().where(
        Transaction.community_id == Redemption.community_id,
        Transaction.source_kind == "redemption",
        Transaction.source_id == Redemption.id,
        WalletEntry.transaction_id == Transaction.id,
        Wallet.id == WalletEntry.wallet_id,
        Wallet.owner_id != Redemption.member_id,
    )
    wrong = (
        select(Redemption.id)
        .join(Member, Member.id == Redemption.member_id)
        .where(
            or_(
                (Redemption.handed_by_id == Member.person_id)
                & Redemption.second_person_id.is_(None)
                & ~paid_as_another,
                Redemption.second_person_id == Redemption.handed_by_id,
            )
        )
    )
    return sentences(session, wrong, "redemption %s: a clerk served the own exchange alone")


def limits_count(session: Session) -> list[str]:
    """Each counter holds what the live redemptions of its window took, returns taken off (18)."""
    counted: Counter[tuple[int, str, date]] = Counter()
    for wallet_id, zone, made_at, state, line_no, kept, price, rule, starts_on in session.execute(
        _TAKEN
    ):
        month_on = clock.local_day(made_at, zone).replace(day=1)
        counted[wallet_id, limits.POINTS, month_on] += kept * price
        if line_no == 1 and state is not RedemptionState.RETURNED:
            counted[wallet_id, limits.REDEMPTIONS, month_on] += 1
        if rule and starts_on is not None:
            counted[wallet_id, rule, starts_on] += kept
    wrong = []
    for wallet_id, rule, starts_on, used in session.execute(_USED):
        if counted.pop((wallet_id, rule, starts_on), 0) != used:
            wrong.append((wallet_id, rule, starts_on))
    wrong += [key for key, uncounted in counted.items() if uncounted]
    return [f"wallet {w}: limit {rule} of {on} miscounts" for w, rule, on in sorted(wrong)][
        :MOST_SHOWN
    ]


CHECKS: dict[str, Check] = {
    "ledger 18: limits count what was taken": limits_count,
    "ledger 23: a code opened in its time": codes_opened_in_time,
    "ledger 24: points taken are price times pieces": points_are_the_prices,
    "ledger 29: nobody served the own exchange alone": nobody_served_the_own,
}
"""What must hold of redemptions and limits, by name."""
