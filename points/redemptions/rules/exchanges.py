"""Goods for points: a sale at the counter, its receiver, wishes priced, a redemption written."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core import clock
from core.errors import AlreadyDone, BadRequest, NotFound, Unavailable
from core.upsert import insert_new
from points.goods.models import PriceVersion, Product
from points.goods.rules import shops, stock
from points.goods.rules.goods import MOST_OF_ONE
from points.goods.rules.stock import Taking, Why
from points.ledger.rules import ledger
from points.ledger.rules.ledger import Spending
from points.ledger.rules.postings import Cause
from points.ledger.rules.refusals import NotForSale, PriceChanged
from points.permissions import Permission
from points.redemptions.models import Redemption, RedemptionLine, RedemptionState
from points.redemptions.rules import (
    counter_credentials,
    limits,
    pick_up_codes,
    proxies,
    signatures,
)
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.exchange_statements import ASKED_FOR, DESK, LINES, NUMBER
from points.redemptions.rules.orders import Desk, HandOver, Order, Sale
from points.redemptions.rules.proxies import KnownProxy
from teams.authority.act import Act
from teams.members.models import Community, Member

MOST_LINES = 20
NUMBER_TRIES = 20
SOURCE = "redemption"
PICK_UP = "pick-up"
"""What a redemption keeps as its credential when its code opened it."""


class BasketWrong(BadRequest):
    """Nothing was chosen, too many kinds, or a quantity that is no count."""

    message = "请先选好东西，每样 1 到 99 件，一单最多 20 样。"


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One wish at the server's own price."""

    product: Product
    quantity: int
    price: PriceVersion

    @property
    def points(self) -> int:
        """Return what the line costs."""
        return self.quantity * self.price.price_points


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who takes the goods, as it was shown at the counter, and why they go out off hours."""

    credential: str
    second_person_id: int | None
    proxy: KnownProxy | None
    paper_no: str
    off_hours_reason: str

    def columns(self) -> dict[str, str | int | None]:
        """Return the columns of a redemption that tell of the receiver."""
        return {
            "credential": self.credential,
            "second_person_id": self.second_person_id,
            "paper_no": self.paper_no,
            "off_hours_reason": self.off_hours_reason,
            **(proxies.columns(self.proxy) if self.proxy else {}),
        }


def sell(act: Act, sale: Sale) -> Redemption:
    """Exchange points for goods in one step, at the prices of the scan (T23).

    Raises NotAllowed, BasketWrong, NotFound, NotForSale, PriceChanged, NotAnActiveMember,
    ShopClosed, ProxyIncomplete, ProxyUnknown, ProxyNotNeeded, ProxyOnDuty, PaperNumberMissing,
    PaperNumberUsed, CredentialWrong, SecondPersonNeeded, PeriodClosed, WalletFrozen, InDebt,
    NotEnoughPoints, ProxyFull, LimitReached, BatchExpired, OutOfStock, in that order.
    """
    act.by.refuse_unless(Permission.SHOP_SELL)
    asked = asked_for(act, sale)
    lines, member = asked.lines, asked.member
    receiver = receiver_of(act, sale, member, sale.credential)
    facts: dict[str, object] = {
        "community_id": sale.community_id,
        "shop_id": sale.shop_id,
        "member_id": member.id,
        "state": RedemptionState.COLLECTED,
        "made_by_id": act.by.person_id,
        "collected_at": act.now,
        "handed_by_id": act.by.person_id,
        **receiver.columns(),
    }
    posting = ledger.enter(act, sale.community_id, member.id)
    written = write_down(posting.act, facts, lines, sale.number, has_code=False)
    redemption, takings = written.redemption, written.takings
    spending = Spending(
        community_id=sale.community_id,
        member_id=member.id,
        points=redemption.total_points,
        cause=cause_of(redemption, act.by.person_id),
    )
    paid_by = ledger.take(posting, spending).id
    if receiver.proxy:
        proxies.count(posting, receiver.proxy, redemption)
    limits.take(posting, takings, redemption.total_points)
    stock.hand_out(
        posting, redemption.shop_id, takings, Why(paid_by, act.by.person_id), were_reserved=False
    )
    act.note(
        "redemption_sold",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
        **off_hours_of(redemption),
    )
    return redemption


def desk_of(
    session: Session, community: Community, member_id: int = 0, witness: Witness | None = None
) -> Desk:
    """Return the counter somebody stands at, in one read. Raises NotFound without a shop."""
    asked = {
        "the_community": community.id,
        "the_member": member_id,
        "the_witness": witness.volunteer_no if witness else None,
    }
    rows = session.execute(DESK, asked).all()
    if not rows:
        raise NotFound
    shop_id, number, *tried, _hours = rows[0]
    hours = [row.OpeningHours for row in rows if row.OpeningHours is not None]
    return Desk(shop_id, number, tried, shops.calendar_from(hours, community.zone))


def receiver_of(act: Act, asked: HandOver, member: Member, secret: str | None) -> Receiver:
    """Return who takes the goods; without a `secret` the pick-up code has opened them already.

    Raises ShopClosed, ProxyIncomplete, ProxyUnknown, ProxyNotNeeded, ProxyOnDuty,
    PaperNumberMissing, PaperNumberUsed, CredentialWrong, SecondPersonNeeded, in that order.
    """
    session, zone = act.session, act.within(asked.community_id).community.zone
    read = asked.calendar
    calendar = read or shops.calendar_of(session, asked.community_id, asked.shop_id, zone)
    reason = shops.reason_needed(calendar, asked.off_hours_reason, act.now)
    proxy = proxies.known(act, asked.proxy, member) if asked.proxy else None
    paper_no = signatures.number_of(session, asked.community_id, asked.paper) if asked.paper else ""
    how = PICK_UP if secret is None else counter_credentials.check(act, member.person_id, secret)
    second = counter_credentials.second_person(act, member, asked.witness)
    if proxy:
        proxies.refuse_witness(proxy, second)
    return Receiver(
        credential=how,
        second_person_id=second,
        proxy=proxy,
        paper_no=paper_no,
        off_hours_reason=reason,
    )


def off_hours_of(redemption: Redemption) -> dict[str, str]:
    """Return what the trail tells of a hand-over while the shop was closed, else nothing."""
    return {"off_hours": redemption.off_hours_reason} if redemption.off_hours_reason else {}


@dataclass(frozen=True, slots=True)
class Priced:
    """What was asked for at the server's prices, one line a product, and whose points it costs."""

    lines: list[PricedLine]
    member: Member


