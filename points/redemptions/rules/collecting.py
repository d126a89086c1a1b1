"""The counter: handing over a reservation by its code, and selling in one step."""

from dataclasses import dataclass

from core.errors import AlreadyDone
from points.goods.models import Shop
from points.goods.rules import shops, stock
from points.goods.rules.stock import Why
from points.ledger.rules import holds, ledger
from points.ledger.rules.ledger import Spending
from points.ledger.rules.refusals import WrongShop
from points.permissions import Permission
from points.redemptions.models import Redemption, RedemptionMove, RedemptionState
from points.redemptions.rules import (
    counter_credentials,
    limits,
    proxies,
    redemption_lines,
    reservations,
    signatures,
)
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.pick_up_codes import find_by_code
from points.redemptions.rules.proxies import KnownProxy, Proxy
from points.redemptions.rules.redemption_lines import Wish
from points.redemptions.rules.signatures import Paper
from teams.authority.act import Act
from teams.members.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Somebody came to collect: with the code, or by redemption and the member's own credential.

    `off_hours_reason` says why goods go out while the shop is closed, here and at a sale.
    """

    community_id: int
    shop_id: int
    code: str = ""
    redemption_id: int = 0
    credential: str = ""
    proxy: Proxy | None = None
    witness: Witness | None = None
    paper: Paper | None = None
    off_hours_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Goods handed over at once; `credential` is the member's PIN or spoken one-time code."""

    community_id: int
    shop_id: int
    member_id: int
    credential: str
    wishes: list[Wish]
    proxy: Proxy | None = None
    witness: Witness | None = None
    paper: Paper | None = None
    off_hours_reason: str = ""


def collect(act: Act, asked: Collection) -> Redemption:
    """Hand over the reservation a code opens, once, at its shop, in its time.

    Raises NotAllowed, WrongCodeType, CodeUnknown, AlreadyRedeemed, RedemptionCancelled, WrongShop,
    CodeExpired, ShopClosed, ProxyIncomplete, ProxyUnknown, ProxyNotNeeded, ProxyOnDuty,
    PaperNumberMissing, PaperNumberUsed, CredentialWrong, SecondPersonNeeded, ProxyFull,
    BatchExpired, in that order.
    """
    act.by.refuse_unless(Permission.SHOP_SELL)
    if asked.code or not asked.redemption_id:
        redemption = find_by_code(act.session, asked.community_id, asked.code)
    else:
        redemption = redemption_lines.redemption_in(
            act.session, asked.community_id, asked.redemption_id
        )
    refuse_uncollectable(act, redemption, asked.shop_id)
    return _hand_over(act, redemption, asked)


def refuse_uncollectable(act: Act, redemption: Redemption, shop_id: int) -> None:
    """Say why a redemption cannot be handed over here and now; silence when it can."""
    if redemption.state is not RedemptionState.RESERVED:
        reservations.refuse_closed(act, redemption)
    if redemption.shop_id != shop_id:
        raise WrongShop(shop=act.session.get_one(Shop, redemption.shop_id).name)
    reservations.refuse_closed(act, redemption)


