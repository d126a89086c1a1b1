"""Word before a shift to those who come, and word when sign-up opens to those who asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, String, and_, cast, delete, literal, select
from sqlalchemy.orm import Session, contains_eager

from accounts.models import RequestKey
from accounts.rules import request_keys
from core import wording
from core.errors import AlreadyDone
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Community, Member
from teams.members.rules import waking_hours
from teams.members.rules.members import hold_member
from teams.settings import TeamsSettings
from volunteer.activities.models import Activity, ActivityState, Shift, ShiftState
from volunteer.activities.rules import refusals
from volunteer.activities.rules.reader_records import reader_record_of
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import OpeningReminder, SignUp, SignUpState
from volunteer.sign_ups.rules import eligibility, sign_up_rows

AT_ONCE = 100
CLIENT = "duty:shift-reminder"
STAGES = ("first", "again")
LEAD = timedelta(hours=3)
"""How long before cancelling begins to count the first word is said, at the least."""
NIGHT = timedelta(hours=24)
"""The longest a word is brought forward."""

COMING = (
    "《%(title)s》%(month)s月%(day)s日 %(time)s 开始，在%(place)s。去不了请在 "
    "%(free_month)s月%(free_day)s日 %(free_time)s 以前取消，不记，名额好让给别人。"
)
COMING_SOON = (
    "《%(title)s》%(month)s月%(day)s日 %(time)s 开始，在%(place)s。"
    "去不了请尽快取消，或打电话给带队人。"
)
OPENED = "《%(title)s》开放报名了：%(month)s月%(day)s日 %(time)s，想去请现在报。"


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the two reminders: its name in the keys, and how long before the start it is due."""

    name: str
    ahead: timedelta


class OpenAlready(AlreadyDone):
    """Sign-up is open: there is nothing to wait for."""

    message = "这场已经可以报名了，不用等提醒，直接报名就行。"


def ask(act: Act, shift_id: int) -> OpeningReminder:
    """Note that the member of `by` wants word when sign-up for the shift opens; twice is once.

    Raises NotFound, then the refusal of the verdict unless it is that sign-up opens later, or
    OpenAlready.
    """
    member = hold_member(act.session, act.community.id, act.by.member_id or 0)
    shift = sign_up_rows.shift_in(act.session, act.community.id, shift_id)
    reader = reader_record_of(act, member, [shift])
    verdict = eligibility.verdict(shift, reader, act.now)
    if not isinstance(verdict.refusal, refusals.NotOpenYet):
        raise verdict.refusal or OpenAlready()
    found = act.session.scalars(
        select(OpeningReminder).where(
            OpeningReminder.community_id == act.community.id,
            OpeningReminder.member_id == member.id,
            OpeningReminder.shift_id == shift_id,
        )
    ).one_or_none()
    if found is not None:
        return found
    made = OpeningReminder(
        community_id=act.community.id, shift_id=shift_id, member_id=member.id, asked_at=act.now
    )
    act.session.add(made)
    act.session.flush()
    return made


def forget(act: Act, reminder_id: int) -> OpeningReminder:
    """Take back one's own wish for word. Raises NotFound, also for that of another."""
    own = OpeningReminder.member_id == act.by.member_id
    found = row_in(act.session, OpeningReminder, act.community.id, reminder_id, own)
    act.session.delete(found)
    act.session.flush()
    return found


