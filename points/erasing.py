"""What this room lets go of and blanks when a member is erased: reservations, points, proxies."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from core.declarations import Erasing
from core.masking import ERASED
from core.told import Told
from points.goods.models import RestockWatch
from points.ledger.models import ERASURE, Wallet
from points.ledger.rules import ledger, lots, postings
from points.ledger.rules.postings import Cause
from points.redemptions.models import Redemption, RedemptionState
from points.redemptions.rules import reservations
from teams.authority.act import Act
from teams.members.models import Member

LOST = "剩下的 %(points)s 分作废，预约着的 %(count)s 单东西先退回货架。"


def _foretell(session: Session, community_id: int, member_id: int, _now: datetime) -> Told | None:
    """Say how many points lapse, and how many reservations are given back first."""
    points = session.scalar(select(Wallet.posted).where(*_owned(community_id, member_id))) or 0
    count = session.scalar(select(func.count()).where(*_open(community_id, member_id))) or 0
    return Told(LOST, {"points": max(0, points), "count": count}) if points > 0 or count else None


def _erase(session: Session, community_id: int, member_id: int, now: datetime) -> None:
    """Give open reservations back, let the points lapse by the rule, take names off proxies."""
    act = Act(session, now).within(community_id)
    for each in session.scalars(select(Redemption).where(*_open(community_id, member_id))).all():
        reservations.give_up(act, each)
    if session.scalar(select(Wallet.id).where(*_owned(community_id, member_id))) is not None:
        posting = ledger.enter(act, community_id, member_id)
        lots.expire(posting, Cause(source_kind=ERASURE, source_id=member_id), lots.left(posting))
        postings.set_due(posting, None)
    person_id = session.get_one(Member, member_id).person_id
    blank = {"proxy_name": ERASED, "proxy_phone_tail": ""}
    for where in (
        Redemption.proxy_person_id == person_id,
        (Redemption.member_id == member_id) & (Redemption.proxy_name != ""),
    ):
        of_community = Redemption.community_id == community_id
        session.execute(update(Redemption).where(of_community, where).values(**blank))
    session.execute(
        delete(RestockWatch).where(
            RestockWatch.community_id == community_id, RestockWatch.member_id == member_id
        )
    )


def _owned(community_id: int, member_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Wallet.community_id == community_id, Wallet.owner_id == member_id)


def _open(community_id: int, member_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Redemption.community_id == community_id,
        Redemption.member_id == member_id,
        Redemption.state == RedemptionState.RESERVED,
    )


ERASING = {"reservations, points and proxies": Erasing(_foretell, _erase)}
