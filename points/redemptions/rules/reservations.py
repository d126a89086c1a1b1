"""Reserving goods until a last day to collect; cancelled, lapsed, and why one is closed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from core import clock
from core.errors import AlreadyDone, NotFound
from points.goods.rules import stock
from points.goods.rules.stock import Why
from points.ledger.models import EntryKind, HoldMove, HoldState, Transaction
from points.ledger.rules import holds, ledger
from points.ledger.rules.postings import Posting
from points.ledger.rules.refusals import AlreadyRedeemed, CodeExpired, RedemptionCancelled
from points.permissions import Permission
from points.redemptions.models import REDEMPTION_LIFE, Redemption, RedemptionMove, RedemptionState
from points.redemptions.rules import exchanges, limits, redemption_lines
from points.redemptions.rules.exchanges import SOURCE, cause_of
from points.redemptions.rules.orders import Order
from points.settings import PointsSettings
from teams.authority.act import Act
from teams.members.models import Member


def reserve(act: Act, order: Order) -> Redemption:
    """Keep goods and points for the member until the last day to collect; a code opens it once.

    Raises BasketWrong, NotFound, NotForSale, PriceChanged, NotAnActiveMember, PeriodClosed,
    WalletFrozen, InDebt, NotEnoughPoints, LimitReached, BatchExpired, OutOfStock, in that order.
    """
    here = act.within(order.community_id).made_by(order.actor_id)
    lines = exchanges.asked_for(here, order).lines
    posting = ledger.enter(here, order.community_id, order.member_id)
    until = collect_by(here, order.community_id)
    facts: dict[str, object] = {
        "community_id": order.community_id,
        "shop_id": order.shop_id,
        "member_id": order.member_id,
        "state": RedemptionState.RESERVED,
        "made_by_id": order.actor_id,
        "collect_by": until,
    }
    written = exchanges.write_down(here, facts, lines, order.number, has_code=True)
    redemption, takings = written.redemption, written.takings
    cause = cause_of(redemption, order.actor_id)
    hold = ledger.keep(posting, cause, redemption.total_points, until)
    limits.take(posting, takings, redemption.total_points)
    here.note(
        "redemption_reserved",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
    )
    stock.reserve(posting, redemption.shop_id, takings, Why(hold.transaction_id, order.actor_id))
    return redemption


def cancel(act: Act, community_id: int, redemption_id: int) -> Redemption:
    """Let a reservation go before it is collected: points to their lots, goods to the shelf (T12).

    Only its member, or a clerk for them. Raises NotFound, AlreadyRedeemed, RedemptionCancelled,
    CodeExpired.
    """
    redemption = redemption_lines.redemption_in(act.session, community_id, redemption_id)
    if redemption.member_id != act.by.member_id and not act.by.may(Permission.SHOP_SELL):
        raise NotFound
    if not move_on(act, redemption, RedemptionMove.CANCEL, closed_at=act.now):
        refuse_closed(act, redemption_lines.redemption_in(act.session, community_id, redemption_id))
        raise AlreadyDone
    _let_go(act, redemption, HoldMove.VOID, act.by.person_id)
    act.note(
        "redemption_cancelled",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
    )
    return redemption


def give_up(act: Act, redemption: Redemption) -> None:
    """Let the reservation of a member who is erased go: points, goods and quota go back first."""
    if not REDEMPTION_LIFE.move(act.session, redemption, RedemptionMove.CANCEL, closed_at=act.now):
        return
    _let_go(act, redemption, HoldMove.VOID, None)
    act.note(
        "redemption_cancelled",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
    )


def lapse(act: Act, community_id: int, redemption_id: int) -> bool:
    """Let a reservation go whose time is over; False when somebody else already did."""
    redemption = redemption_lines.redemption_in(act.session, community_id, redemption_id)
    is_over = Redemption.collect_by <= act.now
    lapses = RedemptionMove.LAPSE
    if not REDEMPTION_LIFE.move(act.session, redemption, lapses, is_over, closed_at=act.now):
        return False
    _let_go(act, redemption, HoldMove.LAPSE, None)
    act.made_by(None).note(
        "redemption_lapsed",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
    )
    member = act.session.get_one(Member, redemption.member_id)
    act.tell(
        member.person_id,
        LAPSED_SENTENCE,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
    )
    return True


LAPSED_SENTENCE = "单号 %(slip_no)s 到期没有来拿，东西已放回货架，%(points)s 分已退回原来的批次。"


def move_on(act: Act, redemption: Redemption, move: RedemptionMove, **values: object) -> bool:
    """Take an open reservation to its next state, once; False when it is not open any more."""
    still_open = Redemption.collect_by > act.now
    return REDEMPTION_LIFE.move(act.session, redemption, move, still_open, **values)


def _let_go(act: Act, redemption: Redemption, move: HoldMove, actor_id: int | None) -> None:
    posting = ledger.enter(act, redemption.community_id, redemption.member_id)
    hold = holds.of_redemption(posting, redemption.id)
    if hold.state is HoldState.ACTIVE:
        holds.let_go(posting, hold, move, cause_of(redemption, actor_id))
    released_by = _release_of(posting, redemption)
    takings = redemption_lines.takings_of(act.session, redemption)
    reserved_on = clock.local_day(redemption.made_at, posting.community.zone)
    limits.give_back(posting, reserved_on, takings, redemption.total_points, redemptions=1)
    stock.release(posting, redemption.shop_id, takings, Why(released_by, actor_id))


def _release_of(posting: Posting, redemption: Redemption) -> int:
    """Return the transaction that gave the points back; the wallet may have done it before."""
    return posting.session.scalars(
        select(Transaction.id).where(
            Transaction.community_id == redemption.community_id,
            Transaction.kind == EntryKind.RELEASE,
            Transaction.source_kind == SOURCE,
            Transaction.source_id == redemption.id,
        )
    ).one()


def refuse_closed(act: Act, redemption: Redemption) -> None:
    """Say why a redemption cannot be collected or cancelled any more; silence while it still can.

    Raises AlreadyRedeemed with time and redemption, RedemptionCancelled, CodeExpired.
    """
    zone = act.within(redemption.community_id).community.zone
    if redemption.collected_at is not None:
        raise AlreadyRedeemed(
            at=_moment(redemption.collected_at, zone, act.now),
            slip_no=redemption.redemption_no,
        )
    if redemption.state is RedemptionState.CANCELLED and redemption.closed_at is not None:
        raise RedemptionCancelled(at=_moment(redemption.closed_at, zone, act.now))
    if not redemption_lines.is_open(redemption, act.now) and redemption.collect_by is not None:
        last_on = clock.local_day(redemption.collect_by, zone)
        raise CodeExpired(last_on=last_on.isoformat())


def _moment(at: datetime, zone: str, now: datetime) -> str:
    is_today = clock.local_day(at, zone) == clock.local_day(now, zone)
    return f"{clock.local(at, zone):%H:%M}" if is_today else f"{clock.local(at, zone):%m-%d %H:%M}"


def collect_by(act: Act, community_id: int) -> datetime:
    """Return the end of the last local day to collect: today and the days of the setting after."""
    here = act.within(community_id)
    days = here.settings(PointsSettings).collect_days
    return clock.day_start(here.today + timedelta(days=days + 1), here.community.zone)
