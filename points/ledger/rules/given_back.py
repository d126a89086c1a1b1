"""Points of a redemption given back to the lots that paid for it (T13)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from points.ledger.models import SPENT, EntryKind, Lot, LotUse, Transaction, WalletEntry
from points.ledger.rules import lots, postings
from points.ledger.rules.postings import Cause, Posting
from points.settings import PointsSettings


def give_back(
    posting: Posting,
    cause: Cause,
    points: int,
    *,
    approver_id: int | None = None,
    shop_at_fault: bool,
) -> Transaction:
    """Return points of the redemption `cause` names to the lots that paid for it (T13).

    A lot that has expired meanwhile: a new lot with the days of grace when the shop is at fault
    (RETURN_GRACE), else those points expire at once.
    """
    approved = replace(cause, approver_id=approver_id)
    transaction = postings.record(posting, EntryKind.RETURN, approved, is_once=False)
    hole = max(0, posting.wallet.held - posting.wallet.posted)
    grown = _to_lots(posting, transaction, _paid_with(posting, cause, points), shop_at_fault)
    if hole:
        lots.take_what_is_left(posting, transaction, min(hole, points))
    contra = f"redeemed:{cause.shop_id or 0}"
    for lot_id, amount in grown:
        postings.append(posting, transaction, contra, amount, lot_id=lot_id)
    lots.expire(
        posting, Cause(source_kind="return", source_id=transaction.id), lots.expired(posting)
    )
    postings.due_by(posting, lots.first_end(posting) or posting.now)
    return transaction


class _Paid(NamedTuple):
    """Points a lot paid: whose it is, and its last day."""

    lot_id: int
    points: int
    wallet_id: int
    expires_on: date


def _to_lots(
    posting: Posting,
    transaction: Transaction,
    paid: list[_Paid],
    shop_at_fault: bool,  # noqa: FBT001 - said by name where it is asked for
) -> list[tuple[int | None, int]]:
    """Bring back what lots paid; return the lot each part grew, None for those it came from.

    A lot of a wallet that was merged into this one has its like here, of the same last day.
    """
    days = timedelta(days=posting.act.settings(PointsSettings).return_grace_days)
    back: list[tuple[int, int]] = []
    anew: dict[date, int] = {}
    for each in paid:
        is_dead = shop_at_fault and each.expires_on < posting.today
        if each.wallet_id == posting.wallet.id and not is_dead:
            back.append((each.lot_id, each.points))
        else:
            day = posting.today + days if is_dead else each.expires_on
            anew[day] = anew.get(day, 0) + each.points
    lots.give_back(posting, transaction, back)
    parts: list[tuple[int | None, int]] = [(None, sum(points for _, points in back))]
    parts += [(lots.grow(posting, day, points), points) for day, points in sorted(anew.items())]
    return [part for part in parts if part[1]]


def _paid_with(posting: Posting, cause: Cause, points: int) -> list[_Paid]:
    """Return which lots give back `points`: what was taken last comes back first."""
    of_source = (
        Transaction.community_id == posting.community.id,
        Transaction.source_kind == cause.source_kind,
        Transaction.source_id == cause.source_id,
    )
    taken = posting.session.execute(
        select(LotUse.lot_id, LotUse.amount, Lot.wallet_id, Lot.expires_on)
        .join(Transaction, Transaction.id == LotUse.transaction_id)
        .join(Lot, Lot.id == LotUse.lot_id)
        .where(*of_source, Transaction.kind.in_(SPENT))
        .order_by(LotUse.id.desc())
    )
    skipped = postings.total(
        posting.session,
        WalletEntry.delta,
        WalletEntry.transaction_id == Transaction.id,
        *of_source,
        Transaction.kind == EntryKind.RETURN,
    )
    uses: list[_Paid] = []
    for lot_id, amount, wallet_id, expires_on in taken:
        passed = min(skipped, amount)
        given = min(amount - passed, points)
        skipped, points = skipped - passed, points - given
        if given:
            uses.append(_Paid(lot_id, given, wallet_id, expires_on))
    return uses
