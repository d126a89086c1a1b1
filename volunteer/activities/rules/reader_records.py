"""What is known of one reader before asking what to offer: read once for a whole list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from core.ages import is_minor, known_age
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Activity, Shift
from volunteer.activities.rules import qualifications
from volunteer.activities.rules.reader_facts import Facts, facts_of
from volunteer.activities.rules.windows import ended_since
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import LIVE, WITH_PLACE, SignUp, SignUpState


@dataclass(frozen=True, slots=True)
class HeldSignUp:
    """One live sign-up: of what, when, and how far in the queue (`ahead` when waiting)."""

    sign_up_id: int
    shift_id: int
    activity_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    state: SignUpState
    queue_no: int | None
    place: str
    ahead: int = 0

    @property
    def is_waiting(self) -> bool:
        """Say whether it is a place in the queue and not a place."""
        return self.state is SignUpState.WAITLISTED


@dataclass(frozen=True, slots=True)
class Company:
    """Who answers for a minor: whether consent was given, and where that person has a place.

    `is_known`: the guardian has a volunteer number; `is_here`: the leader sees the guardian there.
    """

    has_consent: bool = False
    is_known: bool = False
    is_here: bool = False
    places: tuple[tuple[int, datetime, datetime], ...] = ()


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
    act: Act, member: Member, shifts: Sequence[Shift], *, is_on_behalf: bool = False
) -> ReaderRecord:
    """Read what is known of `member` for all of `shifts`, in at most four statements."""
    base = visitor(act)
    unopened = [shift.id for shift in shifts if act.now < shift.sign_up_opens_at]
    facts = facts_of(act.session, member, unopened)
    reader = replace(
        base,
        member=member,
        birth_on=member.person.birth_on,
        team_ids=frozenset(facts.team_ids),
        held_sign_ups=_held_sign_ups(act.at(ended_since(base.settings, act.now)), member, shifts),
        is_on_behalf=is_on_behalf,
        reminded=frozenset(facts.reminded),
        qualifications=qualifications.good_until(facts, base.settings),
    )
    if not is_minor(reader.birth_on, act.today):
        return reader
    return replace(reader, company=_company(act.session, member, facts, shifts))


def _held_sign_ups(act: Act, member: Member, shifts: Iterable[Shift]) -> tuple[HeldSignUp, ...]:
    since = min([act.now, *(shift.starts_at for shift in shifts)])
    rows = act.session.execute(
        select(
            SignUp.id,
            Shift.id,
            Shift.activity_id,
            Activity.title,
            Shift.starts_at,
            Shift.ends_at,
            SignUp.state,
            SignUp.queue_no,
            Activity.place,
            _waiting_before(),
        )
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            SignUp.community_id == member.community_id,
            SignUp.member_id == member.id,
            SignUp.state.in_(LIVE),
            Shift.ends_at > since,
        )
        .order_by(Shift.starts_at, SignUp.id)
    )
    return tuple(HeldSignUp(*tuple(row)) for row in rows)


def _waiting_before() -> ScalarSelect[int]:
    """Count who waits before a place in the queue; of no meaning for a place that is taken."""
    others = aliased(SignUp)
    return (
        select(func.count(others.id))
        .where(
            others.shift_id == SignUp.shift_id,
            others.state == SignUpState.WAITLISTED,
            others.queue_no < SignUp.queue_no,
        )
        .scalar_subquery()
    )


def ahead_of(session: Session, sign_up_ids: list[int]) -> dict[int, int]:
    """Return how many wait before each of these places in a queue; 0 is left out."""
    if not sign_up_ids:
        return {}
    mine, others = aliased(SignUp), aliased(SignUp)
    rows = session.execute(
        select(mine.id, func.count(others.id))
        .join(
            others,
            (others.shift_id == mine.shift_id)
            & (others.state == SignUpState.WAITLISTED)
            & (others.queue_no < mine.queue_no),
        )
        .where(mine.id.in_(sign_up_ids))
        .group_by(mine.id)
    )
    return dict(rows.all())


def _company(session: Session, member: Member, facts: Facts, shifts: Sequence[Shift]) -> Company:
    """Read who answers for a minor, and the places of that person in the same activities."""
    if facts.guardian_person_id is None:
        return Company(has_consent=facts.has_consent)
    places = session.execute(
        select(Shift.activity_id, Shift.starts_at, Shift.ends_at)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .join(Member, Member.id == SignUp.member_id)
        .where(
            SignUp.community_id == member.community_id,
            Member.person_id == facts.guardian_person_id,
            SignUp.state.in_(WITH_PLACE),
            Shift.activity_id.in_({shift.activity_id for shift in shifts}),
        )
    )
    return Company(has_consent=True, is_known=True, places=tuple(places.all()))
