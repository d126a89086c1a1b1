"""What is known of a reader before offering anything; of a visitor; who waits ahead in a queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from core.ages import is_minor, known_age
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Shift
from volunteer.activities.rules import qualifications
from volunteer.activities.rules.listed import AnyShift
from volunteer.activities.rules.reader_background import HeldSignUp, ReaderBackground, background_of
from volunteer.activities.rules.windows import ended_since
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import WITH_PLACE, SignUp, SignUpState

_MINE, _OTHERS = aliased(SignUp), aliased(SignUp)
_AHEAD = (
    select(_MINE.id, func.count(_OTHERS.id))
    .join(
        _OTHERS,
        (_OTHERS.shift_id == _MINE.shift_id)
        & (_OTHERS.state == SignUpState.WAITLISTED)
        & (_OTHERS.queue_no < _MINE.queue_no),
    )
    .where(_MINE.id.in_(bindparam("mine", expanding=True)))
    .group_by(_MINE.id)
)


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A place of a guardian: in which activity, from when to when."""

    activity_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """Who answers for a minor: whether consent was given, and where that person has a place.

    `is_known`: the guardian has a volunteer number; `is_here`: the leader sees the guardian there.
    """

    has_consent: bool = False
    is_known: bool = False
    is_here: bool = False
    places: tuple[HeldPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaderRecord:
    """One reader: a member with teams and sign-ups, or a visitor (`member` is None)."""

    zone: str
    settings: VolunteerSettings
    member: Member | None = None
    birth_on: date | None = None
    team_ids: frozenset[int] = frozenset()
    held_sign_ups: tuple[HeldSignUp, ...] = ()
    company: Company = Company()
    is_on_behalf: bool = False
    reminded: frozenset[int] = frozenset()
    qualifications: Mapping[str, date] = field(default_factory=dict)

    def held_for(self, shift_id: int) -> HeldSignUp | None:
        """Return the live sign-up for this shift, or None."""
        return next((held for held in self.held_sign_ups if held.shift_id == shift_id), None)

    def age_on(self, day: date) -> int | None:
        """Return whole years on `day`; None when the day of birth is not known."""
        return known_age(self.birth_on, day)


def visitor(act: Act) -> ReaderRecord:
    """Return the record of a reader who is not signed in."""
    return ReaderRecord(act.community.zone, act.settings(VolunteerSettings))


def reader_record_of(
    act: Act, member: Member, shifts: Sequence[AnyShift], *, is_on_behalf: bool = False
) -> ReaderRecord:
    """Read what is known of `member` for all of `shifts`, in at most three statements."""
    base = visitor(act)
    unopened = [shift.id for shift in shifts if act.now < shift.sign_up_opens_at]
    since = min([ended_since(base.settings, act.now), *(shift.starts_at for shift in shifts)])
    background = background_of(act.session, member, unopened, since)
    reader = replace(
        base,
        member=member,
        birth_on=member.person.birth_on,
        team_ids=frozenset(background.team_ids),
        held_sign_ups=tuple(background.held),
        is_on_behalf=is_on_behalf,
        reminded=frozenset(background.reminded),
        qualifications=qualifications.good_until(background, base.settings),
    )
    if not is_minor(reader.birth_on, act.today):
        return reader
    return replace(reader, company=_company(act.session, member, background, shifts))


def ahead_of(session: Session, sign_up_ids: list[int]) -> dict[int, int]:
    """Return how many wait before each of these places in a queue; 0 is left out."""
    if not sign_up_ids:
        return {}
    return dict(session.execute(_AHEAD, {"mine": sign_up_ids}).all())


def _company(
    session: Session, member: Member, background: ReaderBackground, shifts: Sequence[AnyShift]
) -> Company:
    """Read who answers for a minor, and the places of that person in the same activities."""
    if background.guardian_person_id is None:
        return Company(has_consent=background.has_consent)
    places = session.execute(
        select(Shift.activity_id, Shift.starts_at, Shift.ends_at)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .join(Member, Member.id == SignUp.member_id)
        .where(
            SignUp.community_id == member.community_id,
            Member.person_id == background.guardian_person_id,
            SignUp.state.in_(WITH_PLACE),
            Shift.activity_id.in_({shift.activity_id for shift in shifts}),
        )
    )
    return Company(
        has_consent=True, is_known=True, places=tuple(HeldPlace(*each) for each in places)
    )
