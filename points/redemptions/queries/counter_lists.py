"""What the counter asks: who is served, products by code or name, what waits, what went out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, UnaryExpression, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from accounts.models import Person
from core import clock
from core.errors import NotFound
from core.masking import name_for_staff
from core.tenancy import row_in
from points.goods.models import Product
from points.goods.queries.finding import has_code, is_found_by
from points.goods.rules import shops
from points.ledger.models import Hold, Lot, LotUse, Wallet
from points.redemptions.models import Redemption, RedemptionLine, RedemptionState
from points.redemptions.queries.pieces import PIECE, Piece, goods_words
from teams.members.models import Community, Member

MOST_FOUND = 8
REDEMPTIONS_A_PAGE = 20
MOST_TODAY = 500
Order = UnaryExpression[int] | UnaryExpression[datetime | None]


def products_coded(session: Session, community: Community, words: str) -> list[Product]:
    """Return the products on the shelf with exactly this barcode or shop code."""
    return _products(session, community, has_code(words))


def products_named(session: Session, community: Community, words: str) -> list[Product]:
    """Return products on the shelf found by code, or by a part of the name or its pinyin."""
    return _products(session, community, is_found_by(words))


def _products(session: Session, community: Community, found: ColumnElement[bool]) -> list[Product]:
    asked = select(Product).where(Product.community_id == community.id, Product.is_on_shelf, found)
    return list(session.scalars(asked.order_by(Product.id).limit(MOST_FOUND)))


def served_in(
    session: Session, community: Community, member_id: int
) -> tuple[Member, Wallet | None]:
    """Return a member and their wallet, None before the first points. Raises NotFound."""
    found = session.execute(
        select(Member, Wallet)
        .outerjoin(
            Wallet, (Wallet.community_id == Member.community_id) & (Wallet.owner_id == Member.id)
        )
        .options(joinedload(Member.person), joinedload(Member.home_team))
        .where(Member.community_id == community.id, Member.id == member_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


@dataclass(frozen=True, slots=True)
class RedemptionRow:
    """One redemption in a list: who (masked), what, and where it stands.

    `given_back`: how many of its points came back with returned goods.
    """

    redemption: Redemption
    name: str
    volunteer_no: str
    goods: str
    given_back: int = 0


def _out_today(
    community: Community, now: datetime, handed_by_id: int | None
) -> list[ColumnElement[bool]]:
    by = [] if handed_by_id is None else [Redemption.handed_by_id == handed_by_id]
    starts = clock.day_start(clock.local_day(now, community.zone), community.zone)
    return [
        Redemption.shop_id == shops.serving_key(community.id),
        Redemption.collected_at >= starts,
        Redemption.collected_at < starts + timedelta(days=1),
        *by,
    ]


def _waiting(member_id: int, now: datetime) -> list[ColumnElement[bool]]:
    return [
        Redemption.member_id == member_id,
        Redemption.state == RedemptionState.RESERVED,
        Redemption.collect_by > now,
    ]


def handed_out(
    session: Session, community: Community, now: datetime, handed_by_id: int | None = None
) -> list[RedemptionRow]:
    """Return what one clerk handed out today, newest first; the whole shop's when None."""
    order = Redemption.collected_at.desc()
    return _rows(session, community, _out_today(community, now, handed_by_id), order, MOST_TODAY)


@dataclass(frozen=True, slots=True)
class Day:
    """The counter's day: the last redemptions, how many, with what points, and who waits."""

    out: list[RedemptionRow]
    redemptions: int
    points: int
    waiting: list[RedemptionRow]


def day_of(session: Session, community: Community, who: tuple[int, int], now: datetime) -> Day:
    """Return a clerk's own day in few statements (contract 8).

    `who`: ids of the clerk's person and of the member served, 0 when nobody is.
    """
    clerk_id, member_id = who
    order = Redemption.collected_at.desc()
    found = session.execute(
        _asked(community, _out_today(community, now, clerk_id), order, MOST_FOUND).add_columns(
            func.count().over(), func.sum(Redemption.total_points).over()
        )
    ).all()
    waits = (
        session.execute(
            _asked(community, _waiting(member_id, now), Redemption.id.asc(), MOST_FOUND)
        ).all()
        if member_id
        else []
    )
    ids = [row[0].id for row in found] + [row[0].id for row in waits]
    goods = goods_words(session, community, ids)
    return Day(
        out=[_row(row[0], row[1], row[2], row[3], goods) for row in found],
        redemptions=int(found[0][4]) if found else 0,
        points=int(found[0][5]) if found else 0,
        waiting=[_row(row[0], row[1], row[2], row[3], goods) for row in waits],
    )


@dataclass(frozen=True, slots=True)
class WaitingGoods:
    """What waits for a member: the goods of a reservation in words, and how long they are kept."""

    redemption_id: int
    collect_by: datetime
    goods: str


