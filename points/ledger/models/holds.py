"""Points kept for a reservation, with the life of a hold."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt, Key, Moment, words_of
from core.states import StateTable
from core.tenancy import own_key, within


class HoldState(StrEnum):
    """A hold is resolved once."""

    ACTIVE = "active"
    POSTED = "posted"
    VOIDED = "voided"
    LAPSED = "lapsed"


GIVEN_BACK = (HoldState.VOIDED, HoldState.LAPSED)


class Hold(Base):
    """Points kept for one reservation; its lots are eaten when it is made."""

    __tablename__ = "holds"
    __table_args__ = (
        own_key(),
        within("wallet_id", "wallets"),
        within("transaction_id", "transactions"),
        ForeignKeyConstraint(
            ["community_id", "redemption_id"], ["redemptions.community_id", "redemptions.id"]
        ),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_holds_wallet", "community_id", "wallet_id", "state"),
        Index("ix_holds_due", "state", "expires_at"),
        UniqueConstraint("community_id", "redemption_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    wallet_id: Mapped[BigInt]
    redemption_id: Mapped[BigInt]
    transaction_id: Mapped[BigInt]
    amount: Mapped[BigInt]
    state: Mapped[HoldState] = mapped_column(words_of(HoldState, "state"))
    expires_at: Mapped[Moment]
    resolved_at: Mapped[Moment | None] = mapped_column(default=None)


class HoldMove(StrEnum):
    """How a hold is resolved."""

    POST = "post"
    VOID = "void"
    LAPSE = "lapse"


HOLD_LIFE = StateTable(
    Hold,
    {
        (HoldState.ACTIVE, HoldMove.POST): HoldState.POSTED,
        (HoldState.ACTIVE, HoldMove.VOID): HoldState.VOIDED,
        (HoldState.ACTIVE, HoldMove.LAPSE): HoldState.LAPSED,
    },
)