def tell_of_openings(session: Session, now: datetime) -> int:
    """Tell some who asked that sign-up has opened, once each; return how many were done.

    The opening moment itself is in time. Wishes for what was cancelled meanwhile are closed
    without a word. Safe on two machines: rows another one holds are left to it.
    """
    due = session.execute(
        select(OpeningReminder, Shift, Activity, Community, Member.person_id)
        .join(Shift, Shift.id == OpeningReminder.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .join(Community, Community.id == OpeningReminder.community_id)
        .join(Member, Member.id == OpeningReminder.member_id)
        .where(OpeningReminder.told_at.is_(None), Shift.sign_up_opens_at <= now)
        .order_by(OpeningReminder.id)
        .limit(AT_ONCE)
        .with_for_update(of=OpeningReminder, skip_locked=True)
    ).all()
    for reminder, shift, activity, community, person_id in due:
        reminder.told_at = now
        if shift.state is ShiftState.OPEN and activity.state is ActivityState.PUBLISHED:
            link = f"/c/{community.slug}/activities/{activity.id}"
            Act(session, now).tell(person_id, OPENED, link, **_when(shift, activity, community))
    session.flush()
    return len(due)


def tell_of_shifts(session: Session, now: datetime) -> int:
    """Tell some who have a place that their shift comes, once for each of the two reminders.

    Each is said in waking hours, so what would fall into the night comes the evening before; the
    first at least `LEAD` before cancelling begins to count. Who got the place, or was
    told of a move, after a reminder's moment was just told, and is passed over for that one;
    nobody is told of what is cancelled or has begun. Returns how many were seen to.
    """
    done = 0
    for community in session.scalars(select(Community).order_by(Community.id)).all():
        act = Act(session, now, community=community)
        if waking_hours.is_waking(now, act.settings(TeamsSettings), community.zone):
            for stage in stages(act.settings(VolunteerSettings)):
                done += _tell_coming(act, stage)
    return done


def say_again(act: Act, sign_up_ids: Sequence[int]) -> None:
    """Let the reminders of these sign-ups be said again: their shift has another time."""
    keys = [f"{each}:{name}" for each in sign_up_ids for name in STAGES]
    act.session.execute(
        delete(RequestKey).where(RequestKey.client == CLIENT, RequestKey.key.in_(keys))
    )


def stages(settings: VolunteerSettings) -> list[Stage]:
    """Return the reminders that are wanted, the first word before the last; 0 hours send none."""
    first = timedelta(hours=settings.first_reminder_hours)
    again = timedelta(hours=settings.second_reminder_hours)
    if first:
        first = max(first, timedelta(hours=settings.free_cancel_hours) + LEAD)
    wanted = [Stage(name, ahead) for name, ahead in zip(STAGES, (first, again), strict=True)]
    return [each for each in wanted if each.ahead]


def told_before(settings: VolunteerSettings) -> timedelta:
    """Return how long before a shift its first word is said at the earliest, a night included."""
    first = [each.ahead for each in stages(settings)[:1]]
    return (first or [timedelta(hours=settings.free_cancel_hours) + LEAD])[0] + NIGHT


def due_at(stage: Stage, shift: Shift, settings: TeamsSettings, zone: str) -> datetime:
    """Return from when the word of `stage` is said of `shift`."""
    return waking_hours.brought_forward(shift.starts_at - stage.ahead, settings, zone)


def _tell_coming(act: Act, stage: Stage) -> int:
    hours = act.settings(TeamsSettings)
    done = 0
    for sign_up, shift, person_id in _due(act, stage):
        from_when = due_at(stage, shift, hours, act.community.zone)
        key = f"{sign_up.id}:{stage.name}"
        if act.now < from_when or request_keys.claim(act, CLIENT, key, "") is not None:
            continue
        done += 1
        told_at = sign_up.promoted_at or sign_up.signed_up_at
        is_new = max(told_at, shift.moved_at or told_at) >= from_when
        if not is_new and not _is_followed(act, stage, shift):
            _remind(act, shift, person_id)
    return done


def _is_followed(act: Act, stage: Stage, shift: Shift) -> bool:
    """Say whether the next word is due as well, so that this one need not be said."""
    hours, zone = act.settings(TeamsSettings), act.community.zone
    later = [each for each in stages(act.settings(VolunteerSettings)) if each.ahead < stage.ahead]
    return any(act.now >= due_at(each, shift, hours, zone) for each in later)


def _remind(act: Act, shift: Shift, person_id: int) -> None:
    """Say what, when and where, and until when one may still cancel without a mark."""
    free_hours = act.settings(VolunteerSettings).free_cancel_hours
    free_until = shift.starts_at - timedelta(hours=free_hours)
    free = wording.day_and_time(free_until, act.community.zone)
    values = _when(shift, shift.activity, act.community) | {
        f"free_{name}": value for name, value in free.items()
    }
    values["place"] = shift.meeting_point
    sentence = COMING if act.now < free_until else COMING_SOON
    act.tell(person_id, sentence, f"/c/{act.community.slug}/my/sign-ups", **values)


def _due(act: Act, stage: Stage) -> Sequence[Row[SignUp, Shift, int]]:
    """Return who has a place in what begins within the hours of `stage` and a night."""
    key = cast(SignUp.id, String) + literal(f":{stage.name}", String)
    is_told = select(RequestKey.id).where(RequestKey.client == CLIENT, RequestKey.key == key)
    return act.session.execute(
        select(SignUp, Shift, Member.person_id)
        .join(Shift, and_(Shift.community_id == SignUp.community_id, Shift.id == SignUp.shift_id))
        .join(Shift.activity)
        .join(Member, Member.id == SignUp.member_id)
        .options(contains_eager(Shift.activity))
        .where(
            Shift.community_id == act.community.id,
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > act.now,
            Shift.starts_at <= act.now + stage.ahead + NIGHT,
            SignUp.state == SignUpState.APPROVED,
            ~is_told.exists(),
        )
        .order_by(Shift.starts_at, SignUp.id)
        .limit(AT_ONCE)
    ).all()


def _when(shift: Shift, activity: Activity, community: Community) -> dict[str, object]:
    return {"title": activity.title, **wording.day_and_time(shift.starts_at, community.zone)}