def waiting_for(
    session: Session, community: Community, member_id: int, now: datetime
) -> list[WaitingGoods]:
    """Return the reservations a member may still collect, in one statement."""
    asked = {"the_community": community.id, "the_member": member_id, "the_moment": now}
    found: dict[tuple[int, datetime], list[str]] = {}
    for redemption_id, collect_by, *piece in session.execute(_WAITING, asked):
        words = found.setdefault((redemption_id, collect_by), [])
        words += [Piece(*piece).words] if piece[0] is not None else []
    return [WaitingGoods(*each, "、".join(words)) for each, words in found.items()]


_RESERVED = (
    select(Redemption.id, Redemption.collect_by)
    .where(
        Redemption.community_id == bindparam("the_community"),
        Redemption.member_id == bindparam("the_member"),
        Redemption.state == RedemptionState.RESERVED,
        Redemption.collect_by > bindparam("the_moment"),
    )
    .order_by(Redemption.id)
    .limit(MOST_FOUND)
    .subquery("reserved")
)
_WAITING = (
    select(_RESERVED.c.id, _RESERVED.c.collect_by, *PIECE)
    .select_from(_RESERVED)
    .outerjoin(
        RedemptionLine,
        (RedemptionLine.community_id == bindparam("the_community"))
        & (RedemptionLine.redemption_id == _RESERVED.c.id),
    )
    .outerjoin(Product, Product.id == RedemptionLine.product_id)
    .order_by(_RESERVED.c.id, RedemptionLine.line_no)
)


def redemptions_of(
    session: Session, community: Community, member_id: int, before_id: int | None = None
) -> list[RedemptionRow]:
    """Return a member's redemptions, newest first, or those before `before_id`; one too many."""
    where = [Redemption.member_id == member_id]
    if before_id is not None:
        where.append(Redemption.id < before_id)
    return _rows(session, community, where, Redemption.id.desc(), REDEMPTIONS_A_PAGE + 1)


def _asked(
    community: Community,
    where: list[ColumnElement[bool]],
    order: Order,
    most: int,
) -> Select[Redemption, str, str, int]:
    line = RedemptionLine
    given_back = (
        select(func.coalesce(func.sum(line.returned * line.price_each), 0))
        .where(line.community_id == community.id, line.redemption_id == Redemption.id)
        .scalar_subquery()
    )
    return (
        select(Redemption, Person.name, Member.volunteer_no, given_back)
        .join(Member, Member.id == Redemption.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Redemption.community_id == community.id, *where)
        .order_by(order)
        .limit(most)
    )


def _rows(
    session: Session,
    community: Community,
    where: list[ColumnElement[bool]],
    order: Order,
    most: int,
) -> list[RedemptionRow]:
    rows = session.execute(_asked(community, where, order, most)).all()
    goods = goods_words(session, community, [row[0].id for row in rows])
    return [_row(*row, goods) for row in rows]


def _row(
    redemption: Redemption, name: str, number: str, given_back: int, goods: dict[int, str]
) -> RedemptionRow:
    return RedemptionRow(
        redemption, name_for_staff(name), number, goods.get(redemption.id, ""), int(given_back)
    )


def redemption_in(session: Session, community: Community, redemption_id: int) -> Redemption:
    """Return a redemption with its member. Raises NotFound."""
    with_member = joinedload(Redemption.member).joinedload(Member.person)
    return row_in(session, Redemption, community.id, redemption_id, options=(with_member,))


def handler_of(session: Session, redemption: Redemption) -> str:
    """Return the name of who handed a redemption's goods over, empty before that."""
    return session.scalar(select(Person.name).where(Person.id == redemption.handed_by_id)) or ""


def lines_of(
    session: Session, community: Community, redemption_id: int
) -> list[tuple[RedemptionLine, Product]]:
    """Return a redemption's lines with their products."""
    rows = session.execute(
        select(RedemptionLine, Product)
        .join(Product, Product.id == RedemptionLine.product_id)
        .where(
            RedemptionLine.community_id == community.id,
            RedemptionLine.redemption_id == redemption_id,
        )
        .order_by(RedemptionLine.line_no)
    )
    return [(line, product) for line, product in rows]


def expired_if_let_go(
    session: Session, community: Community, redemption_id: int, today: date
) -> int:
    """Return the points of a reservation that would expire at once if it were cancelled (T12)."""
    found = session.scalar(
        select(func.coalesce(func.sum(LotUse.amount), 0))
        .join(Hold, Hold.transaction_id == LotUse.transaction_id)
        .join(Lot, Lot.id == LotUse.lot_id)
        .where(
            Hold.community_id == community.id,
            Hold.redemption_id == redemption_id,
            Lot.expires_on < today,
        )
    )
    return int(found or 0)
