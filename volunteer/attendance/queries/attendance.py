"""Reads for the day of a shift: who is on its list, lists one keeps, own sign-ups, whom to add."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from accounts.models import Person
from core.errors import NotFound
from core.masking import name_for_staff
from teams.authority.rules import Authority
from teams.members.models import MAY_HELP, Community, Member, MemberState, Team
from teams.members.queries import finding
from teams.members.rules import numbers
from volunteer.activities.models import ANNOUNCED, Activity, Shift, ShiftState
from volunteer.hours.models import MemberHours
from volunteer.permissions import Permission
from volunteer.sign_ups.models import ON_BOARD, WITH_PLACE, SignUp, SignUpState

PAGE = 30
FOUND = 8


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person on the list of a shift, named as staff may see the name."""

    sign_up: SignUp
    person: Person
    shown_name: str
    number: str
    colour: str
    is_new: bool
    is_pending: bool

    @property
    def tail(self) -> str:
        """The last four of the volunteer number."""
        return self.number[-4:]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who may be added on the spot."""

    member_id: int
    shown_name: str
    number: str
    is_waiting: bool = False
    is_pending: bool = False


def shift_in(session: Session, community: Community, shift_id: int) -> Shift:
    """Return the shift with its activity, team and post. Raises NotFound."""
    found = session.scalars(
        select(Shift)
        .where(Shift.community_id == community.id, Shift.id == shift_id)
        .options(
            joinedload(Shift.activity).joinedload(Activity.team),
            joinedload(Shift.activity).joinedload(Activity.leader).joinedload(Member.person),
            joinedload(Shift.post),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def attendees(session: Session, community: Community, shift: Shift) -> list[Attendee]:
    """Return everybody on the list of a shift: with a place, waiting, or given up; queue last."""
    return _named(session, community, shift, SignUp.state.in_(ON_BOARD))


def attendee_in(session: Session, community: Community, shift: Shift, sign_up_id: int) -> Attendee:
    """Return one person of the list, whatever became of the sign-up. Raises NotFound."""
    found = _named(session, community, shift, SignUp.id == sign_up_id)
    if not found:
        raise NotFound
    return found[0]


def _named(
    session: Session, community: Community, shift: Shift, wanted: ColumnElement[bool]
) -> list[Attendee]:
    rows = session.execute(
        select(SignUp, Person, Member.volunteer_no, Member.state, Team.colour, MemberHours.services)
        .join(Member, Member.id == SignUp.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Team, Team.id == Member.home_team_id)
        .outerjoin(
            MemberHours,
            (MemberHours.community_id == SignUp.community_id)
            & (MemberHours.member_id == SignUp.member_id),
        )
        .where(
            SignUp.community_id == community.id,
            SignUp.shift_id == shift.id,
            wanted,
        )
        .order_by(SignUp.queue_no, SignUp.arrived_at, SignUp.id)
    ).all()
    return [
        Attendee(
            sign_up=sign_up,
            person=person,
            shown_name=name_for_staff(person.name),
            number=number,
            colour=colour.value if colour else "red",
            is_new=not services,
            is_pending=state is MemberState.PENDING,
        )
        for sign_up, person, number, state, colour, services in rows
    ]


def in_states(people: Sequence[Attendee], states: Collection[SignUpState]) -> list[Attendee]:
    """Return those of the people on a list whose sign-up stands in one of `states`."""
    return [each for each in people if each.sign_up.state in states]


def led_shifts(session: Session, community: Community, by: Authority, now: datetime) -> list[Shift]:
    """Return the shifts the reader keeps the list of: running, coming within a day, unconfirmed.

    The newest first, at most a page.
    """
    teams = by.teams_with(Permission.ATTENDANCE_MANAGE)
    asked = (
        select(Shift)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            Shift.community_id == community.id,
            Shift.state == ShiftState.OPEN,
            Activity.state.in_(ANNOUNCED),
            Shift.starts_at < now + timedelta(days=1),
            Shift.starts_at > now - timedelta(days=60),
        )
        .options(joinedload(Shift.activity).joinedload(Activity.team), joinedload(Shift.post))
        .order_by(Shift.starts_at.desc(), Shift.id.desc())
        .limit(PAGE)
    )
    if teams is not None:
        asked = asked.where(Activity.team_id.in_(teams))
    return list(session.scalars(asked))


def closed_shifts(
    session: Session, community: Community, by: Authority, since: datetime
) -> list[Shift]:
    """Return the shifts of the reader's teams that ended after `since` and are closed, at most 30.

    A line of the paper sheet may still be added to them.
    """
    teams = by.teams_with(Permission.ATTENDANCE_MANAGE)
    asked = (
        select(Shift)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            Shift.community_id == community.id,
            Shift.state == ShiftState.CONFIRMED,
            Shift.ends_at > since,
        )
        .options(joinedload(Shift.activity).joinedload(Activity.team), joinedload(Shift.post))
        .order_by(Shift.ends_at.desc(), Shift.id.desc())
        .limit(PAGE)
    )
    if teams is not None:
        asked = asked.where(Activity.team_id.in_(teams))
    return list(session.scalars(asked))


def forgotten(session: Session, community: Community, shift: Shift, now: datetime) -> Shift | None:
    """Return an earlier shift of the same activity where somebody forgot to check out, or None."""
    return session.scalars(
        select(Shift)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(
            Shift.community_id == community.id,
            Shift.activity_id == shift.activity_id,
            Shift.id != shift.id,
            Shift.ends_at <= now,
            SignUp.state == SignUpState.CHECKED_IN,
        )
        .order_by(Shift.ends_at.desc())
        .limit(1)
    ).first()


def own_sign_up(
    session: Session, community: Community, shift_id: int, member_id: int
) -> SignUp | None:
    """Return the reader's newest sign-up for the shift, or None."""
    return session.scalars(
        select(SignUp)
        .where(
            SignUp.community_id == community.id,
            SignUp.shift_id == shift_id,
            SignUp.member_id == member_id,
        )
        .order_by(SignUp.id.desc())
        .limit(1)
    ).first()


