"""Places handed on, given up and reminded of, all at once."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import Notification
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community, Member
from teams.members.rules import members
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member, staff
from tests.racing import as_volunteer, together
from volunteer.activities.models import ShiftPlaces
from volunteer.sign_ups.models import CANCELLABLE, SignUp, SignUpState
from volunteer.sign_ups.rules import cancelling, reminders, sign_ups, substitutes

pytestmark = pytest.mark.race
THE_EVENING_BEFORE = SATURDAY - timedelta(hours=13, minutes=15)


def counts(engine):
    with Session(engine) as asking:
        rows = asking.execute(select(SignUp.state, func.count()).group_by(SignUp.state)).all()
        counted = asking.execute(select(ShiftPlaces.taken, ShiftPlaces.waiting)).one()
        return Counter(dict(rows)), tuple(counted)


def an_asked_place(session):
    """One place held by one member, a substitute asked, and six who would like to come."""
    town = a_community(session)
    shift = a_shift(session, an_activity(session, town), places=1)
    holder, other, *crowd = [a_member(session, town, f"甲{number}") for number in range(8)]
    held = a_sign_up(session, town, shift, holder)
    asked = substitutes.ask(
        Act(session, NOW, by=as_volunteer(holder), community=town), held.id, other.volunteer_no
    )
    return town, shift, (held, holder), (asked, other), crowd


@pytest.mark.parametrize("_round", range(3))
def test_accepting_cancelling_and_newcomers_leave_one_in_the_place(engine, prepare, _round):
    town, shift, (held, holder), (asked, other), crowd = prepare(an_asked_place)

    def here(session):
        return session.get_one(Community, town.id)

    def signing(member):
        wish = sign_ups.Wish(shift.id, member.id)
        return lambda s: sign_ups.sign_up(
            Act(s, NOW, by=as_volunteer(member), community=here(s)), wish
        )

    together(
        engine,
        [
            lambda s: substitutes.accept(
                Act(s, NOW, by=as_volunteer(other), community=here(s)), asked.id
            ),
            lambda s: cancelling.cancel(
                Act(s, NOW, by=as_volunteer(holder), community=here(s)), held.id, ""
            ),
            *[signing(member) for member in crowd],
        ],
    )

    states, (taken, waiting) = counts(engine)
    assert (states[SignUpState.APPROVED], taken) == (1, 1)
    assert states[SignUpState.WAITLISTED] == waiting
    assert states[SignUpState.CANCELLED] + states[SignUpState.LATE_CANCELLED] == 1


@pytest.mark.parametrize("_round", range(3))
def test_who_is_paused_while_signing_up_holds_no_place(engine, prepare, _round):
    def build(session):
        town = a_community(session)
        days = [SATURDAY + timedelta(days=number) for number in range(6)]
        shifts = [a_shift(session, an_activity(session, town), starts_at=day) for day in days]
        return town, shifts, a_member(session, town), staff(session, town, Role.COORDINATOR)

    town, shifts, member, desk = prepare(build)

    def signing(shift):
        wish = sign_ups.Wish(shift.id, member.id)
        return lambda s: sign_ups.sign_up(
            Act(s, NOW, by=as_volunteer(member), community=s.get_one(Community, town.id)), wish
        )

    def pausing(session):
        leaver = session.get_one(Member, member.id)
        return members.suspend(Act(session, NOW, by=desk), leaver, "核实身份")

    together(engine, [pausing, *[signing(shift) for shift in shifts]])

    with Session(engine) as asking:
        live = select(func.count()).where(SignUp.state.in_(CANCELLABLE))
        assert asking.scalar(live) == 0
        assert asking.scalar(select(func.sum(ShiftPlaces.taken))) == 0


def test_four_machines_remind_each_person_once(engine, prepare):
    def build(session):
        town = a_community(session)
        shift = a_shift(session, an_activity(session, town), places=12)
        for number in range(12):
            a_sign_up(session, town, shift, a_member(session, town, f"甲{number}"))

    prepare(build)

    together(engine, [lambda s: reminders.tell_of_shifts(s, THE_EVENING_BEFORE)] * 4)

    with Session(engine) as asking:
        told = asking.execute(
            select(Notification.person_id, func.count()).group_by(Notification.person_id)
        ).all()
        assert [count for _, count in told] == [1] * 12
