"""The counter: handing over a reservation by its code, and selling in one step."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.errors import AlreadyDone
from core.permissions import Permission
from points.goods.models import Shop
from points.goods.rules import openings, shops, stock
from points.ledger.rules import holders, holds, ledger
from points.ledger.rules.ledger import Spending
from points.ledger.rules.refusals import CodeUnknown, WrongShop
from points.redemptions.models import Redemption, RedemptionState
from points.redemptions.rules import identity, limits, proxies, signatures, slips, supermarket
from points.redemptions.rules.identity import Witness
from points.redemptions.rules.proxies import KnownProxy, Proxy
from points.redemptions.rules.signatures import Paper
from points.redemptions.rules.slips import Wish
from teams.authority.rules import Authority
from teams.members.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Somebody came to collect: with the code, or known by slip and the member's own proof.

    `off_hours_reason` says why goods go out while the shop is closed, here and at a sale.
    """

    community_id: int
    shop_id: int
    code: str = ""
    slip_id: int = 0
    proof: str = ""
    proxy: Proxy | None = None
    witness: Witness | None = None
    paper: Paper | None = None
    off_hours_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Goods handed over at once; `proof` is the member's PIN or spoken one-time code."""

    community_id: int
    shop_id: int
    member_id: int
    proof: str
    wishes: list[Wish]
    proxy: Proxy | None = None
    witness: Witness | None = None
    paper: Paper | None = None
    off_hours_reason: str = ""


def collect(session: Session, asked: Collection, by: Authority, now: datetime) -> Redemption:
    """Hand over the reservation a code opens, once, at its shop, in its time.

    Raises NotAllowed, WrongCodeType, CodeUnknown, AlreadyRedeemed, RedemptionCancelled, WrongShop,
    CodeExpired, ShopClosed, ProxyIncomplete, ProxyUnknown, ProxyNotNeeded, ProxyOnDuty,
    PaperNumberMissing, PaperNumberUsed, ProofWrong, SecondPersonNeeded, BatchExpired, ProxyFull,
    in that order.
    """
    by.refuse_unless(Permission.SHOP_SELL)
    if asked.code or not asked.slip_id:
        slip = find_by_code(session, asked.community_id, asked.code)
    else:
        slip = slips.slip_in(session, asked.community_id, asked.slip_id)
    refuse_uncollectable(session, slip, asked.shop_id, now)
    return _hand_over(session, slip, asked, by, now)


