"""Reads of sign-ups: one's own, and the list of a shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, true, tuple_
from sqlalchemy.orm import Session, contains_eager

from accounts.models import Person
from core.errors import NotFound
from core.paging import page_of
from teams.members.models import Community, Member
from volunteer.activities.models import Activity, ActivityState, Shift, ShiftState
from volunteer.sign_ups.models import (
    GAVE_UP,
    HOLDING_PLACE,
    LIVE,
    OpeningReminder,
    SignUp,
    SignUpState,
    Substitution,
    SubstitutionState,
)

PAST_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the list or in the queue of a shift."""

    sign_up: SignUp
    member: Member
    person: Person


def own_coming(
    session: Session, member: Member, now: datetime, still_here: datetime
) -> list[SignUp]:
    """Return the live sign-ups whose shift has not ended, by start, at most 50.

    Who has come and not left stays on the list of a shift that ended after `still_here`.
    """
    return list(
        session.scalars(
            _with_shift()
            .where(
                SignUp.community_id == member.community_id,
                SignUp.member_id == member.id,
                SignUp.state.in_(LIVE),
                (Shift.ends_at > now)
                | ((SignUp.state == SignUpState.CHECKED_IN) & (Shift.ends_at >= still_here)),
            )
            .order_by(Shift.starts_at, SignUp.id)
            .limit(50)
        )
    )


def own_past(
    session: Session, member: Member, now: datetime, before: int | None = None
) -> tuple[Sequence[SignUp], int | None]:
    """Return the own sign-ups over or cancelled, latest start first, and the next page's key."""
    last = select(Shift.starts_at, SignUp.id).join(SignUp.shift).where(SignUp.id == before)
    rows = list(
        session.scalars(
            _with_shift()
            .where(
                SignUp.community_id == member.community_id,
                SignUp.member_id == member.id,
                (Shift.ends_at <= now) | SignUp.state.not_in(LIVE),
                true()
                if before is None
                else tuple_(Shift.starts_at, SignUp.id) < last.scalar_subquery(),
            )
            .order_by(Shift.starts_at.desc(), SignUp.id.desc())
            .limit(PAST_PAGE + 1)
        )
    )
    return page_of(rows, PAST_PAGE)


def own_sign_up(session: Session, member: Member, sign_up_id: int) -> SignUp:
    """Return one's own sign-up with its shift and counters. Raises NotFound."""
    found = session.scalars(
        _with_shift().where(
            SignUp.community_id == member.community_id,
            SignUp.member_id == member.id,
            SignUp.id == sign_up_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_reminders(session: Session, member: Member, now: datetime) -> list[OpeningReminder]:
    """Return the shifts not open yet of which the member wants word, by opening, at most 50."""
    return list(
        session.scalars(
            select(OpeningReminder)
            .join(OpeningReminder.shift)
            .join(Shift.activity)
            .join(Activity.team)
            .options(
                contains_eager(OpeningReminder.shift)
                .contains_eager(Shift.activity)
                .contains_eager(Activity.team)
            )
            .where(
                OpeningReminder.community_id == member.community_id,
                OpeningReminder.member_id == member.id,
                Shift.sign_up_opens_at > now,
                Shift.state == ShiftState.OPEN,
                Activity.state == ActivityState.PUBLISHED,
            )
            .order_by(Shift.sign_up_opens_at, OpeningReminder.id)
            .limit(50)
        )
    )


def asked_of(session: Session, member: Member, now: datetime) -> list[Substitution]:
    """Return the sign-ups the member is asked to take over and still may, oldest first."""
    return list(
        session.scalars(
            select(Substitution)
            .join(Substitution.sign_up)
            .join(SignUp.shift)
            .join(Shift.activity)
            .join(Activity.team)
            .join(SignUp.member)
            .join(Member.person)
            .options(
                contains_eager(Substitution.sign_up).options(
                    contains_eager(SignUp.member).contains_eager(Member.person),
                    contains_eager(SignUp.shift)
                    .contains_eager(Shift.activity)
                    .contains_eager(Activity.team),
                )
            )
            .where(
                Substitution.community_id == member.community_id,
                Substitution.to_member_id == member.id,
                Substitution.state == SubstitutionState.ASKED,
                SignUp.state == SignUpState.APPROVED,
                Shift.sign_up_closes_at > now,
            )
            .order_by(Substitution.id)
            .limit(20)
        )
    )


def attendance_list(session: Session, community: Community, shift: Shift) -> list[Line]:
    """Return who has a place, in the order of signing up."""
    return _lines(session, community, shift, HOLDING_PLACE)


def queue(session: Session, community: Community, shift: Shift) -> list[Line]:
    """Return who waits for a place in a shift, in the order of the queue."""
    return _lines(session, community, shift, (SignUpState.WAITLISTED,))


def gone(session: Session, community: Community, shift: Shift) -> list[Line]:
    """Return who cancelled a sign-up late, for the leader to excuse."""
    return _lines(session, community, shift, GAVE_UP)


def _lines(
    session: Session, community: Community, shift: Shift, states: Sequence[SignUpState]
) -> list[Line]:
    rows = session.execute(
        select(SignUp, Member, Person)
        .join(Member, Member.id == SignUp.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            SignUp.community_id == community.id,
            SignUp.shift_id == shift.id,
            SignUp.state.in_(states),
        )
        .order_by(SignUp.queue_no, SignUp.id)
    )
    return [Line(*row) for row in rows]


def _with_shift() -> Select[SignUp]:
    return (
        select(SignUp)
        .join(SignUp.shift)
        .join(Shift.activity)
        .join(Activity.team)
        .join(Shift.places)
        .join(Shift.post)
        .options(
            contains_eager(SignUp.shift)
            .contains_eager(Shift.activity)
            .contains_eager(Activity.team),
            contains_eager(SignUp.shift).contains_eager(Shift.places),
            contains_eager(SignUp.shift).contains_eager(Shift.post),
        )
    )
