"""May this reader sign up for this shift: every rule in its order, answered by one verdict."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core import clock, typeset
from core.ages import is_minor
from core.errors import RuleError
from teams.members.models import MemberState
from volunteer.activities.models import (
    ActivityState,
    QualificationKind,
    RiskLevel,
    Shift,
    ShiftState,
)
from volunteer.activities.rules import refusals
from volunteer.activities.rules.reader_records import HeldSignUp, ReaderRecord
from volunteer.sign_ups.rules.verdicts import REMINDING, Kind, Link, Verdict

LONGEST_REASON = 14
PASSING = (refusals.GuardianNotComing, refusals.SignUpPaused)
"""What may be over by the time sign-up opens."""

CHILDREN_HOME_BY = 21


def verdict(shift: Shift, reader: ReaderRecord, now: datetime) -> Verdict:
    """Return the verdict of `shift` (its activity and places loaded) for the reader of `reader`.

    Tried in this order: called off, signed up or waiting already, closed, not open yet, signed
    out, membership, paused, danger to minors, age, guardian, team only, certificate or training,
    time clash, full, free.
    What will still hold when sign-up opens is said before that it opens later.
    """
    if not _goes_on(shift):
        return _refused(refusals.ActivityCalledOff(), {})
    held = reader.held_for(shift.id)
    if held is not None:
        return _held(held)
    return (
        _window(shift, reader, now)
        or _membership(reader, now)
        or _age(shift, reader)
        or _company(shift, reader)
        or _qualification(shift, reader)
        or _clash(shift, reader)
        or _places(shift)
    )


def reader_refusals(shift: Shift, reader: ReaderRecord, now: datetime) -> list[RuleError]:
    """Return what speaks against the person as such: membership, pause, minors, certificates.

    Windows, clashes and places are left out: a leader on the spot decides those.
    """
    found = (_membership(reader, now), _age(shift, reader), _qualification(shift, reader))
    return [each.refusal for each in found if each is not None and each.refusal is not None]


def _goes_on(shift: Shift) -> bool:
    return shift.state is not ShiftState.CANCELLED and (
        shift.activity.state is ActivityState.PUBLISHED
    )


def _refused(
    refusal: refusals.NotForYou,
    values: Mapping[str, object],
    link: Link = Link.ACTIVITY,
    reason: str | None = None,
) -> Verdict:
    return Verdict(
        code=refusal.code,
        kind=Kind.QUIET,
        verb=refusal.verb,
        reason=reason or refusal.reason,
        link=link,
        values=values,
        refusal=refusal,
    )


def _held(held: HeldSignUp) -> Verdict:
    refusal = refusals.AlreadySignedUp()
    if held.is_waiting:
        values = {"position": held.ahead + 1}
        return Verdict(
            "already_waiting",
            Kind.WAIT,
            "候补中",
            "第 %(position)s 位",
            Link.MY_SIGN_UPS,
            values,
            refusal,
        )
    return Verdict(
        refusal.code, Kind.DONE, refusal.verb, refusal.reason, Link.MY_SIGN_UPS, {}, refusal
    )


def _window(shift: Shift, reader: ReaderRecord, now: datetime) -> Verdict | None:
    closes_at = shift.starts_at if reader.is_on_behalf else shift.sign_up_closes_at
    if now >= closes_at:
        return _refused(refusals.SignUpClosed(), {})
    if now >= shift.sign_up_opens_at:
        return None
    return _never(shift, reader, now) or _not_open(shift, reader, now)


def _never(shift: Shift, reader: ReaderRecord, now: datetime) -> Verdict | None:
    """Return what will still speak against the person when sign-up opens, or None."""
    if reader.member is None:
        return None
    found = (
        _membership(reader, now)
        or _age(shift, reader)
        or _company(shift, reader)
        or _qualification(shift, reader)
    )
    is_passing = found is not None and isinstance(found.refusal, PASSING)
    return None if is_passing else found


def _not_open(shift: Shift, reader: ReaderRecord, now: datetime) -> Verdict:
    values = typeset.day_and_time(shift.sign_up_opens_at, reader.zone)
    reason = _opening(shift.sign_up_opens_at, now, reader.zone)
    link, kind = Link.REMIND, Kind.QUIET
    if reader.member is None:
        link = Link.SIGN_IN
    elif shift.id in reader.reminded:
        link, kind = Link.MY_SIGN_UPS, Kind.DONE
    refusal = refusals.NotOpenYet(**values)
    return Verdict(
        refusal.code, kind, REMINDING[link], reason or refusal.reason, link, values, refusal
    )


WEEKDAY_OPENINGS = (
    "周一 %(time)s 开放",
    "周二 %(time)s 开放",
    "周三 %(time)s 开放",
    "周四 %(time)s 开放",
    "周五 %(time)s 开放",
    "周六 %(time)s 开放",
    "周日 %(time)s 开放",
)


def _opening(opens_at: datetime, now: datetime, zone: str) -> str | None:
    day = clock.local_day(opens_at, zone)
    days = (day - clock.local_day(now, zone)).days
    if days == 0:
        return "今天 %(time)s 开放"
    return WEEKDAY_OPENINGS[day.weekday()] if days < 7 else None


def _membership(reader: ReaderRecord, now: datetime) -> Verdict | None:
    member = reader.member
    if member is None:
        return Verdict("not_signed_in", Kind.QUIET, "登录后报名", "认得您才好留位", Link.SIGN_IN)
    if member.state is MemberState.PENDING:
        return _refused(refusals.MembershipPending(), {}, Link.DESK)
    if member.state is not MemberState.ACTIVE:
        return _refused(refusals.MembershipSuspended(), {}, Link.DESK)
    if member.paused_until is not None and now < member.paused_until:
        values = typeset.day_and_time(member.paused_until, reader.zone)
        return _refused(refusals.SignUpPaused(**values), values, Link.MY_SIGN_UPS)
    return None


def _age(shift: Shift, reader: ReaderRecord) -> Verdict | None:
    activity = shift.activity
    day = clock.local_day(shift.starts_at, reader.zone)
    age, under_age = reader.age_on(day), is_minor(reader.birth_on, day)
    if age is None:
        return None
    if under_age and activity.risk is RiskLevel.HIGH:
        return _refused(refusals.DangerousForMinors(), {})
    if age < activity.min_age:
        values = {"age": activity.min_age}
        return _refused(refusals.TooYoung(**values), values)
    return _guardian(shift, reader, age) if under_age else None


def _guardian(shift: Shift, reader: ReaderRecord, age: int) -> Verdict | None:
    company_age = reader.settings.accompanied_under_years
    if age < company_age and not shift.activity.takes_guarded_minors:
        values = {"age": company_age}
        return _refused(refusals.TooYoung(**values), values)
    if not reader.company.has_consent:
        return _refused(refusals.GuardianConsentMissing(), {}, Link.DESK)
    return _accompanied(shift, reader, company_age) if age < company_age else None


def _accompanied(shift: Shift, reader: ReaderRecord, company_age: int) -> Verdict | None:
    """Ask for the guardian's company: a place in the same activity, or the leader's own eyes."""
    if _ends_late(shift, reader.zone):
        values = {"hour": CHILDREN_HOME_BY, "age": company_age}
        return _refused(refusals.TooLateForChildren(**values), {})
    company = reader.company
    if company.is_here or any(_is_with(shift, place) for place in company.places):
        return None
    if company.is_known:
        return _refused(refusals.GuardianNotComing(age=company_age), {})
    return _refused(refusals.GuardianOnTheSpot(age=company_age), {})


def _ends_late(shift: Shift, zone: str) -> bool:
    home_by = clock.day_start(clock.local_day(shift.starts_at, zone), zone)
    return shift.ends_at > home_by + timedelta(hours=CHILDREN_HOME_BY)


def _is_with(shift: Shift, place: tuple[int, datetime, datetime]) -> bool:
    activity_id, starts_at, ends_at = place
    return (
        activity_id == shift.activity_id and starts_at < shift.ends_at and shift.starts_at < ends_at
    )


def _company(shift: Shift, reader: ReaderRecord) -> Verdict | None:
    activity = shift.activity
    if not activity.is_team_only or activity.team_id in reader.team_ids:
        return None
    return _refused(refusals.TeamOnly(team=activity.team.short_name), {})


NOT_QUALIFIED: Mapping[str, type[refusals.QualificationMissing]] = {
    QualificationKind.MEDICAL: refusals.MedicalLicenceMissing,
    QualificationKind.COUNSEL: refusals.CounselLicenceMissing,
    QualificationKind.FIRST_AID: refusals.FirstAidMissing,
    QualificationKind.TRAINED: refusals.TrainingMissing,
}


def _qualification(shift: Shift, reader: ReaderRecord) -> Verdict | None:
    """Refuse who lacks what the post takes on the day of the shift; a leader has no override."""
    required = shift.post.required_qualification
    if not required:
        return None
    last_on = reader.qualifications.get(required)
    if last_on is None:
        return _refused(NOT_QUALIFIED.get(required, refusals.QualificationMissing)(), {}, Link.DESK)
    if last_on >= clock.local_day(shift.starts_at, reader.zone):
        return None
    values = {"year": last_on.year, "month": last_on.month, "day": last_on.day}
    return _refused(refusals.QualificationExpired(**values), {}, Link.DESK)


def overlap_minutes(shift: Shift, held: HeldSignUp) -> int:
    """Return how many whole minutes the two half-open intervals share; 0 when they touch."""
    shared = min(shift.ends_at, held.ends_at) - max(shift.starts_at, held.starts_at)
    return max(0, int(shared.total_seconds() // 60))


def _clash(shift: Shift, reader: ReaderRecord) -> Verdict | None:
    overlapping = [held for held in reader.held_sign_ups if overlap_minutes(shift, held)]
    if not overlapping:
        return None
    first = overlapping[0]
    if len(overlapping) == 1 and first.is_waiting and first.activity_id == shift.activity_id:
        return _switch(shift, first)
    minutes = overlap_minutes(shift, first)
    refusal = refusals.TimeClash(title=first.title, minutes=minutes)
    return _refused(refusal, {"short": _short(first.title, minutes), "minutes": minutes})


def _short(title: str, minutes: int) -> str:
    """Return as much of `title` as leaves the reason at 14 characters."""
    room = LONGEST_REASON - len(refusals.TimeClash.reason % {"short": "", "minutes": minutes})
    return title if len(title) <= room else title[: max(1, room - 1)] + "…"


def _switch(shift: Shift, waiting: HeldSignUp) -> Verdict | None:
    free = shift.places.places - shift.places.taken
    if free <= 0 or shift.places.waiting:
        refusal = refusals.AlreadySignedUp()
        return Verdict(
            refusal.code, Kind.QUIET, "看活动", "已满，您在排别的岗", Link.ACTIVITY, {}, refusal
        )
    return Verdict(
        "switch",
        Kind.GO,
        "改报这个岗位",
        "还差 %(free)s 人，候补自动取消",
        Link.SIGN_UP,
        {"free": free},
        replaces=waiting,
    )


def _places(shift: Shift) -> Verdict:
    free = shift.places.places - shift.places.taken
    if free <= 0 or shift.places.waiting:
        return Verdict(
            "waiting_list",
            Kind.WAIT,
            "排候补",
            "已满，前面 %(ahead)s 人",
            Link.SIGN_UP,
            {"ahead": shift.places.waiting},
        )
    return Verdict("open", Kind.GO, "报名", "还差 %(free)s 人", Link.SIGN_UP, {"free": free})
