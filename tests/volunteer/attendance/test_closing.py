"""Shifts close once nobody on their list waits for a decision."""

from datetime import timedelta

import pytest

from teams.authority.act import Act
from tests.activity_builders import SATURDAY
from tests.builders import authority_of
from volunteer.activities.models import ActivityState, ShiftState
from volunteer.attendance.queries.attendance import led_shifts
from volunteer.attendance.rules import closing
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.sign_ups.models import SignUpMove

END = SATURDAY + timedelta(minutes=90)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def write(session, community, wang, leader):
    def do(act, now=END, note=""):
        mark(
            Act(session, now, by=leader, community=community),
            wang.id,
            Mark(act, wang.version, note=note),
        )

    return do


def swept(session, shift, now):
    done = closing.close_empty(session, now)
    session.refresh(shift)
    return done, shift.state


def test_a_shift_nobody_signed_up_for_closes_at_its_end(session, shift):
    assert swept(session, shift, END - MINUTE) == (0, ShiftState.OPEN)
    assert swept(session, shift, END) == (1, ShiftState.CONFIRMED)
    assert swept(session, shift, END) == (0, ShiftState.CONFIRMED)


def test_a_shift_somebody_waits_on_stays_open(session, shift, wang):
    assert swept(session, shift, END) == (0, ShiftState.OPEN)


@pytest.mark.parametrize("state", [ActivityState.DRAFT, ActivityState.WITHDRAWN])
def test_shifts_of_drafts_and_withdrawn_activities_are_left_alone(session, activity, shift, state):
    activity.state = state

    assert swept(session, shift, END) == (0, ShiftState.OPEN)


@pytest.mark.parametrize(("act", "note"), [(SignUpMove.MISS, ""), (SignUpMove.EXCUSE, "来电请假")])
def test_the_last_name_decided_closes_the_shift(session, shift, write, act, note):
    write(act, note=note)

    assert shift.state is ShiftState.CONFIRMED


def test_before_the_end_deciding_closes_nothing(shift, write):
    write(SignUpMove.MISS, END - MINUTE)

    assert shift.state is ShiftState.OPEN


def test_taking_a_no_show_back_opens_the_shift_again(session, shift, write):
    write(SignUpMove.MISS)
    write(SignUpMove.UNDO)
    session.refresh(shift)

    assert shift.state is ShiftState.OPEN


def test_lists_are_kept_of_what_was_published(session, community, activity, shift, leader):
    assert led_shifts(session, community, leader, END) == [shift]

    for state in (ActivityState.DRAFT, ActivityState.WITHDRAWN):
        activity.state = state
        session.flush()
        assert led_shifts(session, community, leader, END) == []


def test_a_volunteer_keeps_no_list(session, community, shift, wang):
    assert led_shifts(session, community, authority_of(session, wang.member), END) == []
