"""Handing over a reservation at the counter: by its code, or to who is known to be the member."""

from dataclasses import dataclass

from core.errors import AlreadyDone
from points.goods.models import Shop
from points.goods.rules import stock
from points.goods.rules.stock import Why
from points.ledger.rules import holds, ledger
from points.ledger.rules.refusals import WrongShop
from points.permissions import Permission
from points.redemptions.models import Redemption, RedemptionMove, RedemptionState
from points.redemptions.rules import (
    exchanges,
    proxies,
    redemption_lines,
    reservations,
)
from points.redemptions.rules.exchanges import off_hours_of, receiver_of
from points.redemptions.rules.orders import HandOver
from points.redemptions.rules.pick_up_codes import find_by_code
from teams.authority.act import Act
from teams.members.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(HandOver):
    """Somebody came to collect: with the code, or by redemption and the member's own credential."""

    code: str = ""
    redemption_id: int = 0
    credential: str = ""


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
    receiver = receiver_of(act, asked, member, None if asked.code else asked.credential)
    handed_over = {"collected_at": act.now, "handed_by_id": act.by.person_id}
    handed_over |= receiver.columns()
    if not reservations.move_on(act, redemption, RedemptionMove.COLLECT, **handed_over):
        fresh = redemption_lines.redemption_in(act.session, redemption.community_id, redemption.id)
        reservations.refuse_closed(act, fresh)
        raise AlreadyDone
    posting = ledger.enter(act, redemption.community_id, redemption.member_id)
    if receiver.proxy:
        proxies.count(posting, receiver.proxy, redemption)
    hold = holds.of_redemption(posting, redemption.id)
    paid_by = holds.post(posting, hold, exchanges.cause_of(redemption, act.by.person_id))
    takings = redemption_lines.takings_of(act.session, redemption)
    stock.hand_out(
        posting, redemption.shop_id, takings, Why(paid_by, act.by.person_id), were_reserved=True
    )
    act.note(
        "redemption_collected",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
        **off_hours_of(redemption),
    )
    return redemption
