"""Exchanging points for goods: the redemption, its lines, and what limits it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.base import Base
from core.columns import BIG, BigInt, Code, Digest, Key, Moment, Name, Prose, Title, words_of
from core.states import StateTable
from core.tenancy import own_key, within
from points.goods.models import Product
from teams.members.models import Member


class RedemptionState(StrEnum):
    """The life of a redemption (domain 8)."""

    RESERVED = "reserved"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    RETURNED = "returned"


GIVEN_UP = (RedemptionState.CANCELLED, RedemptionState.LAPSED)
"""Reserved and never handed out: points and quota went back."""

MAY_COME_BACK = (RedemptionState.RESERVED, RedemptionState.COLLECTED)
"""Goods or points of it may still move: collected, given up, or returned."""

HANDED_OUT = (RedemptionState.COLLECTED, RedemptionState.RETURNED)


class Redemption(Base):
    """One exchange: reserved with a pick-up code, or sold at the counter in one step.

    `paper_no` numbers the paper slip its receiver signed, empty when none was signed; a number is
    used once. `prints` counts the slips printed: all after the first are copies. The proxy's name,
    relation and phone tail are as they were that day; `proxy_person_id` is None where the member
    came, and for a guardian who has no file of their own. `off_hours_reason` says why goods went
    out while the shop was closed; it is empty within the hours, and where a shop keeps none.
    """

    __tablename__ = "redemptions"
    __table_args__ = (
        own_key(),
        within("member_id", "members"),
        within("shop_id", "shops"),
        UniqueConstraint("community_id", "redemption_no"),
        CheckConstraint("handed_by_id IS NULL OR collected_at IS NOT NULL", name="handed"),
        CheckConstraint(
            "proxy_person_id IS NULL OR (proxy_person_id <> handed_by_id"
            " AND proxy_person_id <> coalesce(second_person_id, 0))",
            name="proxy",
        ),
        Index(
            "uq_redemptions_code",
            "community_id",
            "code_index",
            unique=True,
            sqlite_where=text("code_index IS NOT NULL"),
            postgresql_where=text("code_index IS NOT NULL"),
        ),
        Index(
            "uq_redemptions_paper",
            "community_id",
            "paper_no",
            unique=True,
            sqlite_where=text("paper_no <> ''"),
            postgresql_where=text("paper_no <> ''"),
        ),
        Index("ix_redemptions_member", "community_id", "member_id", "id"),
        Index("ix_redemptions_due", "state", "collect_by"),
        Index("ix_redemptions_day", "community_id", "shop_id", "collected_at"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    shop_id: Mapped[BigInt]
    member_id: Mapped[BigInt]
    redemption_no: Mapped[Code]
    state: Mapped[RedemptionState] = mapped_column(words_of(RedemptionState, "state"))
    total_points: Mapped[BigInt]
    code_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    code_index: Mapped[Digest | None] = mapped_column(default=None)
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    collect_by: Mapped[Moment | None] = mapped_column(default=None)
    collected_at: Mapped[Moment | None] = mapped_column(default=None)
    handed_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    second_person_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    credential: Mapped[Code] = mapped_column(default="")
    paper_no: Mapped[Code] = mapped_column(default="")
    proxy_person_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("people.id"), default=None)
    proxy_name: Mapped[Name] = mapped_column(default="")
    proxy_relation: Mapped[Code] = mapped_column(default="")
    proxy_phone_tail: Mapped[Code] = mapped_column(default="")
    closed_at: Mapped[Moment | None] = mapped_column(default=None)
    close_reason: Mapped[Prose] = mapped_column(default="")
    prints: Mapped[int] = mapped_column(default=0)
    off_hours_reason: Mapped[Prose] = mapped_column(default="")

    lines: Mapped[list["RedemptionLine"]] = relationship(
        primaryjoin="Redemption.id == foreign(RedemptionLine.redemption_id)",
        order_by="RedemptionLine.line_no",
        viewonly=True,
    )
    member: Mapped[Member] = relationship(
        primaryjoin="foreign(Redemption.member_id) == Member.id", viewonly=True
    )

    @property
    def is_reserved(self) -> bool:
        """Say whether it waits to be collected."""
        return self.state is RedemptionState.RESERVED

    @property
    def is_let_go(self) -> bool:
        """Say whether it was never collected: cancelled or lapsed."""
        return self.state in {RedemptionState.CANCELLED, RedemptionState.LAPSED}

    @property
    def is_returned(self) -> bool:
        """Say whether all of it came back."""
        return self.state is RedemptionState.RETURNED


class RedemptionMove(StrEnum):
    """What becomes of a reservation; what was handed over may come back whole."""

    COLLECT = "collect"
    CANCEL = "cancel"
    LAPSE = "lapse"
    RETURN = "return"


REDEMPTION_LIFE = StateTable(
    Redemption,
    {
        (RedemptionState.RESERVED, RedemptionMove.COLLECT): RedemptionState.COLLECTED,
        (RedemptionState.RESERVED, RedemptionMove.CANCEL): RedemptionState.CANCELLED,
        (RedemptionState.RESERVED, RedemptionMove.LAPSE): RedemptionState.LAPSED,
        (RedemptionState.COLLECTED, RedemptionMove.RETURN): RedemptionState.RETURNED,
    },
)


class RedemptionLine(Base):
    """One product on a redemption, at the price the person agreed to.

    `limit_rule` and `limit_starts_on` name the counter it counts in, empty when it has no limit.
    """

    __tablename__ = "redemption_lines"
    __table_args__ = (
        own_key(),
        within("redemption_id", "redemptions"),
        within("product_id", "products"),
        UniqueConstraint("community_id", "redemption_id", "line_no"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("returned BETWEEN 0 AND quantity", name="returned"),
    )

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    redemption_id: Mapped[BigInt]
    line_no: Mapped[int]
    product_id: Mapped[BigInt]
    product_words: Mapped[Title]
    quantity: Mapped[int]
    price_each: Mapped[BigInt]
    price_version: Mapped[int]
    limit_rule: Mapped[Code] = mapped_column(default="")
    limit_starts_on: Mapped[date | None] = mapped_column(default=None)
    returned: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = relationship(
        primaryjoin="foreign(RedemptionLine.product_id) == Product.id", viewonly=True
    )


class LimitCounter(Base):
    """How much of one limit a wallet has used in one calendar window."""

    __tablename__ = "limit_counters"
    __table_args__ = (
        within("wallet_id", "wallets"),
        CheckConstraint("used >= 0", name="used"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    wallet_id: Mapped[BigInt] = mapped_column(primary_key=True)
    rule: Mapped[Code] = mapped_column(primary_key=True)
    window_starts_on: Mapped[date] = mapped_column(primary_key=True)
    used: Mapped[BigInt] = mapped_column(default=0)


class ProxyPickup(Base):
    """One person a proxy collected for on one day; the slots of a day are few (T24)."""

    __tablename__ = "proxy_pickups"
    __table_args__ = (
        within("member_id", "members"),
        UniqueConstraint("community_id", "proxy_key", "on_date", "member_id"),
        CheckConstraint("slot > 0", name="slot"),
    )

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    proxy_key: Mapped[Digest] = mapped_column(primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[BigInt]
