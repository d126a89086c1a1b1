"""Builders of activities, shifts and sign-ups; a test states only the fact that matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.authority.models import Role
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from tests.builders import NOW, a_member, a_role, add, authority_of, the_team
from volunteer.activities.models import (
    Activity,
    ActivityState,
    ActivityType,
    KindNotice,
    Post,
    RiskLevel,
    Shift,
    ShiftPlaces,
    ShiftState,
)
from volunteer.activities.rules import shift_places
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.rules import risk_readings, sign_ups

SATURDAY = datetime.fromisoformat("2026-05-16T09:00+08:00")
"""09:00 in Shanghai on the Saturday after NOW."""


def a_kind(session: Session, community: Community, code: str = "CLEANUP", **given: Any):
    found = session.scalars(
        select(ActivityType).filter_by(community_id=community.id, code=code)
    ).one_or_none()
    if found is not None:
        return found
    defaults = {
        "community_id": community.id,
        "code": code,
        "name": "环境整治、清理小广告",
        "team_code": "GREEN_ECO",
        "typical_minutes": 90,
        "cap_minutes": 240,
        "min_age": 10,
        "takes_guarded_minors": True,
        "risk": RiskLevel.LOW,
    }
    return add(session, ActivityType(**defaults | given))


def a_notice(session: Session, activity: Activity, risk: str | None = None, **given: Any):
    """The first version of what is told of the kind of `activity`: the same words, or others."""
    defaults = {
        "community_id": activity.community_id,
        "type_id": activity.type_id,
        "number": 1,
        "risk": risk or activity.risk_notice,
        "bring": "手套、水杯。",
        "written_at": NOW,
    }
    return add(session, KindNotice(**defaults | given))


def an_activity(session: Session, community: Community, **given: Any) -> Activity:
    """A published activity of the green team, without a shift."""
    team = given.pop("team", None) or the_team(session, community)
    leader = given.pop("leader", None) or a_member(session, community, "赵军", team=team)
    kind = given.pop("kind", None) or a_kind(session, community)
    defaults = {
        "community_id": community.id,
        "type_id": kind.id,
        "team_id": team.id,
        "leader_id": leader.id,
        "title": "清理楼道小广告",
        "place": "北关小区东门",
        "risk": RiskLevel.LOW,
        "risk_notice": "戴手套，铲刀刀口朝外。",
        "min_age": 10,
        "takes_guarded_minors": True,
        "state": ActivityState.PUBLISHED,
        "made_by_id": leader.person_id,
        "made_at": NOW,
        "published_at": NOW,
    }
    return add(session, Activity(**defaults | given))


def a_shift(
    session: Session, activity: Activity, places: int = 2, minutes: int = 90, **given: Any
) -> Shift:
    """A shift on Saturday 2026-05-16 09:00 in Shanghai, open to sign-ups since a week."""
    post = add(
        session,
        Post(
            community_id=activity.community_id,
            activity_id=activity.id,
            name=given.pop("post", "志愿者"),
            needs=given.pop("needs", ""),
        ),
    )
    starts_at = given.pop("starts_at", SATURDAY)
    defaults = {
        "community_id": activity.community_id,
        "activity_id": activity.id,
        "post_id": post.id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "sign_up_opens_at": NOW - timedelta(days=7),
        "sign_up_closes_at": starts_at,
        "state": ShiftState.OPEN,
    }
    shift = add(session, Shift(**defaults | given))
    add(
        session,
        ShiftPlaces(
            community_id=activity.community_id,
            shift_id=shift.id,
            places=places,
            is_open=activity.state is ActivityState.PUBLISHED,
        ),
    )
    return shift


def a_sign_up(
    session: Session, community: Community, shift: Shift, member: Member, now: datetime = NOW
) -> SignUp:
    """The member reads what there is to be read and signs up through the rule."""
    told = risk_readings.notice_for(session, shift.activity, member.id)
    wish = sign_ups.Wish(shift.id, member.id, seen=told.key if told else "")
    return sign_ups.sign_up(
        Act(session, now, by=authority_of(session, member), community=community), wish
    )


def a_queue(
    session: Session, community: Community, shift: Shift, names: str = "甲乙丙", now: datetime = NOW
) -> list[SignUp]:
    """One member for each character signs up, in that order."""
    return [
        a_sign_up(session, community, shift, a_member(session, community, f"王{name}"), now)
        for name in names
    ]


def the_leader(session: Session, activity: Activity, name: str = "钱队") -> Authority:
    """A new member who leads the activity's team, as an Authority."""
    community = session.get_one(Community, activity.community_id)
    team = activity.team
    member = a_member(session, community, name, team=team)
    a_role(session, member, Role.LEADER, team)
    return authority_of(session, member)


def counters(session: Session, shift: Shift) -> tuple[int, int, int]:
    """Places, taken and waiting as they stand."""
    session.flush()
    row = session.execute(
        select(
            shift_places.COLUMNS.places, shift_places.COLUMNS.taken, shift_places.COLUMNS.waiting
        ).where(shift_places.COLUMNS.shift_id == shift.id)
    ).one()
    return row[0], row[1], row[2]


def states(sign_ups_made: list[SignUp]) -> list[SignUpState]:
    """The states of some sign-ups."""
    return [each.state for each in sign_ups_made]


def clash_with(
    session: Session,
    community: Community,
    activity: Activity,
    member: Member,
    minutes_earlier: int,
) -> Shift:
    """A shift on Saturday; the member signed up to 敬老餐, which ends so long after its start."""
    other = an_activity(session, community, title="敬老餐")
    starts_at = SATURDAY - timedelta(minutes=90 - minutes_earlier)
    a_sign_up(session, community, a_shift(session, other, starts_at=starts_at), member)
    return a_shift(session, activity)
