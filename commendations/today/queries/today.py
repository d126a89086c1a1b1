"""Reads of the page 今天: what waits, and the figures of the five teams."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, literal, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from accounts.models import Person
from accounts.queries import unread
from commendations.models import Award, Commendation, CommendationState
from commendations.permissions import Permission
from core import clock
from core.masking import name_for_staff
from core.permissions import PermissionName
from points.goods.models import Product, Stock
from points.settings import PointsSettings
from teams.authority.rules import Authority
from teams.imports.models import ImportBatch, ImportState
from teams.members.models import Community, Member, MemberState
from teams.members.queries import people
from teams.notices.models import Notice, NoticeState, Objection, ObjectionState
from teams.settings.rules.settings import settings_of
from volunteer.activities.models import ANNOUNCED, Activity, ActivityState, Shift, ShiftState
from volunteer.hours.models import CorrectionRequest, CorrectionState, HourProposal, ProposalState

STATE_PERMISSION = {
    CommendationState.NOMINATING: Permission.COMMENDATION_CHECK,
    CommendationState.CHECKED: Permission.COMMENDATION_REVIEW,
    CommendationState.REVIEWED: Permission.NOTICE_MANAGE,
}
"""At which stage a batch waits for whom."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each thing wait for this reader; what is not his is 0."""

    objections: int
    objections_due_on: date | None
    minutes: int
    registrations: int
    joins: int
    imports: int
    high_risk: int
    goods: int
    batches: int
    ready: int
    reviews: int
    corrections: int
    proposals: int


def waiting_for(session: Session, community: Community, by: Authority, now: datetime) -> Waiting:
    """Return what waits for the reader, by permission and team, in one statement.

    Goods run low at `low_stock_items` free pieces or fewer (a setting).
    """
    today = clock.local_day(now, community.zone)
    low_stock = settings_of(session, community.id, PointsSettings, today).low_stock_items
    row: Any = session.execute(
        select(
            _objections(community, by, func.count(Objection.id)),
            _objections(community, by, func.min(Objection.due_on)),
            _minutes(community, by, now),
            _if(by, Permission.MEMBER_REGISTER, _members(community)),
            _joins(community, by),
            _if(by, Permission.IMPORT_APPROVE, _imports(community)),
            _if(by, Permission.ACTIVITY_PUBLISH_HIGH, _high_risk(community)),
            _if(by, Permission.STOCK_MANAGE, _goods(community, low_stock)),
            _batches(community, by),
            _if(by, Permission.COMMENDATION_ISSUE, _ready(community, now)),
            _if(by, Permission.COMMENDATION_ISSUE, _reviews(community)),
            _if(by, Permission.OBJECTION_DECIDE, _corrections(community)),
            _if(by, Permission.RECORD_APPROVE, _proposals(community)),
        )
    ).one()
    return Waiting(*row)


def waiting_by_page(
    session: Session, community: Community, by: Authority, now: datetime
) -> dict[str, int]:
    """Return page → how much waits there for the reader, in one statement over what is open.

    Messages are counted up to 100; goods that run low are left to 今天.
    """
    counts = {
        "teams.me": unread(by.person_id).scalar_subquery(),
        "volunteer.attendance": _minutes(community, by, now),
        "volunteer.leading": _if(by, Permission.ACTIVITY_PUBLISH_HIGH, _high_risk(community)),
        "teams.members": _if(by, Permission.MEMBER_REGISTER, _members(community)),
        "teams.imports": _if(by, Permission.IMPORT_APPROVE, _imports(community)),
        "teams.notices": _objections(community, by, func.count(Objection.id)),
        "commendations.commendations": _batches(community, by),
        "joins": _joins(community, by),
        "ready": _if(by, Permission.COMMENDATION_ISSUE, _ready(community, now)),
    }
    row = session.execute(select(*counts.values())).one()
    found = {page: number or 0 for page, number in zip(counts, row, strict=True)}
    found["teams.members"] += found.pop("joins")
    found["commendations.commendations"] += found.pop("ready")
    return found


