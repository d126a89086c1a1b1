"""Shops, products with their prices, and stock as the sum of its moves."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base, append_only
from core.columns import BIG, BigInt, Code, Key, Moment, Name, Prose, Title, words_of
from core.tenancy import own_key, within


class Shop(Base):
    """One points supermarket of a community."""

    __tablename__ = "shops"
    __table_args__ = (own_key(),)

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[Name]
    address: Mapped[Title] = mapped_column(default="")
    opening_note: Mapped[Title] = mapped_column(default="")
    chosen_at: Mapped[Moment | None] = mapped_column(default=None)


class LimitWindow(StrEnum):
    """The calendar bucket a limit per person counts in."""

    NONE = "none"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class RestockWatch(Base):
    """A member who wants to be told, once, when a product that is sold out is there again."""

    __tablename__ = "restock_watches"
    __table_args__ = (
        within("product_id", "products"),
        within("member_id", "members"),
        Index("ix_restock_watches_member", "community_id", "member_id"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    product_id: Mapped[BigInt] = mapped_column(primary_key=True)
    member_id: Mapped[BigInt] = mapped_column(primary_key=True)
    asked_at: Mapped[Moment]


class Product(Base):
    """One thing on the shelf; its price is the newest `PriceVersion` that has begun."""

    __tablename__ = "products"
    __table_args__ = (
        own_key(),
        UniqueConstraint("community_id", "code"),
        CheckConstraint("limit_quantity >= 0", name="limit"),
        Index("ix_products_shelf", "community_id", "is_on_shelf", "category", "code", "id"),
        Index(
            "uq_products_row_key",
            "community_id",
            "row_key",
            unique=True,
            sqlite_where=text("row_key IS NOT NULL"),
            postgresql_where=text("row_key IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    name_keys: Mapped[Prose] = mapped_column(default="")
    specification: Mapped[Name] = mapped_column(default="")
    unit: Mapped[Code]
    category: Mapped[Name] = mapped_column(default="")
    picture: Mapped[Code] = mapped_column(default="box")
    barcode: Mapped[Code | None] = mapped_column(default=None)
    limit_quantity: Mapped[int] = mapped_column(default=0)
    limit_window: Mapped[LimitWindow] = mapped_column(
        words_of(LimitWindow, "limit_window"), default=LimitWindow.NONE
    )
    needs_best_before: Mapped[bool] = mapped_column(default=False)
    is_on_shelf: Mapped[bool] = mapped_column(default=True)
    row_key: Mapped[str | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    prices: Mapped[list["PriceVersion"]] = relationship(
        primaryjoin="Product.id == foreign(PriceVersion.product_id)",
        order_by="PriceVersion.version",
        viewonly=True,
    )

    @property
    def is_limited(self) -> bool:
        """Say whether a person may take only so many in some time."""
        return self.limit_quantity > 0 and self.limit_window is not LimitWindow.NONE

    __mapper_args__ = {"version_id_col": version}


class PriceVersion(Base):
    """One price of one product from a moment on; the change log is public (T23)."""

    __tablename__ = "price_versions"
    __table_args__ = (
        own_key(),
        within("product_id", "products"),
        UniqueConstraint("community_id", "product_id", "version"),
        CheckConstraint("price_points > 0", name="price"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    product_id: Mapped[BigInt]
    version: Mapped[int]
    price_points: Mapped[BigInt]
    starts_at: Mapped[Moment]
    set_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    reason: Mapped[Prose] = mapped_column(default="")


class Stock(Base):
    """How many of a product a shop has; always the sum of its moves, never an edited figure."""

    __tablename__ = "stocks"
    __table_args__ = (
        within("shop_id", "shops"),
        within("product_id", "products"),
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved BETWEEN 0 AND on_hand", name="reserved"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    shop_id: Mapped[BigInt] = mapped_column(primary_key=True)
    product_id: Mapped[BigInt] = mapped_column(primary_key=True)
    on_hand: Mapped[BigInt] = mapped_column(default=0)
    reserved: Mapped[BigInt] = mapped_column(default=0)


class StockBatch(Base):
    """Pieces of one product that came in together, with their last day if they have one."""

    __tablename__ = "stock_batches"
    __table_args__ = (
        own_key(),
        within("shop_id", "shops"),
        within("product_id", "products"),
        within("delivery_id", "deliveries"),
        CheckConstraint("on_hand >= 0", name="on_hand"),
        Index(
            "ix_stock_batches_first_out",
            "community_id",
            "shop_id",
            "product_id",
            "expires_on",
            "id",
        ),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    shop_id: Mapped[BigInt]
    product_id: Mapped[BigInt]
    delivery_id: Mapped[BigInt]
    expires_on: Mapped[date | None] = mapped_column(default=None)
    unit_cost_fen: Mapped[BigInt] = mapped_column(default=0)
    on_hand: Mapped[BigInt] = mapped_column(default=0)


class MoveReason(StrEnum):
    """Why goods moved."""

    DELIVERY = "receipt"
    RESERVE = "reserve"
    RELEASE = "release"
    HAND_OVER = "hand_over"
    RETURN = "return"
    WRITE_OFF = "write_off"
    VARIANCE = "variance"


OVER_THE_COUNTER = (MoveReason.HAND_OVER, MoveReason.RETURN)


class StockMove(Base):
    """One line of the goods book; append only."""

    __tablename__ = "stock_moves"
    __table_args__ = (
        within("shop_id", "shops"),
        within("product_id", "products"),
        within("batch_id", "stock_batches"),
        within("transaction_id", "transactions"),
        CheckConstraint("delta_on_hand <> 0 OR delta_reserved <> 0", name="moves"),
        UniqueConstraint("community_id", "document_kind", "document_id", "line_no", "reason"),
        Index("ix_stock_moves_product", "community_id", "shop_id", "product_id", "id"),
        Index("ix_stock_moves_transaction", "community_id", "transaction_id"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    shop_id: Mapped[BigInt]
    product_id: Mapped[BigInt]
    batch_id: Mapped[int | None] = mapped_column(BIG, default=None)
    transaction_id: Mapped[BigInt]
    delta_on_hand: Mapped[BigInt]
    delta_reserved: Mapped[BigInt] = mapped_column(default=0)
    reason: Mapped[MoveReason] = mapped_column(words_of(MoveReason, "reason"))
    document_kind: Mapped[Code]
    document_id: Mapped[BigInt]
    line_no: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    recorded_at: Mapped[Moment]


append_only(StockMove.__table__)


class DeliverySource(StrEnum):
    """Where goods came from."""

    PURCHASE = "purchase"
    DONATION = "donation"


class Delivery(Base):
    """One delivery into stock; a donor may be anonymous, with a note (domain T39)."""

    __tablename__ = "deliveries"
    __table_args__ = (
        own_key(),
        within("shop_id", "shops"),
        UniqueConstraint("community_id", "delivery_no"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    shop_id: Mapped[BigInt]
    delivery_no: Mapped[Code]
    source: Mapped[DeliverySource] = mapped_column(words_of(DeliverySource, "source"))
    donor: Mapped[Title] = mapped_column(default="")
    note: Mapped[Prose] = mapped_column(default="")
    received_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    made_at: Mapped[Moment]
