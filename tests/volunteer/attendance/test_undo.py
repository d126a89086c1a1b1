"""Undoing on the day gives back exactly what was."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from teams.authority.act import Act
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    counters,
)
from tests.builders import a_member
from volunteer.attendance.rules.attendance import Mark, TimeMissing, mark
from volunteer.attendance.rules.attendance_steps import MOMENTS, WORDS
from volunteer.attendance.rules.on_site import PaperLine, WalkIn, add_from_paper, walk_in
from volunteer.sign_ups.models import SignUp, SignUpMove, SignUpState, SignUpWarning
from volunteer.sign_ups.rules import late_marks

MINUTE = timedelta(minutes=1)
END = SATURDAY + 90 * MINUTE


@pytest.fixture
def write(session, community, leader):
    """Call with a sign-up and an act: the leader writes it."""

    def do(sign_up, act, now=SATURDAY, **given):
        return mark(
            Act(session, now, by=leader, community=community),
            sign_up.id,
            Mark(act, sign_up.version, **given),
        )

    return do


def what_is(sign_up):
    return sign_up.state, *(getattr(sign_up, name) for name in MOMENTS + WORDS)


ACTS = {
    "arrive": [],
    "arrive and leave from paper": [],
    "leave": [(SignUpMove.ARRIVE, {"now": SATURDAY})],
    "correct": [(SignUpMove.ARRIVE, {"now": SATURDAY, "note": "提前来"})],
    "correct with a departure": [(SignUpMove.ARRIVE, {}), (SignUpMove.LEAVE, {"now": END})],
    "miss": [],
}
LAST = {
    "arrive": (SignUpMove.ARRIVE, {}),
    "arrive and leave from paper": (SignUpMove.ARRIVE, {"arrived_at": SATURDAY, "left_at": END}),
    "leave": (SignUpMove.LEAVE, {}),
    "correct": (
        SignUpMove.CORRECT,
        {"arrived_at": SATURDAY - MINUTE, "left_at": END, "note": "改"},
    ),
    "correct with a departure": (
        SignUpMove.CORRECT,
        {"arrived_at": SATURDAY - MINUTE, "left_at": END},
    ),
    "miss": (SignUpMove.MISS, {}),
}


@pytest.mark.parametrize("name", ACTS)
def test_undo_gives_back_exactly_what_was(write, wang, name):
    for act, given in ACTS[name]:
        write(wang, act, **given)
    was = what_is(wang)
    act, given = LAST[name]

    write(wang, act, END, **given)
    assert what_is(wang) != was
    write(wang, SignUpMove.UNDO, END + MINUTE)

    assert what_is(wang) == was


def test_arriving_again_brings_back_the_first_time(write, wang):
    write(wang, SignUpMove.ARRIVE, SATURDAY - 2 * MINUTE)
    write(wang, SignUpMove.UNDO, SATURDAY + 60 * MINUTE)
    assert (wang.state, wang.arrived_at) == (SignUpState.APPROVED, None)

    write(wang, SignUpMove.ARRIVE, SATURDAY + 80 * MINUTE)

    assert (wang.arrived_at, wang.arrived_by) == (SATURDAY - 2 * MINUTE, "leader")


def test_a_time_the_leader_types_is_taken_instead(write, wang):
    write(wang, SignUpMove.ARRIVE, SATURDAY)
    write(wang, SignUpMove.UNDO, SATURDAY + 5 * MINUTE)

    write(wang, SignUpMove.ARRIVE, END, arrived_at=SATURDAY + 5 * MINUTE)

    assert wang.arrived_at == SATURDAY + 5 * MINUTE


def test_the_first_time_comes_back_until_the_end_and_not_after(write, wang):
    write(wang, SignUpMove.ARRIVE, SATURDAY)
    write(wang, SignUpMove.UNDO, SATURDAY)

    with pytest.raises(TimeMissing):
        write(wang, SignUpMove.ARRIVE, END + timedelta(seconds=1))
    write(wang, SignUpMove.ARRIVE, END)

    assert wang.arrived_at == SATURDAY


def test_steps_are_undone_one_by_one(write, wang):
    write(wang, SignUpMove.ARRIVE, SATURDAY)
    write(wang, SignUpMove.CORRECT, END, arrived_at=SATURDAY + MINUTE, left_at=END)

    write(wang, SignUpMove.UNDO, END)
    assert (wang.state, wang.arrived_at) == (SignUpState.CHECKED_IN, SATURDAY)
    write(wang, SignUpMove.UNDO, END)
    assert (wang.state, wang.arrived_at) == (SignUpState.APPROVED, None)


def test_what_was_written_before_steps_were_is_undone_by_the_table(session, write, wang):
    wang.state, wang.arrived_at = SignUpState.CHECKED_IN, SATURDAY
    session.flush()

    write(wang, SignUpMove.UNDO, END)

    assert (wang.state, wang.arrived_at) == (SignUpState.APPROVED, None)


def test_missing_may_be_marked_undone_and_marked_again(session, community, write, wang):
    write(wang, SignUpMove.MISS, END)
    write(wang, SignUpMove.UNDO, END)
    assert late_marks.live_marks(Act(session, END, community=community), wang.member_id) == 0

    write(wang, SignUpMove.MISS, END + MINUTE)

    assert session.query(SignUpWarning).one().removed_at is None
    assert late_marks.live_marks(Act(session, END, community=community), wang.member_id) == 1


def test_who_was_told_of_a_mark_is_told_that_it_is_gone(session, write, wang):
    write(wang, SignUpMove.MISS, END)
    write(wang, SignUpMove.UNDO, END)

    assert [
        "撤销" in each.sentence for each in session.query(Notification).order_by(Notification.id)
    ] == [
        False,
        True,
    ]


def test_an_added_person_undone_is_off_the_list_again(session, community, shift, leader, write):
    a_queue(session, community, shift, "甲乙")
    passer = a_member(session, community, "路人")
    made = walk_in(
        Act(session, SATURDAY, by=leader, community=community), WalkIn(shift.id, passer.id)
    )
    assert counters(session, shift) == (3, 3, 0)

    write(made, SignUpMove.UNDO, SATURDAY + MINUTE)

    assert (made.state, made.is_walk_in) == (SignUpState.CANCELLED, False)
    assert (made.arrived_at, counters(session, shift)) == (None, (2, 2, 0))


def test_who_was_called_from_the_queue_waits_again_at_the_same_number(
    session, community, shift, leader, write
):
    queued = a_queue(session, community, shift, "甲乙丙")[2]
    number = queued.queue_no
    walk_in(
        Act(session, SATURDAY, by=leader, community=community), WalkIn(shift.id, queued.member_id)
    )

    write(queued, SignUpMove.UNDO, SATURDAY + MINUTE)

    assert (queued.state, queued.queue_no) == (SignUpState.WAITLISTED, number)
    assert (queued.promoted_at, counters(session, shift)) == (None, (2, 2, 1))


def test_a_free_place_taken_on_the_spot_is_free_again(session, community, shift, leader, write):
    passer = a_member(session, community, "路人")
    made = walk_in(
        Act(session, SATURDAY, by=leader, community=community), WalkIn(shift.id, passer.id)
    )

    write(made, SignUpMove.UNDO, SATURDAY + MINUTE)

    assert counters(session, shift) == (2, 0, 0)


def test_an_added_person_undone_and_added_again_has_the_first_time(
    session, community, shift, leader, write
):
    came = WalkIn(shift.id, a_member(session, community, "路人").id)
    write(
        walk_in(Act(session, SATURDAY, by=leader, community=community), came),
        SignUpMove.UNDO,
        SATURDAY + MINUTE,
    )

    again = walk_in(Act(session, SATURDAY + 30 * MINUTE, by=leader, community=community), came)

    assert again.arrived_at == SATURDAY


def test_a_line_of_the_paper_sheet_is_undone_by_one_press(session, community, shift, leader, write):
    line = PaperLine(shift.id, a_member(session, community, "纸上").id, SATURDAY, END)
    made = add_from_paper(Act(session, END + MINUTE, by=leader, community=community), line)
    assert made.state is SignUpState.CHECKED_OUT

    write(made, SignUpMove.UNDO, END + 2 * MINUTE)

    assert session.get_one(SignUp, made.id).state is SignUpState.CANCELLED
    assert counters(session, shift) == (2, 0, 0)
