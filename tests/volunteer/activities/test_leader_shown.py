"""The leader's full name and phone: to who has a place, from the day before; to nobody else."""

from datetime import timedelta

import pytest

from accounts.rules import people
from core import clock
from tests.activity_builders import SATURDAY, a_sign_up
from volunteer.activities.models import Shift
from volunteer.activities.rules.leaders import may_know_leader
from volunteer.sign_ups.models import SignUp, SignUpState

DAY_BEFORE = clock.day_start(clock.local_day(SATURDAY), clock.DEFAULT_ZONE) - timedelta(days=1)
OVER = DAY_BEFORE + timedelta(days=2)
SECOND = timedelta(seconds=1)
PAGES = ("shifts/{shift}/arrival", "my/sign-ups/{mine}/cancellation")
SHIFT = Shift(id=7, starts_at=SATURDAY, ends_at=SATURDAY + timedelta(minutes=90))


@pytest.mark.parametrize(
    ("state", "at", "is_shown"),
    [
        (SignUpState.APPROVED, DAY_BEFORE, True),
        (SignUpState.APPROVED, DAY_BEFORE - SECOND, False),
        (SignUpState.CHECKED_IN, SATURDAY, True),
        (SignUpState.CHECKED_OUT, OVER - SECOND, True),
        (SignUpState.CHECKED_OUT, OVER, False),
        (SignUpState.WAITLISTED, SATURDAY, False),
        (SignUpState.CANCELLED, SATURDAY, False),
        (SignUpState.LATE_CANCELLED, SATURDAY, False),
        (SignUpState.EXCUSED, SATURDAY, False),
    ],
)
def test_f6_who_has_a_place_knows_the_leader_from_the_day_before(state, at, is_shown):
    mine = SignUp(shift_id=7, state=state)

    assert may_know_leader(mine, SHIFT, clock.DEFAULT_ZONE, at) is is_shown


def test_f6_nobody_else_does_and_a_place_elsewhere_is_none():
    elsewhere = SignUp(shift_id=8, state=SignUpState.APPROVED)

    assert not may_know_leader(None, SHIFT, clock.DEFAULT_ZONE, SATURDAY)
    assert not may_know_leader(elsewhere, SHIFT, clock.DEFAULT_ZONE, SATURDAY)


@pytest.mark.parametrize(
    ("at", "is_shown"), [(DAY_BEFORE, True), (DAY_BEFORE - SECOND, False), (SATURDAY, True)]
)
def test_f6_the_pages_of_a_place_show_both_from_the_day_before(town, reader, now, at, is_shown):
    mine = a_sign_up(town.session, town.community, town.shift, town.reader)
    phone, name = people.phone_of(town.leader.person), town.leader.person.name
    town.session.commit()
    now(at)

    paths = [f"/c/dongjie/{each.format(shift=town.shift.id, mine=mine.id)}" for each in PAGES]
    html = "".join(reader.get(path).html for path in paths)

    assert (phone in html, name in html) == (is_shown, is_shown)


def test_f6_who_only_opens_the_page_of_that_day_sees_neither(town, reader, now):
    now(SATURDAY)

    html = reader.get(f"/c/dongjie/shifts/{town.shift.id}/arrival").html

    assert people.phone_of(town.leader.person) not in html
    assert town.leader.person.name not in html
