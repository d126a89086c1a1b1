"""Checks of lots, holds and returns: one sentence a breach, or nothing."""

from sqlalchemy import Exists, ScalarSelect, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from points.ledger.models import (
    ERASURE,
    GIVEN_BACK,
    SPENT,
    EntryKind,
    Hold,
    HoldState,
    Lot,
    LotUse,
    Transaction,
    Wallet,
    WalletEntry,
)
from points.ledger.rules.breaches import sentences
from teams.members.models import Member, MemberState


def lots_hold_the_available(session: Session) -> list[str]:
    """Σ remaining equals posted − held, or nothing while that is below zero (6)."""
    left = (
        select(Lot.wallet_id, func.sum(Lot.remaining).label("remaining"))
        .group_by(Lot.wallet_id)
        .subquery()
    )
    available = Wallet.posted - Wallet.held
    wrong = (
        select(Wallet.id)
        .outerjoin(left, left.c.wallet_id == Wallet.id)
        .where(func.coalesce(left.c.remaining, 0) != case((available < 0, 0), else_=available))
    )
    return sentences(session, wrong, "wallet %s: its lots do not hold what is available")


def lots_add_up(session: Session) -> list[str]:
    """Earned − Σ uses = remaining, for each lot."""
    used = select(LotUse.lot_id, func.sum(LotUse.amount).label("used")).group_by(LotUse.lot_id)
    uses = used.subquery()
    wrong = (
        select(Lot.id)
        .outerjoin(uses, uses.c.lot_id == Lot.id)
        .where(Lot.earned - func.coalesce(uses.c.used, 0) != Lot.remaining)
    )
    return sentences(session, wrong, "lot %s: remaining is not earned minus used")


def no_dead_lot_is_spent(session: Session) -> list[str]:
    """No spend or hold took from a lot past its last day; none expired before its day was over.

    Before that day points lapse only when their member is erased (T36).
    """
    spends = Transaction.kind.in_(SPENT)
    of_erased = (Transaction.source_kind == ERASURE) & exists().where(
        Member.id == Transaction.source_id, Member.state == MemberState.ANONYMISED
    )
    wrong = (
        select(Transaction.id)
        .join(LotUse, LotUse.transaction_id == Transaction.id)
        .join(Lot, Lot.id == LotUse.lot_id)
        .where(
            or_(
                spends & (Lot.expires_on < Transaction.business_on),
                (Transaction.kind == EntryKind.EXPIRE)
                & (Lot.expires_on >= Transaction.business_on)
                & ~of_erased,
            )
        )
        .distinct()
    )
    return sentences(session, wrong, "transaction %s: the wrong side of a lot's last day")


def earliest_lots_first(session: Session) -> list[str]:
    """Within one spend a later lot is touched only when every earlier one was emptied or dead.

    Shown on what can still be seen: a spend never leaves out an earlier lot it did not empty while
    that lot has had no other movement since.
    """
    spend, later, earlier, newer = (
        aliased(Transaction),
        aliased(Lot),
        aliased(Lot),
        aliased(LotUse),
    )
    use = aliased(LotUse)
    wrong = (
        select(spend.id)
        .join(use, use.transaction_id == spend.id)
        .join(later, later.id == use.lot_id)
        .join(
            earlier,
            (earlier.wallet_id == later.wallet_id)
            & (earlier.expires_on < later.expires_on)
            & (earlier.expires_on >= spend.business_on)
            & (earlier.remaining > 0),
        )
        .where(
            spend.kind.in_(SPENT),
            ~select(newer.id)
            .where(newer.lot_id == earlier.id, newer.transaction_id > spend.id)
            .exists(),
            ~_credited_after(earlier, spend),
        )
        .distinct()
    )
    return sentences(session, wrong, "transaction %s: an earlier lot was passed over")


def _credited_after(lot: type[Lot], spend: type[Transaction]) -> Exists:
    return (
        select(WalletEntry.seq)
        .where(
            WalletEntry.lot_id == lot.id,
            WalletEntry.transaction_id > spend.id,
        )
        .exists()
    )


def holds_resolve_once(session: Session) -> list[str]:
    """Count: a posted hold has one REDEEM; one given back, one RELEASE; an active one, none."""
    paid = _outcomes(EntryKind.REDEEM)
    freed = _outcomes(EntryKind.RELEASE)
    is_posted = case((Hold.state == HoldState.POSTED, 1), else_=0)
    is_freed = case((Hold.state.in_(GIVEN_BACK), 1), else_=0)
    wrong = select(Hold.id).where(or_(paid != is_posted, freed != is_freed))
    return sentences(session, wrong, "hold %s: resolved more than once, or not as it says")


def _outcomes(kind: EntryKind) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(
            Transaction.community_id == Hold.community_id,
            Transaction.source_kind == "redemption",
            Transaction.source_id == Hold.redemption_id,
            Transaction.kind == kind,
        )
        .correlate(Hold)
        .scalar_subquery()
    )


def returns_within_paid(session: Session) -> list[str]:
    """Σ returned points of a redemption ≤ what was paid; an award is reversed by its own figure."""
    spent = case((Transaction.kind == EntryKind.REDEEM, -WalletEntry.delta), else_=0)
    back = case((Transaction.kind == EntryKind.RETURN, WalletEntry.delta), else_=0)
    wrong = (
        select(Transaction.source_id)
        .join(WalletEntry, WalletEntry.transaction_id == Transaction.id)
        .where(Transaction.source_kind == "redemption")
        .group_by(Transaction.source_id)
        .having(func.sum(back) > func.sum(spent))
    )
    taken, given, award = aliased(WalletEntry), aliased(WalletEntry), Transaction
    uneven = (
        select(award.id)
        .join(taken, taken.transaction_id == award.id)
        .join(given, given.transaction_id == award.reverses_id)
        .where(taken.delta != -given.delta)
    )
    return sentences(session, wrong, "redemption %s: more came back than was paid") + sentences(
        session, uneven, "transaction %s: reverses another figure than the award's"
    )