def own_today(
    session: Session, community: Community, member_id: int, span: tuple[datetime, datetime]
) -> list[SignUp]:
    """Return the reader's live sign-ups that begin within `span`, by start."""
    begins, ends = span
    return list(
        session.scalars(
            select(SignUp)
            .join(Shift, Shift.id == SignUp.shift_id)
            .where(
                SignUp.community_id == community.id,
                SignUp.member_id == member_id,
                SignUp.state.in_(WITH_PLACE),
                Shift.starts_at >= begins,
                Shift.starts_at < ends,
            )
            .options(joinedload(SignUp.shift).joinedload(Shift.activity).joinedload(Activity.team))
            .order_by(Shift.starts_at)
        )
    )


def candidates(session: Session, community: Community, words: str) -> list[Candidate]:
    """Return members who may be added to a list, found by what was typed; few enough.

    Who waits for the desk to accept them is among them.
    """
    found = finding.people_found(session, community, words, FOUND, only_active=False)
    return [
        Candidate(
            each.id,
            name_for_staff(each.person.name),
            each.volunteer_no,
            is_pending=each.is_pending,
        )
        for each in found
        if each.state in MAY_HELP
    ]


def to_be_added(
    session: Session, community: Community, people: Sequence[Attendee], number: str
) -> Candidate | None:
    """Return the member of a card just read who has no place among `people`, or None.

    Who waits in the queue may be added too, and is said to wait.
    """
    if not number:
        return None
    there = next((each for each in people if each.number == number), None)
    if there is not None and not there.sign_up.is_waiting and not there.sign_up.is_excused:
        return None
    found = session.scalars(
        select(Member)
        .where(Member.community_id == community.id, numbers.bears(community.id, number))
        .options(joinedload(Member.person))
    ).one_or_none()
    if found is None:
        return None
    is_waiting = there is not None and there.sign_up.is_waiting
    return Candidate(found.id, name_for_staff(found.person.name), number, is_waiting)
