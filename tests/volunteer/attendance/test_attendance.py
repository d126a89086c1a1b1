"""What a leader writes about the people on the list."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, NotFound, OwnCase, Stale
from teams.authority.act import Act
from teams.authority.models import Role
from tests.activity_builders import SATURDAY, a_sign_up, counters, the_leader
from tests.builders import a_community, a_member, a_role, authority_of, staff
from tests.trail import lines
from volunteer.activities.models import ShiftState
from volunteer.attendance.rules.attendance import (
    Mark,
    NotBegun,
    SignUpMove,
    TimeMissing,
    TimeOutOfRange,
    WordsMissing,
    mark,
)
from volunteer.attendance.rules.attendance_cases import MakeupClosed, ShiftCalledOff
from volunteer.attendance.rules.attendance_moves import NotNow
from volunteer.sign_ups.models import BY_LEADER, SIGN_UP_LIFE, SignUpState, SignUpWarning

END = SATURDAY + timedelta(minutes=90)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def write(session, community, shift, wang):
    """Call with an act: the leader writes it about Wang, as she is now."""
    leader = the_leader(session, shift.activity)

    def do(act, now=SATURDAY, by=leader, **given):
        given.setdefault("version", wang.version)
        return mark(Act(session, now, by=by, community=community), wang.id, Mark(act, **given))

    return do


def test_the_leader_ticks_an_arrival(write, wang):
    write(SignUpMove.ARRIVE, SATURDAY + 3 * MINUTE)

    assert wang.state is SignUpState.CHECKED_IN
    assert (wang.arrived_at, wang.arrived_by) == (SATURDAY + 3 * MINUTE, "leader")


def test_leaving_follows_arriving(write, wang):
    write(SignUpMove.ARRIVE)
    write(SignUpMove.LEAVE, END)

    assert (wang.state, wang.left_at) == (SignUpState.CHECKED_OUT, END)


def test_who_has_not_arrived_cannot_leave(write):
    with pytest.raises(NotNow, match="已报名"):
        write(SignUpMove.LEAVE)


def test_every_move_not_in_the_table_is_refused(session, write, wang):
    for state in SignUpState:
        for act in BY_LEADER:
            if (state, act) in SIGN_UP_LIFE.moves:
                continue
            wang.state = state
            session.flush()
            with pytest.raises(NotNow):
                write(act)
    wang.state = SignUpState.APPROVED
    session.flush()


def test_confirming_is_not_a_mark(write):
    write(SignUpMove.ARRIVE)
    with pytest.raises(NotNow):
        write(SignUpMove.CONFIRM)


def test_undo_goes_back_one_step_at_a_time(write, wang):
    write(SignUpMove.ARRIVE)
    write(SignUpMove.LEAVE, END)

    write(SignUpMove.UNDO, END)
    assert (wang.state, wang.left_at) == (SignUpState.CHECKED_IN, None)
    write(SignUpMove.UNDO, END)
    assert (wang.state, wang.arrived_at, wang.arrived_by) == (SignUpState.APPROVED, None, "")


def test_missing_marks_the_marks_and_undo_takes_it_off(session, write, wang):
    write(SignUpMove.MISS, END)
    warning = session.query(SignUpWarning).one()
    assert warning.removed_at is None

    write(SignUpMove.UNDO, END)
    session.refresh(warning)
    assert (wang.state, warning.removed_at) == (SignUpState.APPROVED, END)


def test_nobody_is_missing_before_the_start(write):
    with pytest.raises(NotBegun):
        write(SignUpMove.MISS, SATURDAY - MINUTE)
    write(SignUpMove.MISS, SATURDAY)


def test_leave_of_absence_needs_a_word_and_frees_the_place(session, write, shift, wang):
    with pytest.raises(WordsMissing):
        write(SignUpMove.EXCUSE, note=" ")
    session.refresh(wang)
    write(SignUpMove.EXCUSE, note="孩子发烧")

    assert (wang.state, wang.close_reason) == (SignUpState.EXCUSED, "孩子发烧")
    assert counters(session, shift) == (2, 0, 0)


def test_a_no_show_is_excused_with_evidence(session, write, wang):
    write(SignUpMove.MISS, END)
    write(SignUpMove.EXCUSE, END + timedelta(days=2), note="住院了，有证明")

    assert wang.state is SignUpState.EXCUSED
    assert session.query(SignUpWarning).one().removed_at is not None


def test_a_stale_page_is_refused(write, wang):
    with pytest.raises(Stale):
        write(SignUpMove.ARRIVE, version=wang.version - 1)


def test_nobody_attests_his_own_presence(session, community, shift):
    leader = the_leader(session, shift.activity)
    own = a_sign_up(
        session,
        community,
        shift,
        session.get_one(type(a_member(session, community)), leader.member_id),
    )

    with pytest.raises(OwnCase):
        mark(
            Act(session, SATURDAY, by=leader, community=community),
            own.id,
            Mark(SignUpMove.ARRIVE, own.version),
        )


def test_the_deputy_may_tick_the_leader(session, community, shift, wang):
    deputy = a_member(session, community, "副队长")
    a_role(session, deputy, Role.DEPUTY, shift.activity.team)

    mark(
        Act(session, SATURDAY, by=authority_of(session, deputy), community=community),
        wang.id,
        Mark(SignUpMove.ARRIVE, wang.version),
    )

    assert wang.state is SignUpState.CHECKED_IN


def test_the_leader_of_another_team_may_not(session, community, wang):
    other = staff(session, community, Role.SHOP_CLERK)

    with pytest.raises(NotAllowed):
        mark(
            Act(session, SATURDAY, by=other, community=community),
            wang.id,
            Mark(SignUpMove.ARRIVE, wang.version),
        )


def test_another_community_has_no_such_sign_up(session, wang):
    south = a_community(session, "nanguan")
    by = staff(session, south, Role.COORDINATOR)

    with pytest.raises(NotFound):
        mark(
            Act(session, SATURDAY, by=by, community=south),
            wang.id,
            Mark(SignUpMove.ARRIVE, wang.version),
        )


@pytest.mark.plants_breach
def test_a_cancelled_shift_takes_no_marks(session, write, shift):
    shift.state = ShiftState.CANCELLED
    session.flush()

    with pytest.raises(ShiftCalledOff):
        write(SignUpMove.ARRIVE)


@pytest.mark.parametrize(
    ("arrived", "left"),
    [(-31, None), (10, 5), (0, 90 + 61)],
    ids=["before the door opens", "left before arriving", "after the door closed"],
)
def test_times_stay_around_the_shift_and_in_order(write, arrived, left):
    times = {"arrived_at": SATURDAY + arrived * MINUTE}
    if left is not None:
        times["left_at"] = SATURDAY + left * MINUTE
    with pytest.raises(TimeOutOfRange):
        write(SignUpMove.ARRIVE, END + timedelta(hours=5), **times)


def test_the_edges_of_the_windows_are_inside(write, wang):
    write(
        SignUpMove.ARRIVE,
        END + timedelta(hours=5),
        arrived_at=SATURDAY - 30 * MINUTE,
        left_at=END + 60 * MINUTE,
    )

    assert wang.state is SignUpState.CHECKED_OUT


def test_nobody_arrives_in_the_future(write):
    with pytest.raises(TimeOutOfRange):
        write(SignUpMove.ARRIVE, SATURDAY, arrived_at=SATURDAY + MINUTE)


def test_after_the_end_a_time_must_be_written(write):
    with pytest.raises(TimeMissing):
        write(SignUpMove.ARRIVE, END + MINUTE)


def test_leaving_without_a_time_closes_with_the_window(write, wang):
    write(SignUpMove.ARRIVE)
    with pytest.raises(TimeMissing):
        write(SignUpMove.LEAVE, END + 61 * MINUTE)


def test_leaving_without_a_time_is_taken_until_the_window_closes(write, wang):
    write(SignUpMove.ARRIVE)
    write(SignUpMove.LEAVE, END + 60 * MINUTE)

    assert wang.left_at == END + 60 * MINUTE


@pytest.mark.parametrize(
    ("filed", "how"),
    [
        (timedelta(0), "leader"),
        (timedelta(hours=48), "paper"),
        (timedelta(hours=49), "makeup"),
        (timedelta(days=30), "makeup"),
    ],
)
def test_t16_an_arrival_written_later_says_how_it_was_known(write, wang, filed, how):
    write(SignUpMove.ARRIVE, END + filed, arrived_at=SATURDAY, left_at=END)

    assert (wang.arrived_by, wang.state) == (how, SignUpState.CHECKED_OUT)


def test_after_the_make_up_window_nothing_is_written(write):
    with pytest.raises(MakeupClosed):
        write(
            SignUpMove.ARRIVE, END + timedelta(days=30, minutes=1), arrived_at=SATURDAY, left_at=END
        )


def test_times_may_be_put_right_before_confirming(write, wang):
    write(SignUpMove.ARRIVE)
    write(SignUpMove.CORRECT, END + MINUTE, left_at=END - 10 * MINUTE)

    assert (wang.state, wang.left_at) == (SignUpState.CHECKED_OUT, END - 10 * MINUTE)
    assert wang.arrived_by == "leader"


def test_every_mark_is_in_the_trail(session, write, wang, shift):
    for act, now in (
        (SignUpMove.ARRIVE, SATURDAY),
        (SignUpMove.LEAVE, END),
        (SignUpMove.UNDO, END),
        (SignUpMove.CORRECT, END),
    ):
        write(act, now)

    noted = lines(session, *(f"attendance_{act.value}" for act in SignUpMove))
    assert [event for event, _subject, _actor in noted] == [
        "attendance_arrive",
        "attendance_leave",
        "attendance_undo",
        "attendance_correct",
    ]
    assert {subject for _event, subject, _actor in noted} == {wang.id}
    assert None not in {actor for _event, _subject, actor in noted}
