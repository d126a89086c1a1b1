"""Points kept for a reservation: their lots are eaten when kept; a hold is resolved once."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, func, insert, select

from points.ledger.models import HOLD_LIFE, EntryKind, Hold, HoldMove, HoldState
from points.ledger.rules import lots, postings
from points.ledger.rules.postings import Cause, Posting
from points.ledger.rules.refusals import HoldResolved

REDEMPTION = "redemption"
_KEPT = insert(cast("Table", Hold.__table__))


def keep(posting: Posting, cause: Cause, points: int, expires_at: datetime) -> Hold:
    """Keep `points` for the redemption named by `cause` until `expires_at`.

    What comes back says what was written; the session does not watch it. Raises NotEnoughPoints.
    """
    transaction = postings.record(posting, EntryKind.HOLD, cause)
    lots.take(posting, transaction, points)
    postings.move_held(posting, points, due_at=expires_at)
    row = {
        "community_id": posting.community.id,
        "wallet_id": posting.wallet.id,
        "redemption_id": cause.source_id,
        "transaction_id": transaction.id,
        "amount": points,
        "state": HoldState.ACTIVE,
        "expires_at": expires_at,
    }
    posting.session.execute(_KEPT, row)
    return Hold(**row)


def post(posting: Posting, hold: Hold, cause: Cause) -> int:
    """Pay with the kept points; return the id of the transaction. Raises HoldResolved."""
    _resolve(posting, hold, HoldMove.POST)
    transaction = postings.record(posting, EntryKind.REDEEM, cause)
    contra = f"redeemed:{cause.shop_id or 0}"
    postings.append(posting, transaction, contra, -hold.amount, held=-hold.amount)
    return transaction.id


def let_go(posting: Posting, hold: Hold, move: HoldMove, cause: Cause) -> int:
    """Give the kept points back to their lots; what has expired meanwhile expires at once (T12).

    A hole in the wallet is filled first. Returns the points that expired. Raises HoldResolved.
    """
    _resolve(posting, hold, move)
    hole = max(0, posting.wallet.held - posting.wallet.posted)
    transaction = postings.record(posting, EntryKind.RELEASE, cause)
    lots.give_back(posting, transaction, lots.used_by(posting.session, hold.transaction_id))
    postings.move_held(posting, -hold.amount)
    if hole:
        lots.take_what_is_left(posting, transaction, min(hole, hold.amount))
    dead = lots.expired(posting)
    lots.expire(posting, Cause(source_kind="hold", source_id=hold.id), dead)
    return sum(points for _, points in dead)


def _resolve(posting: Posting, hold: Hold, move: HoldMove) -> None:
    if not HOLD_LIFE.move(posting.session, hold, move, resolved_at=posting.now):
        raise HoldResolved


def of_redemption(posting: Posting, redemption_id: int) -> Hold:
    """Return the hold of a redemption of this wallet's community, read afresh."""
    return posting.session.scalars(
        select(Hold)
        .where(
            Hold.community_id == posting.community.id,
            Hold.redemption_id == redemption_id,
        )
        .execution_options(populate_existing=True)
    ).one()


def lapse_due(posting: Posting) -> None:
    """Give back every hold of the locked wallet whose time has passed (equal is too late)."""
    due = posting.session.scalars(
        select(Hold)
        .where(
            Hold.community_id == posting.community.id,
            Hold.wallet_id == posting.wallet.id,
            Hold.state == HoldState.ACTIVE,
            Hold.expires_at <= posting.now,
        )
        .order_by(Hold.expires_at, Hold.id)
    ).all()
    for hold in due:
        cause = Cause(source_kind=REDEMPTION, source_id=hold.redemption_id, reason="lapsed")
        let_go(posting, hold, HoldMove.LAPSE, cause)


def first_end(posting: Posting) -> datetime | None:
    """Return when the wallet's next hold lapses."""
    return posting.session.scalar(
        select(func.min(Hold.expires_at)).where(
            Hold.community_id == posting.community.id,
            Hold.wallet_id == posting.wallet.id,
            Hold.state == HoldState.ACTIVE,
        )
    )