def _hand_over(act: Act, redemption: Redemption, asked: Collection) -> Redemption:
    member = act.session.get_one(Member, redemption.member_id)
    reason = _reason_of(act, asked, member)
    proxy = _proxy_of(act, asked, member)
    paper_no = signatures.number_of(act.session, redemption.community_id, asked.paper)
    how = (
        "pick-up"
        if asked.code
        else counter_credentials.check(act, member.person_id, asked.credential)
    )
    second = counter_credentials.second_person(act, member, asked.witness)
    proxies.refuse_witness(proxy, second)
    facts = {"collected_at": act.now, "handed_by_id": act.by.person_id, "second_person_id": second}
    said = {"paper_no": paper_no, "off_hours_reason": reason}
    known = {"credential": how, **said, **proxies.columns(proxy)}
    if not reservations.move_on(act, redemption, RedemptionMove.COLLECT, **facts, **known):
        fresh = redemption_lines.redemption_in(act.session, redemption.community_id, redemption.id)
        reservations.refuse_closed(act, fresh)
        raise AlreadyDone
    posting = ledger.enter(act, redemption.community_id, redemption.member_id)
    proxies.count(posting, proxy, redemption)
    hold = holds.of_redemption(posting, redemption.id)
    paid_by = holds.post(posting, hold, reservations.cause_of(redemption, act.by.person_id))
    takings = redemption_lines.takings_of(act.session, redemption)
    stock.hand_out(
        posting, redemption.shop_id, takings, Why(paid_by, act.by.person_id), were_reserved=True
    )
    act.note(
        "redemption_collected",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
        **_off_hours(redemption),
    )
    return redemption


def _proxy_of(act: Act, asked: Collection | Sale, member: Member) -> KnownProxy | None:
    return proxies.known(act, asked.proxy, member)


def _reason_of(act: Act, asked: Collection | Sale, member: Member) -> str:
    zone = member.community.zone
    calendar = shops.calendar_of(act.session, asked.community_id, asked.shop_id, zone)
    return shops.reason_needed(calendar, asked.off_hours_reason, act.now)


def _off_hours(redemption: Redemption) -> dict[str, str]:
    return {"off_hours": redemption.off_hours_reason} if redemption.off_hours_reason else {}


def sell(act: Act, sale: Sale) -> Redemption:
    """Exchange points for goods in one step, at the prices of the scan (T23).

    Raises NotAllowed, BasketWrong, NotFound, NotForSale, PriceChanged, NotAnActiveMember,
    ShopClosed, ProxyIncomplete, ProxyUnknown, ProxyNotNeeded, ProxyOnDuty, PaperNumberMissing,
    PaperNumberUsed, CredentialWrong, SecondPersonNeeded, PeriodClosed, WalletFrozen, InDebt,
    NotEnoughPoints, ProxyFull, LimitReached, BatchExpired, OutOfStock, in that order.
    """
    act.by.refuse_unless(Permission.SHOP_SELL)
    lines = redemption_lines.priced(act, sale.community_id, sale.wishes)
    member = ledger.active_member(act.session, sale.community_id, sale.member_id)
    shops.shop_in(act.session, sale.community_id, sale.shop_id)
    reason = _reason_of(act, sale, member)
    proxy = _proxy_of(act, sale, member)
    paper_no = signatures.number_of(act.session, sale.community_id, sale.paper)
    how = counter_credentials.check(act, member.person_id, sale.credential)
    second = counter_credentials.second_person(act, member, sale.witness)
    proxies.refuse_witness(proxy, second)
    redemption = Redemption(
        community_id=sale.community_id,
        shop_id=sale.shop_id,
        member_id=member.id,
        state=RedemptionState.COLLECTED,
        made_at=act.now,
        made_by_id=act.by.person_id,
        collected_at=act.now,
        handed_by_id=act.by.person_id,
        paper_no=paper_no,
        credential=how,
        second_person_id=second,
        off_hours_reason=reason,
        **proxies.columns(proxy),
    )
    takings = redemption_lines.write_down(act.session, redemption, lines)
    posting = ledger.enter(act, sale.community_id, member.id)
    spending = Spending(
        community_id=sale.community_id,
        member_id=member.id,
        points=redemption.total_points,
        cause=reservations.cause_of(redemption, act.by.person_id),
    )
    paid_by = ledger.take(posting, spending).id
    proxies.count(posting, proxy, redemption)
    limits.take(posting, takings, redemption.total_points)
    stock.hand_out(
        posting, redemption.shop_id, takings, Why(paid_by, act.by.person_id), were_reserved=False
    )
    act.note(
        "redemption_sold",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
        **_off_hours(redemption),
    )
    return redemption
