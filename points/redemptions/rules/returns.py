"""Taking goods back after the hand-over: damaged or wrong, within seven days, by two people."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import clock
from core.errors import NotFound, OwnCase, RuleError
from points.goods.rules import stock
from points.goods.rules.deliveries import QuantityOutOfRange
from points.goods.rules.stock import Taking, Why
from points.ledger.rules import given_back, ledger
from points.ledger.rules.postings import Posting
from points.permissions import Permission
from points.redemptions.models import (
    REDEMPTION_LIFE,
    Redemption,
    RedemptionLine,
    RedemptionMove,
    RedemptionState,
)
from points.redemptions.rules import counter_credentials, exchanges, limits, redemption_lines
from points.redemptions.rules.counter_credentials import Witness
from teams.authority.act import Act
from teams.members.models import Member

RETURN_WITHIN = timedelta(days=7)


class ReturnTooLate(RuleError):
    """Goods come back within seven days of the hand-over (domain 8)."""

    code = "code_expired"
    message = "这一单 %(at)s 领走，已经超过 7 天，不能退回。"


class NotCollected(RuleError):
    """Only what was handed over comes back; a reservation is cancelled instead."""

    code = "already_done"
    message = "这一单还没有领走，或者已经全部退回，不用退。"


class MoreThanTaken(RuleError):
    """No more comes back than went out, whatever was returned before."""

    code = "already_done"
    message = "%(name)s领走 %(taken)s %(unit)s，已退 %(returned)s %(unit)s，不能再退这么多。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comeback:
    """What comes back: pieces by line number, why, and the second person."""

    community_id: int
    redemption_id: int
    quantities: dict[int, int]
    reason: str
    witness: Witness | None
    is_resellable: bool = False
    shop_at_fault: bool = True


def give_back(act: Act, comeback: Comeback) -> Redemption:
    """Take goods back and return their points to the lots that paid (T13).

    Raises NotAllowed, NotFound, NotCollected, ReturnTooLate, SecondPersonNeeded, CredentialWrong,
    OwnCase, QuantityOutOfRange, MoreThanTaken, in that order.
    """
    act.by.refuse_unless(Permission.SHOP_SELL)
    redemption = redemption_lines.redemption_in(
        act.session, comeback.community_id, comeback.redemption_id
    )
    if redemption.state is not RedemptionState.COLLECTED or redemption.collected_at is None:
        raise NotCollected
    if act.now - redemption.collected_at >= RETURN_WITHIN:
        zone = act.within(redemption.community_id).community.zone
        raise ReturnTooLate(at=clock.local_day(redemption.collected_at, zone).isoformat())
    second = counter_credentials.beside(act, redemption.community_id, comeback.witness)
    if second == act.session.get_one(Member, redemption.member_id).person_id:
        raise OwnCase
    takings = _mark_lines(act.session, redemption, comeback.quantities)
    points = sum(each.quantity * each.line.price_each for each in takings)
    is_whole = _close_when_all_is_back(act, redemption, comeback.reason)
    posting = ledger.enter_to_give(act, redemption.community_id, redemption.member_id)
    cause = exchanges.cause_of(redemption, act.by.person_id)
    transaction = given_back.give_back(
        posting, cause, points, approver_id=second, shop_at_fault=comeback.shop_at_fault
    )
    _give_quota_back(posting, redemption, takings, points, is_whole=is_whole)
    for taking in sorted(takings, key=lambda each: each.product.id):
        stock.take_back(
            posting,
            redemption.shop_id,
            taking,
            Why(transaction.id, act.by.person_id),
            is_resellable=comeback.is_resellable,
        )
    act.note(
        "redemption_returned",
        redemption,
        slip_no=redemption.redemption_no,
        points=redemption.total_points,
    )
    return redemption


def _mark_lines(
    session: Session, redemption: Redemption, quantities: dict[int, int]
) -> list[Taking]:
    asked = {line_no: quantity for line_no, quantity in quantities.items() if quantity}
    if not asked or min(asked.values()) < 0:
        raise QuantityOutOfRange
    takings = {each.line.line_no: each for each in redemption_lines.takings_of(session, redemption)}
    found = []
    for line_no, quantity in sorted(asked.items()):
        if line_no not in takings:
            raise NotFound
        line, product = takings[line_no].line, takings[line_no].product
        marked = session.execute(
            update(RedemptionLine)
            .where(
                RedemptionLine.id == line.id,
                RedemptionLine.returned + quantity <= RedemptionLine.quantity,
            )
            .values(returned=RedemptionLine.returned + quantity)
            .returning(RedemptionLine.id)
            .execution_options(synchronize_session=False)
        ).all()
        if not marked:
            raise MoreThanTaken(
                name=product.name, unit=product.unit, taken=line.quantity, returned=line.returned
            )
        session.refresh(line)
        found.append(Taking(line=line, product=product, quantity=quantity))
    return found


def _close_when_all_is_back(act: Act, redemption: Redemption, reason: str) -> bool:
    left = act.session.scalar(
        select(func.sum(RedemptionLine.quantity - RedemptionLine.returned)).where(
            RedemptionLine.community_id == redemption.community_id,
            RedemptionLine.redemption_id == redemption.id,
        )
    )
    redemption.close_reason = reason
    if not left:
        REDEMPTION_LIFE.move(act.session, redemption, RedemptionMove.RETURN, closed_at=act.now)
    act.session.flush()
    return not left


def _give_quota_back(
    posting: Posting, redemption: Redemption, takings: list[Taking], points: int, *, is_whole: bool
) -> None:
    reserved_on = clock.local_day(redemption.made_at, posting.community.zone)
    limits.give_back(posting, reserved_on, takings, points, redemptions=1 if is_whole else 0)
