"""The points book: credit, debit, reverse, give back, and points kept for a reservation.

Every verb opens the wallet the same way: the month, the lock, then what is due first: lots whose
last day has passed expire and holds whose time has passed lapse, so that nobody spends the dead.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.tenancy import row_in
from points.ledger.models import (
    AWARDED,
    EntryKind,
    Hold,
    Transaction,
    Wallet,
    WalletEntry,
    WalletState,
)
from points.ledger.rules import holds, lots, postings, wallets
from points.ledger.rules.postings import Cause, Posting
from points.ledger.rules.refusals import (
    InDebt,
    NotAnActiveMember,
    NotEnoughPoints,
    NotReversible,
    WalletFrozen,
)
from points.settings import PointsSettings
from teams.authority.act import Act
from teams.members.models import Member, MemberState


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """Points for one member. `ended_on` is the day the service ended: it decides the last day (T8).

    `rule_id` and the minutes are kept so that the figure can be explained and replayed.
    """

    community_id: int
    member_id: int
    points: int
    ended_on: date
    cause: Cause
    kind: EntryKind = EntryKind.EARN
    rule_id: int | None = None
    service_minutes: int | None = None
    night_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """Points taken from one member; `contra` names the system's side."""

    community_id: int
    member_id: int
    points: int
    cause: Cause
    kind: EntryKind = EntryKind.REDEEM
    contra: str = ""


def enter(act: Act, community_id: int, member_id: int) -> Posting:
    """Open the books on a member's wallet, locked, all that is due done. Raises PeriodClosed."""
    posting = postings.open_posting(act, community_id, member_id)
    settle(posting)
    return posting


def enter_to_give(act: Act, community_id: int, member_id: int) -> Posting:
    """Do what `enter` does, on the wallet of who the member turned out to be, if merged.

    So what was earned or paid under the old number comes to whom it belongs. Raises PeriodClosed.
    """
    posting = enter(act, community_id, member_id)
    if posting.wallet.state is WalletState.FROZEN:
        kept_id = wallets.merged_into(act.session, community_id, member_id)
        if kept_id is not None:
            return enter_to_give(act, community_id, kept_id)
    return posting


def settle(posting: Posting) -> None:
    """Expire the lots and lapse the holds of the locked wallet that are due; usually one look."""
    due_at = posting.wallet.next_due_at
    if due_at is None or posting.now < due_at:
        return
    for lot_id, left in lots.expired(posting):
        lots.expire(posting, Cause(source_kind="lot", source_id=lot_id), [(lot_id, left)])
    holds.lapse_due(posting)
    ends = [end for end in (lots.first_end(posting), holds.first_end(posting)) if end]
    postings.set_due(posting, min(ends, default=None))


def credit(act: Act, award: Award) -> Transaction:
    """Give points: the lot of their last day grows, a hole in the wallet is filled first (T14).

    A last day that has passed already is counted from today instead, so nothing arrives dead.
    Raises BadRequest for an amount out of range, PeriodClosed, AlreadyCredited when this source
    gave its award before.
    """
    postings.refuse_amount(award.points)
    posting = enter_to_give(act, award.community_id, award.member_id)
    transaction = postings.record(
        posting,
        award.kind,
        award.cause,
        rule_id=award.rule_id,
        earned_on=award.ended_on,
        service_minutes=award.service_minutes,
        night_minutes=award.night_minutes,
    )
    hole = max(0, posting.wallet.held - posting.wallet.posted)
    lot_id = lots.grow(posting, _last_day(posting, award.ended_on), award.points)
    if hole:
        lots.take_what_is_left(posting, transaction, min(hole, award.points))
    contra = "adjust" if award.kind is EntryKind.ADJUST else "issued"
    postings.append(posting, transaction, contra, award.points, lot_id=lot_id)
    return transaction


def _last_day(posting: Posting, ended_on: date) -> date:
    expiry = posting.act.settings(PointsSettings).expiry
    last_on = lots.last_day(expiry, ended_on)
    return last_on if last_on >= posting.today else lots.last_day(expiry, posting.today)


def debit(act: Act, spending: Spending) -> Transaction:
    """Take points, earliest last day first (T11).

    Raises BadRequest for an amount out of range, PeriodClosed, WalletFrozen, InDebt,
    NotEnoughPoints, AlreadyCredited, in that order.
    """
    postings.refuse_amount(spending.points)
    posting = enter(act, spending.community_id, spending.member_id)
    return take(posting, spending)


def take(posting: Posting, spending: Spending) -> Transaction:
    """Do what `debit` does on books already opened."""
    refuse_to_spend(posting, spending.points)
    transaction = postings.record(posting, spending.kind, spending.cause)
    lots.take(posting, transaction, spending.points)
    contra = spending.contra or f"redeemed:{spending.cause.shop_id or 0}"
    postings.append(posting, transaction, contra, -spending.points)
    return transaction


def keep(posting: Posting, cause: Cause, points: int, expires_at: datetime) -> Hold:
    """Keep points for the redemption `cause` names. Refuses as `debit` does."""
    refuse_to_spend(posting, points)
    return holds.keep(posting, cause, points, expires_at)


def refuse_to_spend(posting: Posting, points: int) -> None:
    """Refuse a frozen wallet, one in debt, and one with fewer points than asked for."""
    wallet = posting.wallet
    available = wallet.posted - wallet.held
    if wallet.state is WalletState.FROZEN:
        raise WalletFrozen
    if available < 0:
        raise InDebt(debt=-available)
    if available < points:
        raise NotEnoughPoints(missing=points - available)


def reverse(act: Act, community_id: int, transaction_id: int, cause: Cause) -> Transaction:
    """Take an award back, from its own lot first; what is spent leaves the wallet below zero (T14).

    Raises NotReversible for anything but an award of this community, or a second time.
    """
    entry = act.session.scalars(
        select(WalletEntry)
        .join(Transaction, Transaction.id == WalletEntry.transaction_id)
        .where(
            WalletEntry.community_id == community_id,
            WalletEntry.transaction_id == transaction_id,
            Transaction.kind.in_(AWARDED),
            WalletEntry.delta > 0,
        )
    ).one_or_none()
    if entry is None or _is_reversed(act.session, community_id, transaction_id):
        raise NotReversible
    owner = act.session.get_one(Wallet, entry.wallet_id).owner_id
    posting = enter_to_give(act, community_id, owner)
    transaction = postings.record(
        posting, EntryKind.REVERSE, cause, reverses_id=transaction_id, is_once=False
    )
    first = entry.lot_id
    if first is not None and entry.wallet_id != posting.wallet.id:
        first = lots.like(posting, first)
    lots.take_what_is_left(posting, transaction, entry.delta, first=first)
    postings.append(posting, transaction, entry.contra, -entry.delta)
    return transaction


def _is_reversed(session: Session, community_id: int, transaction_id: int) -> bool:
    return (
        session.scalar(
            select(Transaction.id).where(
                Transaction.community_id == community_id,
                Transaction.reverses_id == transaction_id,
            )
        )
        is not None
    )


def active_member(session: Session, community_id: int, member_id: int) -> Member:
    """Return the member whose points are spent. Raises NotFound, NotAnActiveMember."""
    return active(row_in(session, Member, community_id, member_id))


def active(member: Member | None) -> Member:
    """Return the member whose points are spent. Raises NotFound, NotAnActiveMember."""
    if member is None:
        raise NotFound
    if member.state is not MemberState.ACTIVE:
        raise NotAnActiveMember
    return member
