"""Lets outings be planned, published and signed up to by the rules, as in life."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo import words
from demo.insurance import ALL, RELIES_ON
from demo.outings import Outing, Part
from demo.people import WITHOUT_PHONE
from demo.town import ADMIN, COORDINATOR, LEADERS, Diary, Town
from teams.authority.act import Act
from volunteer.activities.models import Activity, ActivityState, ActivityType, RiskLevel, Shift
from volunteer.activities.rules import activities, kind_notices
from volunteer.activities.rules.activities import ActivityPlan
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.sign_ups.rules import cancelling, risk_readings, sign_ups
from volunteer.sign_ups.rules.sign_ups import Wish

GIVES_UP_BEFORE = {Part.CANCELLED: 40, Part.CANCELLED_LATE: 5}
"""Hours before the start: in time, and too late not to count (T19)."""
LICENSED_POSTS = {"CLINIC": "看诊", "COUNSEL": "心理疏导"}
"""What only the licensed do; the other post of such an outing helps and asks for nothing."""
REASONS = ("临时要出门", "家里来客人", "身体不舒服")


def remember_kinds(session: Session, town: Town) -> None:
    """Keep the numbers of the kinds of activity the community was opened with."""
    rows = session.execute(
        select(ActivityType.code, ActivityType.id).where(ActivityType.community_id == town.id)
    )
    town.kinds = dict(rows.all())


def starts_at(town: Town, outing: Outing) -> datetime:
    """Return when an outing begins."""
    return town.at(outing.day, outing.hour, outing.minute)


def ends_at(town: Town, outing: Outing) -> datetime:
    """Return when an outing ends."""
    return starts_at(town, outing) + timedelta(minutes=outing.minutes)


def write_down(diary: Diary, town: Town, outing: Outing) -> None:
    """Put into the diary how an outing is published, signed up to, and cancelled in time."""
    diary.note(
        town.at(outing.day - outing.opens, 8),
        open_outing,
        town,
        outing,
    )
    _sign_ups(diary, town, outing)
    for number, part in outing.crowd.items():
        if part in GIVES_UP_BEFORE:
            hours = GIVES_UP_BEFORE[part] + number % 5
            diary.note(
                starts_at(town, outing) - timedelta(hours=hours),
                cancel,
                town,
                outing,
                number,
            )


def _sign_ups(diary: Diary, town: Town, outing: Outing) -> None:
    first, last = outing.day - outing.opens, min(outing.day, 0)
    days = max(1, last - first - 1)
    for at, number in enumerate(outing.crowd):
        day = first + at * days // len(outing.crowd)
        diary.note(
            town.at(day, 9 + at // 2, at % 2 * 30),
            sign_up,
            town,
            outing,
            number,
        )


def open_outing(session: Session, town: Town, outing: Outing, now: datetime) -> None:
    """Draft and publish an outing; what is dangerous is published by the administrator."""
    shift = ShiftPlan(
        required_qualification="",
        post_name=outing.post,
        starts_at=starts_at(town, outing),
        ends_at=ends_at(town, outing),
        opens_at=now,
        closes_at=starts_at(town, outing) - timedelta(hours=1),
        places=outing.places,
    )
    posts = [shift]
    if outing.code in LICENSED_POSTS and outing.day > 0:
        name = LICENSED_POSTS[outing.code]
        posts.append(replace(shift, post_name=name, places=2, required_qualification=None))
    activity_id = draft(session, town, outing, posts, now)
    publish(session, town, outing, activity_id, now)


def draft(
    session: Session,
    town: Town,
    outing: Outing,
    shifts: list[ShiftPlan],
    now: datetime,
    **columns: str,
) -> int:
    """Write an activity down as its leader does; return its id and keep those of its shifts.

    columns: further columns of the activity, as the key of its policy or its recurrence.
    """
    leader = LEADERS[outing.team][0]
    kind = session.get_one(ActivityType, town.kinds[outing.code])
    plan = ActivityPlan(
        type_id=kind.id,
        team_id=town.teams[outing.team],
        leader_id=town.members[leader],
        title=outing.title,
        description=words.DESCRIPTIONS[outing.code],
        place=outing.place,
        meeting_point=words.meeting_point(outing.place),
        risk=kind.risk,
        risk_notice=_told(session, kind),
        min_age=kind.min_age,
        takes_guarded_minors=kind.takes_guarded_minors,
        policy_id=_policy(town, outing, columns) if kind.risk is RiskLevel.HIGH else None,
        recurrence=columns.get("recurrence", ""),
    )
    made = activities.create(
        Act(session, now, by=town.by(session, leader), community=town.community(session)),
        plan,
        shifts,
    )
    town.kept[f"{outing.key}"] = made.id
    shift_ids = (
        select(Shift.id).where(Shift.activity_id == made.id).order_by(Shift.starts_at, Shift.id)
    )
    for at, shift_id in enumerate(session.scalars(shift_ids)):
        town.kept[f"{outing.key}/shift{at}"] = shift_id
    return made.id


def _policy(town: Town, outing: Outing, columns: dict[str, str]) -> int:
    """Return the policy an outing relies on: the one for everybody, or the one named for it."""
    return town.kept[columns.get("policy", RELIES_ON.get(outing.key, ALL))]


def publish(session: Session, town: Town, outing: Outing, activity_id: int, now: datetime) -> None:
    """Publish by the leader, and by the administrator what then waits for approval."""
    activity = session.get_one(Activity, activity_id)
    activities.publish(Act(session, now, by=town.by(session, LEADERS[outing.team][0])), activity)
    if activity.state is ActivityState.SUBMITTED:
        activities.publish(Act(session, now, by=town.by(session, ADMIN)), activity)


def sign_up(session: Session, town: Town, outing: Outing, number: int, now: datetime) -> None:
    """Sign one person up, or let the coordinator do it for who has no phone."""
    by = COORDINATOR if number in WITHOUT_PHONE else number
    shift_id, member_id = town.kept[f"{outing.key}/shift0"], town.members[number]
    seen = _seen(session, town, outing.code, shift_id, number)
    made = sign_ups.sign_up(
        Act(session, now, by=town.by(session, by), community=town.community(session)),
        Wish(shift_id, member_id, seen=seen),
    )
    town.kept[f"{outing.key}/{number}"] = made.id


def _told(session: Session, kind: ActivityType) -> str:
    notice = kind_notices.current(session, kind)
    return notice.risk if notice else kind.name


def _seen(session: Session, town: Town, code: str, shift_id: int, number: int) -> str:
    """Return the key of the notice, shown to each person before the first outing of a kind."""
    if (number, code) in town.told:
        return ""
    town.told.add((number, code))
    activity = session.get_one(Activity, session.get_one(Shift, shift_id).activity_id)
    notice = risk_readings.notice_for(session, activity, town.members[number])
    return notice.key if notice else ""


def cancel(session: Session, town: Town, outing: Outing, number: int, now: datetime) -> None:
    """Cancel a sign-up in time."""
    cancelling.cancel(
        Act(session, now, by=town.by(session, number), community=town.community(session)),
        town.kept[f"{outing.key}/{number}"],
        REASONS[number % len(REASONS)],
    )