def find_by_code(session: Session, community_id: int, code: str) -> Redemption:
    """Return the slip a code names. Raises WrongCodeType, CodeUnknown."""
    index = slips.code_index(code)
    found = session.scalars(
        select(Redemption)
        .where(Redemption.community_id == community_id, Redemption.code_index == index)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise CodeUnknown
    return found


def refuse_uncollectable(session: Session, slip: Redemption, shop_id: int, now: datetime) -> None:
    """Say why a slip cannot be handed over here and now; silence when it can."""
    if slip.state is not RedemptionState.RESERVED:
        supermarket.refuse_closed(session, slip, now)
    if slip.shop_id != shop_id:
        raise WrongShop(shop=session.get_one(Shop, slip.shop_id).name)
    supermarket.refuse_closed(session, slip, now)


def _hand_over(
    session: Session, slip: Redemption, asked: Collection, by: Authority, now: datetime
) -> Redemption:
    member = session.get_one(Member, slip.member_id)
    reason = _reason_of(session, asked, member, now)
    proxy = _proxy_of(session, asked, member, by, now)
    paper_no = signatures.number_of(session, slip.community_id, asked.paper)
    how = "pick-up" if asked.code else identity.prove(session, member.person_id, asked.proof, now)
    second = identity.second_person(session, member, asked.witness, by, now)
    proxies.refuse_witness(proxy, second)
    facts = {"collected_at": now, "handed_by_id": by.person_id, "second_person_id": second}
    said = {"paper_no": paper_no, "off_hours_reason": reason}
    proof = {"proof": how, **said, **proxies.columns(proxy)}
    if not supermarket.move_on(session, slip, RedemptionState.COLLECTED, now, **facts, **proof):
        fresh = slips.slip_in(session, slip.community_id, slip.id)
        supermarket.refuse_closed(session, fresh, now)
        raise AlreadyDone
    posting = ledger.enter(session, slip.community_id, slip.member_id, now)
    proxies.count(posting, proxy, slip)
    hold = holds.of_redemption(posting, slip.id)
    paid_by = holds.post(posting, hold, supermarket.cause_of(slip, by.person_id))
    takings = slips.takings_of(session, slip)
    stock.hand_out(posting, slip.shop_id, takings, (paid_by, by.person_id), were_reserved=True)
    supermarket.note(session, "redemption_collected", slip, by.person_id, now, **_said(slip))
    return slip


def _proxy_of(
    session: Session, asked: Collection | Sale, member: Member, by: Authority, now: datetime
) -> KnownProxy | None:
    today = clock.local_day(now, member.community.zone)
    return proxies.known(session, asked.proxy, member, by, today)


def _reason_of(session: Session, asked: Collection | Sale, member: Member, now: datetime) -> str:
    zone = member.community.zone
    calendar = openings.calendar_of(session, asked.community_id, asked.shop_id, zone)
    return openings.reason_needed(calendar, asked.off_hours_reason, now)


def _said(slip: Redemption) -> dict[str, str]:
    return {"off_hours": slip.off_hours_reason} if slip.off_hours_reason else {}


def sell(session: Session, sale: Sale, by: Authority, now: datetime) -> Redemption:
    """Exchange points for goods in one step, at the prices of the scan (T23).

    Raises NotAllowed, BasketWrong, NotFound, NotForSale, PriceChanged, NotAnActiveMember,
    ShopClosed, ProxyIncomplete, ProxyUnknown, ProxyNotNeeded, ProxyOnDuty, PaperNumberMissing,
    PaperNumberUsed, ProofWrong, SecondPersonNeeded, PeriodClosed, WalletFrozen, InDebt,
    NotEnoughPoints, ProxyFull, LimitReached, OutOfStock or BatchExpired, in that order.
    """
    by.refuse_unless(Permission.SHOP_SELL)
    lines = slips.priced(session, sale.community_id, sale.wishes, now)
    member = holders.active_member(session, sale.community_id, sale.member_id)
    shops.shop_in(session, sale.community_id, sale.shop_id)
    reason = _reason_of(session, sale, member, now)
    proxy = _proxy_of(session, sale, member, by, now)
    paper_no = signatures.number_of(session, sale.community_id, sale.paper)
    how = identity.prove(session, member.person_id, sale.proof, now)
    second = identity.second_person(session, member, sale.witness, by, now)
    proxies.refuse_witness(proxy, second)
    slip = Redemption(
        community_id=sale.community_id,
        shop_id=sale.shop_id,
        member_id=member.id,
        state=RedemptionState.COLLECTED,
        made_at=now,
        made_by_id=by.person_id,
        collected_at=now,
        handed_by_id=by.person_id,
        paper_no=paper_no,
        proof=how,
        second_person_id=second,
        off_hours_reason=reason,
        **proxies.columns(proxy),
    )
    takings = slips.write_down(session, slip, lines)
    posting = ledger.enter(session, sale.community_id, member.id, now)
    spending = Spending(
        community_id=sale.community_id,
        member_id=member.id,
        points=slip.total_points,
        cause=supermarket.cause_of(slip, by.person_id),
    )
    paid_by = ledger.take(posting, spending).id
    proxies.count(posting, proxy, slip)
    limits.take(posting, [(each.line, each.product) for each in takings], slip.total_points)
    stock.hand_out(posting, slip.shop_id, takings, (paid_by, by.person_id), were_reserved=False)
    supermarket.note(session, "redemption_sold", slip, by.person_id, now, **_said(slip))
    return slip
