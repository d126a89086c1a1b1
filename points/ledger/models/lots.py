"""Points with a last day, and what was taken from them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt, Key
from core.tenancy import own_key, within


class Lot(Base):
    """Points of one wallet with one last day; grown by upsert, eaten in order of last day, id."""

    __tablename__ = "lots"
    __table_args__ = (
        own_key(),
        within("wallet_id", "wallets"),
        UniqueConstraint("community_id", "wallet_id", "expires_on"),
        CheckConstraint("remaining BETWEEN 0 AND earned", name="remaining"),
        Index(
            "ix_lots_live",
            "community_id",
            "wallet_id",
            "expires_on",
            "id",
            sqlite_where=text("remaining > 0"),
            postgresql_where=text("remaining > 0"),
        ),
        Index(
            "ix_lots_due",
            "expires_on",
            "id",
            sqlite_where=text("remaining > 0"),
            postgresql_where=text("remaining > 0"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    wallet_id: Mapped[BigInt]
    expires_on: Mapped[date]
    earned: Mapped[BigInt]
    remaining: Mapped[BigInt]


class LotUse(Base):
    """What one transaction took from one lot (positive) or gave back to it (negative)."""

    __tablename__ = "lot_uses"
    __table_args__ = (
        within("transaction_id", "transactions"),
        within("lot_id", "lots"),
        CheckConstraint("amount <> 0", name="moves"),
        Index("ix_lot_uses_transaction", "community_id", "transaction_id"),
        Index("ix_lot_uses_lot", "community_id", "lot_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    transaction_id: Mapped[BigInt]
    lot_id: Mapped[BigInt]
    amount: Mapped[BigInt]
