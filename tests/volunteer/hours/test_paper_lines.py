"""Lines written on the printed sheet by hand, typed in after the shift (T16, T27)."""

from datetime import date, timedelta

import pytest

from core.errors import OwnCase
from teams.authority.act import Act
from teams.members.models import Community, Member
from tests.activity_builders import SATURDAY, a_queue, a_sign_up, counters
from tests.builders import a_member
from tests.service_builders import a_run_shift, confirmed, points_of, present, sweep
from volunteer.activities.models import RiskLevel, ShiftState
from volunteer.activities.rules.refusals import AlreadySignedUp, DangerousForMinors
from volunteer.attendance.rules.attendance import Mark, TimeMissing, TimeOutOfRange, mark
from volunteer.attendance.rules.attendance_cases import MakeupClosed
from volunteer.attendance.rules.closing import close_empty
from volunteer.attendance.rules.on_site import (
    MarkedMissing,
    PaperLine,
    StillRunning,
    add_from_paper,
)
from volunteer.hours.models import EvidenceGrade
from volunteer.sign_ups.models import SignUpMove, SignUpState

HOUR = timedelta(hours=1)


@pytest.fixture
def shift(session, community):
    return a_run_shift(session, community, places=2)


@pytest.fixture
def adds(session, community, shift, leader):
    """Call with a member: the leader types in a blank line, an hour after the end."""

    def do(member, now=None, **times):
        times = {"arrived_at": shift.starts_at, "left_at": shift.ends_at} | times
        line = PaperLine(shift.id, member.id, **times)
        return add_from_paper(
            Act(session, now or shift.ends_at + HOUR, by=leader, community=community), line
        )

    return do


@pytest.mark.parametrize(
    ("hours", "grade", "earns"),
    [(48, EvidenceGrade.PAPER_LIST, True), (49, EvidenceGrade.MAKEUP, False)],
)
def test_t16_a_written_line_filed_in_time_earns(session, adds, hours, grade, earns):
    community = session.query(Community).one()
    wang = a_member(session, community, "王兰")
    filed_at = SATURDAY + (2 + hours) * HOUR

    record = confirmed(session, community, adds(wang, filed_at), now=filed_at)
    sweep(session, filed_at + 60 * 24 * HOUR)

    assert (record.grade, record.service_minutes) == (grade, 120)
    assert (points_of(session, wang.id) > 0) is earns


def test_a_written_line_takes_one_place_more(session, community, shift, adds):
    a_queue(session, community, shift, "甲乙")
    made = adds(a_member(session, community))

    assert (made.state, made.is_walk_in) == (SignUpState.CHECKED_OUT, True)
    assert counters(session, shift) == (3, 3, 0)


def test_a_closed_shift_opens_for_a_written_line(session, community, shift, adds):
    close_empty(session, shift.ends_at)
    session.refresh(shift)
    assert shift.state is ShiftState.CONFIRMED

    adds(a_member(session, community))
    session.refresh(shift)

    assert shift.state is ShiftState.OPEN


def test_while_the_shift_runs_one_is_added_on_the_spot(session, community, shift, adds):
    wang = a_member(session, community)
    with pytest.raises(StillRunning):
        adds(wang, shift.ends_at - timedelta(minutes=1))
    assert adds(wang, shift.ends_at)


def test_after_the_window_nothing_is_made_up(session, community, shift, adds):
    with pytest.raises(MakeupClosed):
        adds(a_member(session, community), shift.ends_at + timedelta(days=30, minutes=1))


def test_a_written_line_names_when_he_came(session, community, adds):
    with pytest.raises(TimeMissing):
        adds(a_member(session, community), arrived_at=None)


def test_times_lie_around_the_shift(session, community, shift, adds):
    with pytest.raises(TimeOutOfRange):
        adds(a_member(session, community), arrived_at=shift.starts_at - HOUR)


def test_who_is_on_the_list_is_not_added_again(session, community, shift, adds):
    wang = present(session, community, shift)
    with pytest.raises(AlreadySignedUp):
        adds(wang.member)


def test_who_was_marked_missing_is_put_right_first(session, community, shift, adds, leader):
    wang = a_sign_up(session, community, shift, a_member(session, community))
    mark(
        Act(session, shift.ends_at, by=leader, community=community),
        wang.id,
        Mark(SignUpMove.MISS, wang.version),
    )

    with pytest.raises(MarkedMissing):
        adds(wang.member)


def test_nobody_writes_the_own_name_in(session, adds, leader):
    with pytest.raises(OwnCase):
        adds(session.get_one(Member, leader.member_id))


def test_t27_no_minor_is_written_into_a_dangerous_shift(session, community, shift, adds):
    shift.activity.risk, shift.activity.policy_no = RiskLevel.HIGH, "PICC-1"
    session.flush()
    young = a_member(session, community, "小明")
    young.person.birth_on = date(2009, 1, 1)

    with pytest.raises(DangerousForMinors):
        adds(young)