def asked_for(act: Act, asked: Order | Sale) -> Priced:
    """Return the wishes at the prices of now, by ascending product id, in one read.

    Raises BasketWrong, NotFound, NotForSale,
    PriceChanged for a rise (a fall is passed on), NotFound of the member, NotAnActiveMember,
    NotFound of the shop, in that order.
    """
    quantities: dict[int, int] = {}
    seen: dict[int, int | None] = {}
    for wish in asked.wishes:
        quantities[wish.product_id] = quantities.get(wish.product_id, 0) + wish.quantity
        seen[wish.product_id] = wish.price_points
    amounts = [wish.quantity for wish in asked.wishes] + list(quantities.values())
    if not 0 < len(quantities) <= MOST_LINES or not all(0 < n <= MOST_OF_ONE for n in amounts):
        raise BasketWrong
    which = {
        "the_community": asked.community_id,
        "products": list(quantities),
        "now": act.now,
        "the_member": asked.member_id,
        "the_shop": asked.shop_id,
    }
    rows = act.session.execute(ASKED_FOR, which).all()
    if len(rows) != len(quantities):
        raise NotFound
    lines = [_line_at(row[0], row[1], quantities[row[0].id], seen[row[0].id]) for row in rows]
    member = ledger.active(rows[0].Member)
    if rows[0].shop_id is None:
        raise NotFound
    return Priced(lines, member)


def _line_at(of: Product, at: PriceVersion | None, quantity: int, seen: int | None) -> PricedLine:
    if at is None or not of.is_on_shelf:
        raise NotForSale(name=of.name)
    if seen is not None and at.price_points > seen:
        raise PriceChanged(name=of.name, price_points=at.price_points)
    return PricedLine(product=of, quantity=quantity, price=at)


@dataclass(frozen=True, slots=True)
class Written:
    """A redemption that stands in the database, and what is to be taken for it.

    Its lines say what was written; the session does not watch them.
    """

    redemption: Redemption
    takings: list[Taking]


def write_down(
    act: Act, facts: Mapping[str, object], lines: list[PricedLine], number: int, *, has_code: bool
) -> Written:
    """Insert a redemption of `facts` under its number, with its lines, and a code to collect it.

    The number on the slip is the day and the row's own: no counter that everybody would wait for.
    `number` was drawn before, 0 where none was; another is drawn when somebody was faster. Raises
    AlreadyDone when somebody used the number of the paper a moment ago, Unavailable.
    """
    total = sum(line.points for line in lines)
    redemption = _inserted(
        act, {**facts, "made_at": act.now, "total_points": total}, number, has_code=has_code
    )
    rows = [_line(act, redemption, at, each) for at, each in enumerate(lines, start=1)]
    act.session.execute(LINES, rows)
    takings = [
        Taking(line=RedemptionLine(**row), product=each.product, quantity=each.quantity)
        for row, each in zip(rows, lines, strict=True)
    ]
    return Written(redemption, takings)


def _inserted(act: Act, row: Mapping[str, object], number: int, *, has_code: bool) -> Redemption:
    day = clock.local(act.now, act.community.zone)
    for _ in range(NUMBER_TRIES):
        drawn = number or act.session.execute(NUMBER).scalar_one()
        code = pick_up_codes.drawn(drawn) if has_code else {}
        numbered = {"id": drawn, "redemption_no": f"{day:%y%m%d}-{drawn}"}
        made = insert_new(act.session, Redemption, {**row, **numbered, **code})
        if made is not None:
            return made
        number = 0
    raise AlreadyDone if row.get("paper_no") else Unavailable


def _line(act: Act, of: Redemption, line_no: int, each: PricedLine) -> dict[str, object]:
    counter = limits.counter_of(each.product, act.today)
    return {
        "community_id": of.community_id,
        "redemption_id": of.id,
        "line_no": line_no,
        "product_id": each.product.id,
        "product_words": each.product.name,
        "quantity": each.quantity,
        "price_each": each.price.price_points,
        "price_version": each.price.version,
        "limit_rule": counter.rule if counter else "",
        "limit_starts_on": counter.starts_on if counter else None,
    }


def cause_of(redemption: Redemption, actor_id: int | None) -> Cause:
    """Return the redemption as the cause of a line in the books."""
    return Cause(
        source_kind=SOURCE, source_id=redemption.id, actor_id=actor_id, shop_id=redemption.shop_id
    )
