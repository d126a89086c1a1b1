"""What a wallet holds: balance, points kept, points about to lapse."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core import clock
from points.ledger.models import (
    Hold,
    HoldState,
    Lot,
    LotUse,
    Wallet,
    WalletState,
)
from teams.members.models import Community


@dataclass(frozen=True, slots=True)
class Balance:
    """What a member has, as the next posting would find it: what is due counts as done.

    `posted` − `held` = `available`; `lots` are pairs of last day and points and sum to it.
    """

    posted: int = 0
    held: int = 0
    lots: list[tuple[date, int]] = field(default_factory=list)
    is_frozen: bool = False

    @property
    def available(self) -> int:
        """Return what may be spent; below zero after a reversal (T14)."""
        return self.posted - self.held


def _left_in(
    community_id: ColumnElement[int] | InstrumentedAttribute[int],
    wallet_id: ColumnElement[int] | InstrumentedAttribute[int],
) -> ColumnElement[bool]:
    return and_(Lot.community_id == community_id, Lot.wallet_id == wallet_id, Lot.remaining > 0)


_WALLET_WITH_LOTS: Select[Wallet, Lot | None] = (
    select(Wallet, Lot)
    .outerjoin(Lot, _left_in(Wallet.community_id, Wallet.id))
    .where(
        Wallet.community_id == bindparam("the_community"), Wallet.owner_id == bindparam("the_owner")
    )
)
_LOTS = select(Lot).where(
    _left_in(
        bindparam("the_community", type_=BigInteger), bindparam("the_wallet", type_=BigInteger)
    )
)


def balance_of(session: Session, community: Community, member_id: int, now: datetime) -> Balance:
    """Return a member's balance; nothing yet is a balance of zero.

    Between the moment something falls due and the sweep, expired lots are gone and lapsed holds
    are free, just as a posting would make them first.
    """
    return wallet_and_balance(session, community, member_id, now)[1]


def wallet_and_balance(
    session: Session, community: Community, member_id: int, now: datetime
) -> tuple[Wallet | None, Balance]:
    """Return a member's wallet, None before the first points, and what `balance_of` says of it."""
    asked = {"the_community": community.id, "the_owner": member_id}
    rows = session.execute(_WALLET_WITH_LOTS, asked).all()
    if not rows:
        return None, Balance()
    wallet = rows[0][0]
    lots = [lot for _, lot in rows if lot is not None]
    return wallet, _balance(session, community, wallet, lots, now)


def balance_in(
    session: Session, community: Community, wallet: Wallet | None, now: datetime
) -> Balance:
    """Return the balance of a wallet already read."""
    if wallet is None:
        return Balance()
    found = session.scalars(
        _LOTS, {"the_community": wallet.community_id, "the_wallet": wallet.id}
    ).all()
    return _balance(session, community, wallet, found, now)


def _balance(
    session: Session, community: Community, wallet: Wallet, found: Sequence[Lot], now: datetime
) -> Balance:
    today = clock.local_day(now, community.zone)
    lots = {row.id: (row.expires_on, row.remaining) for row in found}
    posted, held = wallet.posted, wallet.held
    if wallet.next_due_at is not None and wallet.next_due_at <= now:
        held -= _free_lapsed(session, wallet, lots, now)
        posted -= sum(left for last_on, left in lots.values() if last_on < today)
    shown = sorted((last_on, left) for last_on, left in lots.values() if left and last_on >= today)
    return Balance(posted, held, shown, wallet.state is WalletState.FROZEN)


def figures_in(
    session: Session, community: Community, wallet: Wallet | None, now: datetime
) -> Balance:
    """Return the balance of a wallet already read, without its lots."""
    if wallet is None or (wallet.next_due_at is not None and wallet.next_due_at <= now):
        return balance_in(session, community, wallet, now)
    return Balance(wallet.posted, wallet.held, [], wallet.state is WalletState.FROZEN)


def _free_lapsed(
    session: Session, wallet: Wallet, lots: dict[int, tuple[date, int]], now: datetime
) -> int:
    """Put the points of lapsed holds back into `lots`; return how many they are."""
    rows = session.execute(
        select(Lot.id, Lot.expires_on, LotUse.amount)
        .join(LotUse, LotUse.lot_id == Lot.id)
        .join(Hold, Hold.transaction_id == LotUse.transaction_id)
        .where(
            Hold.community_id == wallet.community_id,
            Hold.wallet_id == wallet.id,
            Hold.state == HoldState.ACTIVE,
            Hold.expires_at <= now,
        )
    ).all()
    for lot_id, last_on, amount in rows:
        lots[lot_id] = (last_on, lots.get(lot_id, (last_on, 0))[1] + amount)
    return sum(amount for _, _, amount in rows)
