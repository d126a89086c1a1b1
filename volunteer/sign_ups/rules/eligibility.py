"""May this reader sign up for this shift: every rule in its order, answered by one verdict."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core import clock
from core.ages import is_minor
from core.errors import RuleError
from teams.members.models import MemberState
from volunteer.activities.models import (
    ActivityState,
    QualificationKind,
    RiskLevel,
    ShiftState,
)
from volunteer.activities.rules import refusals
from volunteer.activities.rules.listed import AnyShift
from volunteer.activities.rules.reader_background import HeldSignUp
from volunteer.activities.rules.reader_records import HeldPlace, ReaderRecord
from volunteer.sign_ups.rules.verdicts import Answer, Verdict

PASSING = (refusals.GuardianNotComing, refusals.SignUpPaused)
"""What may be over by the time sign-up opens."""

CHILDREN_HOME_BY = 21


def verdict(shift: AnyShift, reader: ReaderRecord, now: datetime) -> Verdict:
    """Return the verdict of `shift` (its activity and places loaded) for the reader of `reader`.

    Tried in this order: called off, signed up or waiting already, closed, not open yet, signed
    out, membership, paused, danger to minors, age, guardian, team only, certificate or training,
    time clash, full, free.
    What will still hold when sign-up opens is said before that it opens later.
    """
    if not _goes_on(shift):
        return _refused(refusals.ActivityCalledOff())
    held = reader.held_for(shift.id)
    if held is not None:
        return _held(held)
    return _window(shift, reader, now) or _reader_and_places(shift, reader, now)


def regular_verdict(shift: AnyShift, reader: ReaderRecord, now: datetime) -> Verdict:
    """Return the verdict of `shift` for a regular: the same, but that it need not be open yet.

    A regular's place is taken when the shift is planned (decision 0026). Tried in the same order.
    """
    if not _goes_on(shift):
        return _refused(refusals.ActivityCalledOff())
    held = reader.held_for(shift.id)
    if held is not None:
        return _held(held)
    if now >= shift.sign_up_closes_at:
        return _refused(refusals.SignUpClosed())
    return _reader_and_places(shift, reader, now)


def _reader_and_places(shift: AnyShift, reader: ReaderRecord, now: datetime) -> Verdict:
    return (
        _membership(reader, now)
        or _age(shift, reader)
        or _company(shift, reader)
        or _qualification(shift, reader)
        or _clash(shift, reader)
        or _places(shift)
    )


def reader_refusals(shift: AnyShift, reader: ReaderRecord, now: datetime) -> list[RuleError]:
    """Return what speaks against the person as such: membership, pause, minors, certificates.

    Windows, clashes and places are left out: a leader on the spot decides those.
    """
    found = (_membership(reader, now), _age(shift, reader), _qualification(shift, reader))
    return [each.refusal for each in found if each is not None and each.refusal is not None]


def _goes_on(shift: AnyShift) -> bool:
    return shift.state is not ShiftState.CANCELLED and (
        shift.activity.state is ActivityState.PUBLISHED
    )


def _refused(refusal: refusals.NotForYou) -> Verdict:
    return Verdict(Answer.REFUSED, refusal)


def _held(held: HeldSignUp) -> Verdict:
    if held.is_waiting:
        counts = {"position": held.ahead + 1}
        return Verdict(Answer.WAITS_HERE, refusals.AlreadySignedUp(), counts)
    return _refused(refusals.AlreadySignedUp())


def _window(shift: AnyShift, reader: ReaderRecord, now: datetime) -> Verdict | None:
    closes_at = shift.starts_at if reader.is_on_behalf else shift.sign_up_closes_at
    if now >= closes_at:
        return _refused(refusals.SignUpClosed())
    if now >= shift.sign_up_opens_at:
        return None
    return _never(shift, reader, now) or _not_open(shift, reader)


def _never(shift: AnyShift, reader: ReaderRecord, now: datetime) -> Verdict | None:
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


def _not_open(shift: AnyShift, reader: ReaderRecord) -> Verdict:
    answer = Answer.OPENS_LATER
    if reader.member is None:
        answer = Answer.OPENS_LATER_SIGNED_OUT
    elif shift.id in reader.reminded:
        answer = Answer.TO_BE_REMINDED
    return Verdict(answer, refusals.NotOpenYet(shift.sign_up_opens_at, reader.zone))


def _membership(reader: ReaderRecord, now: datetime) -> Verdict | None:
    member = reader.member
    if member is None:
        return Verdict(Answer.NOT_SIGNED_IN)
    if member.state is MemberState.PENDING:
        return _refused(refusals.MembershipPending())
    if member.state is not MemberState.ACTIVE:
        return _refused(refusals.MembershipSuspended())
    if member.paused_until is not None and now < member.paused_until:
        return _refused(refusals.SignUpPaused(member.paused_until, reader.zone))
    return None


def _age(shift: AnyShift, reader: ReaderRecord) -> Verdict | None:
    activity = shift.activity
    day = clock.local_day(shift.starts_at, reader.zone)
    age, under_age = reader.age_on(day), is_minor(reader.birth_on, day)
    if age is None:
        return None
    if under_age and activity.risk is RiskLevel.HIGH:
        return _refused(refusals.DangerousForMinors())
    if age < activity.min_age:
        return _refused(refusals.TooYoung(age=activity.min_age))
    return _guardian(shift, reader, age) if under_age else None


def _guardian(shift: AnyShift, reader: ReaderRecord, age: int) -> Verdict | None:
    company_age = reader.settings.accompanied_under_years
    if age < company_age and not shift.activity.takes_guarded_minors:
        return _refused(refusals.TooYoung(age=company_age))
    if not reader.company.has_consent:
        return _refused(refusals.GuardianConsentMissing())
    return _accompanied(shift, reader, company_age) if age < company_age else None


def _accompanied(shift: AnyShift, reader: ReaderRecord, company_age: int) -> Verdict | None:
    """Ask for the guardian's company: a place in the same activity, or the leader's own eyes."""
    if _ends_late(shift, reader.zone):
        return _refused(refusals.TooLateForChildren(hour=CHILDREN_HOME_BY, age=company_age))
    company = reader.company
    if company.is_here or any(_is_with(shift, place) for place in company.places):
        return None
    if company.is_known:
        return _refused(refusals.GuardianNotComing(age=company_age))
    return _refused(refusals.GuardianOnTheSpot(age=company_age))


def _ends_late(shift: AnyShift, zone: str) -> bool:
    home_by = clock.day_start(clock.local_day(shift.starts_at, zone), zone)
    return shift.ends_at > home_by + timedelta(hours=CHILDREN_HOME_BY)


def _is_with(shift: AnyShift, place: HeldPlace) -> bool:
    is_overlapping = place.starts_at < shift.ends_at and shift.starts_at < place.ends_at
    return place.activity_id == shift.activity_id and is_overlapping


def _company(shift: AnyShift, reader: ReaderRecord) -> Verdict | None:
    activity = shift.activity
    if not activity.is_team_only or activity.team_id in reader.team_ids:
        return None
    return _refused(refusals.TeamOnly(team=activity.team.short_name))


NOT_QUALIFIED: Mapping[str, type[refusals.QualificationMissing]] = {
    QualificationKind.MEDICAL: refusals.MedicalLicenceMissing,
    QualificationKind.COUNSEL: refusals.CounselLicenceMissing,
    QualificationKind.FIRST_AID: refusals.FirstAidMissing,
    QualificationKind.TRAINED: refusals.TrainingMissing,
}


def _qualification(shift: AnyShift, reader: ReaderRecord) -> Verdict | None:
    """Refuse who lacks what the post takes on the day of the shift; a leader has no override."""
    required = shift.post.required_qualification
    if not required:
        return None
    last_on = reader.qualifications.get(required)
    if last_on is None:
        return _refused(NOT_QUALIFIED.get(required, refusals.QualificationMissing)())
    if last_on >= clock.local_day(shift.starts_at, reader.zone):
        return None
    return _refused(refusals.QualificationExpired(last_on))


def overlap_minutes(shift: AnyShift, held: HeldSignUp) -> int:
    """Return how many whole minutes a shift shares with a sign-up held; 0 when they touch."""
    shared = min(shift.ends_at, held.ends_at) - max(shift.starts_at, held.starts_at)
    return max(0, int(shared.total_seconds() // 60))


def _clash(shift: AnyShift, reader: ReaderRecord) -> Verdict | None:
    overlapping = [held for held in reader.held_sign_ups if overlap_minutes(shift, held)]
    if not overlapping:
        return None
    first = overlapping[0]
    if len(overlapping) == 1 and first.is_waiting and first.activity_id == shift.activity_id:
        return _switch(shift, first)
    minutes = overlap_minutes(shift, first)
    return _refused(refusals.TimeClash(title=first.title, minutes=minutes))


def _switch(shift: AnyShift, waiting: HeldSignUp) -> Verdict:
    free = shift.places.places - shift.places.taken
    if free <= 0 or shift.places.waiting:
        return _refused(refusals.WaitsForAnotherPost())
    return Verdict(Answer.SWITCH, counts={"free": free}, replaces=waiting)


def _places(shift: AnyShift) -> Verdict:
    free = shift.places.places - shift.places.taken
    if free <= 0 or shift.places.waiting:
        return Verdict(Answer.WAITING_LIST, counts={"ahead": shift.places.waiting})
    return Verdict(Answer.OPEN, counts={"free": free})