def _if(by: Authority, permission: PermissionName, count: Select[Any]) -> Any:
    return count.scalar_subquery() if by.may(permission) else literal(0)


def _objections(community: Community, by: Authority, what: Any) -> Any:
    if not by.may(Permission.OBJECTION_DECIDE):
        return literal(None)
    return (
        select(what)
        .where(Objection.community_id == community.id, Objection.state == ObjectionState.OPEN)
        .scalar_subquery()
    )


def _minutes(community: Community, by: Authority, now: datetime) -> Any:
    """Return the shifts that ended and whose minutes nobody confirmed, of the reader's teams."""
    if not by.may(Permission.ATTENDANCE_MANAGE):
        return literal(0)
    wanted = (
        select(func.count(Shift.id))
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            Shift.community_id == community.id,
            Shift.state == ShiftState.OPEN,
            Shift.ends_at <= now,
            Activity.state.in_(ANNOUNCED),
        )
    )
    teams = by.teams_with(Permission.ATTENDANCE_MANAGE)
    if teams is not None:
        wanted = wanted.where(Activity.team_id.in_(teams))
    return wanted.scalar_subquery()


def _members(community: Community) -> Select[Any]:
    return select(func.count(Member.id)).where(
        Member.community_id == community.id, Member.state == MemberState.PENDING
    )


def _joins(community: Community, by: Authority) -> Any:
    if not by.may(Permission.TEAM_ACCEPT):
        return literal(0)
    teams = by.teams_with(Permission.TEAM_ACCEPT)
    return people.waiting_count(community.id, teams).scalar_subquery()


def _imports(community: Community) -> Select[Any]:
    return select(func.count(ImportBatch.id)).where(
        ImportBatch.community_id == community.id, ImportBatch.state == ImportState.SUBMITTED
    )


def _high_risk(community: Community) -> Select[Any]:
    return select(func.count(Activity.id)).where(
        Activity.community_id == community.id, Activity.state == ActivityState.SUBMITTED
    )


def _goods(community: Community, low_stock: int) -> Select[Any]:
    return (
        select(func.count(func.distinct(Product.id)))
        .join(Stock, Stock.product_id == Product.id)
        .where(
            Product.community_id == community.id,
            Product.is_on_shelf,
            Stock.on_hand - Stock.reserved <= low_stock,
        )
    )


def _batches(community: Community, by: Authority) -> Any:
    states = [state for state, needed in STATE_PERMISSION.items() if by.may(needed)]
    return (
        select(func.count(Commendation.id))
        .where(Commendation.community_id == community.id, Commendation.state.in_(states))
        .scalar_subquery()
    )


def _ready(community: Community, now: datetime) -> Select[Any]:
    return (
        select(func.count(Commendation.id))
        .join(Notice, Notice.id == Commendation.notice_id)
        .where(
            Commendation.community_id == community.id,
            Commendation.state == CommendationState.PUBLICITY,
            or_(Notice.state == NoticeState.ENDED, Notice.ends_at <= now),
        )
    )


def _reviews(community: Community) -> Select[Any]:
    return select(func.count(Award.id)).where(
        Award.community_id == community.id, Award.needs_review
    )


def _corrections(community: Community) -> Select[Any]:
    return select(func.count(CorrectionRequest.id)).where(
        CorrectionRequest.community_id == community.id,
        CorrectionRequest.state == CorrectionState.OPEN,
    )


def _proposals(community: Community) -> Select[Any]:
    return select(func.count(HourProposal.id)).where(
        HourProposal.community_id == community.id, HourProposal.state == ProposalState.OPEN
    )


def flagged_levels(session: Session, community: Community) -> list[tuple[Award, str, str]]:
    """Return the awards to be looked at, with the covered name and the number's tail."""
    rows = session.execute(
        select(Award, Person.name, Member.volunteer_no)
        .join(Member, Member.id == Award.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Award.community_id == community.id, Award.needs_review)
        .order_by(Award.id)
        .limit(100)
    )
    return [(award, name_for_staff(name), number[-4:]) for award, name, number in rows]
