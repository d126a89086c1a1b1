"""The books of points: months, transactions, wallets and the lines of a passbook.

One entry row is a whole double entry: the wallet side is `delta`, the system side `-delta` on the
account named by `contra`, so it cannot be unbalanced.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, append_only
from core.columns import BIG, BigInt, Code, Digest, Key, Moment, Prose, words_of
from core.tenancy import own_key, within
from points.ledger.models.lots import LotUse
from teams.members.models import Member


class PeriodState(StrEnum):
    """The life of a month in the books (domain 8)."""

    OPEN = "open"
    CHECKED = "checked"
    PUBLICISED = "publicised"
    LOCKED = "locked"


class Period(Base):
    """One month of one community's books, known by its first day."""

    __tablename__ = "periods"
    __table_args__ = (own_key(), UniqueConstraint("community_id", "month_on"))

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    month_on: Mapped[date]
    state: Mapped[PeriodState] = mapped_column(
        words_of(PeriodState, "state"), default=PeriodState.OPEN
    )
    locked_at: Mapped[Moment | None] = mapped_column(default=None)


class EntryKind(StrEnum):
    """Why points moved (domain 8)."""

    EARN = "earn"
    BONUS = "bonus"
    REVERSE = "reverse"
    REDEEM = "redeem"
    RETURN = "return"
    EXPIRE = "expire"
    ADJUST = "adjust"
    DONATE_OUT = "donate_out"
    HOLD = "hold"
    RELEASE = "release"
    STOCK = "stock"
    MERGE = "merge"


MERGE = "merge"
"""The source of what a wallet hands to another of the same person; its id is the old member's."""

ERASURE = "erasure"
"""The source of what lapses before its day because its member is erased; its id is that one's."""

EARNED = (EntryKind.EARN, EntryKind.BONUS)
SPENT = (EntryKind.REDEEM, EntryKind.RETURN)
"""Went for goods, and came back with them."""
AWARDED = (EntryKind.EARN, EntryKind.BONUS, EntryKind.ADJUST)
"""Came in new, and can be reversed."""

MAY_OWE = (EntryKind.REVERSE, EntryKind.MERGE)
"""Leave a wallet below zero: what was taken back, and what was owed elsewhere."""

SPENT = (EntryKind.HOLD, EntryKind.REDEEM)
"""Took points out of lots for goods."""


class Transaction(Base):
    """Why something happened: one row per business act, in points or in goods.

    `source_kind` and `source_id` name the row that caused it; the books know nothing more of it.
    An award by rule keeps what the rule was asked (`earned_on`, minutes), to be replayed.
    """

    __tablename__ = "transactions"
    __table_args__ = (
        own_key(),
        within("reverses_id", "transactions"),
        within("period_id", "periods"),
        CheckConstraint("approver_id IS NULL OR approver_id <> actor_id", name="second_person"),
        CheckConstraint(
            "kind <> 'adjust' OR (approver_id IS NOT NULL AND length(reason) >= 4)",
            name="adjust_has_second_person",
        ),
        Index(
            "uq_transactions_once",
            "community_id",
            "kind",
            "source_kind",
            "source_id",
            unique=True,
            sqlite_where=text("is_once"),
            postgresql_where=text("is_once"),
        ),
        Index(
            "uq_transactions_reversal",
            "community_id",
            "reverses_id",
            unique=True,
            sqlite_where=text("reverses_id IS NOT NULL"),
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
        Index("ix_transactions_source", "community_id", "source_kind", "source_id"),
        Index("ix_transactions_month", "community_id", "period_id", "id", "kind"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[EntryKind] = mapped_column(words_of(EntryKind, "kind"))
    source_kind: Mapped[Code]
    source_id: Mapped[BigInt]
    is_once: Mapped[bool] = mapped_column(default=True)
    reverses_id: Mapped[int | None] = mapped_column(BIG, default=None)
    period_id: Mapped[BigInt]
    business_on: Mapped[date]
    recorded_at: Mapped[Moment]
    actor_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    approver_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    shop_id: Mapped[int | None] = mapped_column(BIG, default=None)
    rule_id: Mapped[int | None] = mapped_column(BIG, default=None)
    earned_on: Mapped[date | None] = mapped_column(default=None)
    service_minutes: Mapped[int | None] = mapped_column(default=None)
    night_minutes: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[Prose] = mapped_column(default="")


class WalletState(StrEnum):
    """A frozen wallet earns but does not spend."""

    OPEN = "open"
    FROZEN = "frozen"


class Wallet(Base):
    """The only balance there is: `posted` points, of which `held` are kept for reservations.

    No index stands on a changing column, so that PostgreSQL updates in place.
    """

    __tablename__ = "wallets"
    __table_args__ = (
        own_key(),
        within("owner_id", "members"),
        UniqueConstraint("community_id", "owner_id"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("posted - held >= -debt_limit", name="floor"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    owner_id: Mapped[BigInt]
    state: Mapped[WalletState] = mapped_column(
        words_of(WalletState, "state"), default=WalletState.OPEN
    )
    posted: Mapped[BigInt] = mapped_column(default=0)
    held: Mapped[BigInt] = mapped_column(default=0)
    seq: Mapped[BigInt] = mapped_column(default=0)
    head_hash: Mapped[Digest] = mapped_column(default="")
    debt_limit: Mapped[BigInt] = mapped_column(default=0)
    next_due_at: Mapped[Moment | None] = mapped_column(default=None)

    owner: Mapped[Member] = relationship(
        primaryjoin="foreign(Wallet.owner_id) == Member.id", viewonly=True
    )


class WalletEntry(Base):
    """One line of a passbook; append only, chained by hash. A credit names the lot it grew."""

    __tablename__ = "wallet_entries"
    __table_args__ = (
        within("wallet_id", "wallets"),
        within("transaction_id", "transactions"),
        within("period_id", "periods"),
        within("lot_id", "lots"),
        CheckConstraint("delta <> 0", name="moves"),
        CheckConstraint("seq > 0", name="seq"),
        Index("ix_wallet_entries_transaction", "community_id", "transaction_id"),
        Index("ix_wallet_entries_month", "community_id", "period_id", "transaction_id", "delta"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    wallet_id: Mapped[BigInt] = mapped_column(primary_key=True)
    seq: Mapped[BigInt] = mapped_column(primary_key=True)
    transaction_id: Mapped[BigInt]
    contra: Mapped[Code]
    delta: Mapped[BigInt]
    balance_after: Mapped[BigInt]
    hash: Mapped[Digest]
    recorded_at: Mapped[Moment]
    period_id: Mapped[BigInt]
    lot_id: Mapped[int | None] = mapped_column(BIG, default=None)

    transaction: Mapped[Transaction] = relationship(
        primaryjoin="foreign(WalletEntry.transaction_id) == Transaction.id", viewonly=True
    )


for _book in (Transaction, WalletEntry, LotUse):
    append_only(_book.__table__)
