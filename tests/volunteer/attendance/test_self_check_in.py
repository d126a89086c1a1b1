"""Scanning the code at the place, or typing the six digits."""

from datetime import timedelta

import pytest

from core import keyring
from core.errors import NotFound, TooManyTries
from teams.authority.act import Act
from teams.members.models import Member
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity
from tests.builders import a_community, a_member
from tests.trail import lines
from volunteer.activities.models import ShiftState
from volunteer.attendance.rules import check_in
from volunteer.attendance.rules.attendance_cases import ShiftCalledOff
from volunteer.attendance.rules.attendance_moves import NotNow
from volunteer.attendance.rules.check_in import (
    CodeExpired,
    CodeUnreadable,
    Direction,
    Place,
    WrongCodeType,
    WrongShift,
)
from volunteer.attendance.rules.self_check_in import (
    CheckInNotOpen,
    CheckOutClosed,
    NotArrived,
    NotOnList,
    Scan,
    ShiftOver,
    say,
    scan,
)
from volunteer.sign_ups.models import SignUpState

MINUTE = timedelta(minutes=1)
END = SATURDAY + 90 * MINUTE


def token(shift, way=Direction.IN, now=SATURDAY):
    return check_in.issue(Place(shift.community_id, shift.id), way, now, keyring.sealer()).code


@pytest.fixture
def scans(session, community, shift, wang):
    """Call: Wang scans the code of the place at that moment."""
    member = session.get_one(Member, wang.member_id)

    def do(way=Direction.IN, now=SATURDAY, code=None):
        return scan(
            Act(session, now, community=community),
            Scan(shift.id, way, code or token(shift, way, now)),
            member,
        )

    return do


def test_scanning_notes_the_time_of_the_server(scans, wang):
    scans(now=SATURDAY - 8 * MINUTE)

    assert (wang.state, wang.arrived_by) == (SignUpState.CHECKED_IN, "qr")
    assert wang.arrived_at == SATURDAY - 8 * MINUTE


def test_a_second_scan_changes_nothing(scans, wang):
    scans()
    version = wang.version
    scans(now=SATURDAY + MINUTE)

    assert (wang.arrived_at, wang.version) == (SATURDAY, version)


def test_scanning_out_notes_leaving_once(scans, wang):
    scans()
    scans(Direction.OUT, END)
    scans(Direction.OUT, END + MINUTE)

    assert (wang.state, wang.left_at) == (SignUpState.CHECKED_OUT, END)


def test_the_door_opens_thirty_minutes_before(scans, wang):
    with pytest.raises(CheckInNotOpen, match="8:30"):
        scans(now=SATURDAY - 30 * MINUTE - timedelta(seconds=1))
    scans(now=SATURDAY - 30 * MINUTE)

    assert wang.state is SignUpState.CHECKED_IN


def test_at_the_end_it_is_too_late_to_arrive(scans):
    with pytest.raises(ShiftOver):
        scans(now=END)
    scans(now=END - timedelta(seconds=1))


def test_leaving_can_be_noted_for_an_hour_after_the_end(scans):
    scans()
    with pytest.raises(CheckOutClosed):
        scans(Direction.OUT, END + 60 * MINUTE + timedelta(seconds=1))
    scans(Direction.OUT, END + 60 * MINUTE)


def test_who_never_came_cannot_leave(scans):
    with pytest.raises(NotArrived):
        scans(Direction.OUT)


def test_who_left_does_not_arrive_again(scans):
    scans()
    scans(Direction.OUT, SATURDAY + 20 * MINUTE)
    with pytest.raises(NotNow):
        scans(now=SATURDAY + 30 * MINUTE)


def test_a_code_is_refused_for_what_it_is(session, community, shift, scans):
    other = a_shift(session, an_activity(session, community))
    with pytest.raises(CodeUnreadable):
        scans(code="x" * 40)
    with pytest.raises(WrongShift):
        scans(code=token(other))
    with pytest.raises(WrongCodeType):
        scans(code=token(shift, Direction.OUT))
    with pytest.raises(CodeExpired):
        scans(code=token(shift), now=SATURDAY + timedelta(seconds=61))


def test_who_is_not_on_the_list_is_told_whom_to_ask(session, community, shift):
    stranger = a_member(session, community, "路人")

    with pytest.raises(NotOnList, match="带队人"):
        scan(
            Act(session, SATURDAY, community=community),
            Scan(shift.id, Direction.IN, token(shift)),
            stranger,
        )


def test_who_waits_in_the_queue_is_not_on_the_list(session, community, shift, wang):
    a_sign_up(session, community, shift, a_member(session, community, "李"))
    queued = a_member(session, community, "候")
    a_sign_up(session, community, shift, queued)

    with pytest.raises(NotOnList):
        scan(
            Act(session, SATURDAY, community=community),
            Scan(shift.id, Direction.IN, token(shift)),
            queued,
        )


@pytest.mark.plants_breach
def test_a_cancelled_shift_is_said_so(session, shift, scans):
    shift.state = ShiftState.CANCELLED
    session.flush()
    with pytest.raises(ShiftCalledOff):
        scans()


def test_another_community_has_no_such_shift(session, shift):
    south = a_community(session, "nanguan")
    place = Place(south.id, shift.id)
    code = check_in.issue(place, Direction.IN, SATURDAY, keyring.sealer()).code

    with pytest.raises(NotFound):
        scan(
            Act(session, SATURDAY, community=south),
            Scan(shift.id, Direction.IN, code),
            a_member(session, south),
        )


def test_being_checked_in_elsewhere_is_flagged_for_the_leader(
    session, community, shift, wang, scans
):
    other = a_shift(session, an_activity(session, community, title="巡河"), starts_at=SATURDAY)
    member = session.get_one(Member, wang.member_id)
    wang.state = SignUpState.CANCELLED
    session.flush()
    second = a_sign_up(session, community, other, member)
    wang.state = SignUpState.APPROVED
    session.flush()
    scan(
        Act(session, SATURDAY, community=community),
        Scan(other.id, Direction.IN, token(other)),
        member,
    )

    scans()

    assert second.attendance_note == ""
    assert "巡河" in wang.attendance_note


def digits(shift, now=SATURDAY):
    place = Place(shift.community_id, shift.id)
    return check_in.issue_spoken(place, now, keyring.sealer()).code


def test_six_digits_do_the_same(session, community, shift, wang):
    member = session.get_one(Member, wang.member_id)
    say(
        Act(session, SATURDAY, community=community),
        Scan(shift.id, Direction.IN, digits(shift)),
        member,
    )

    assert (wang.state, wang.arrived_by) == (SignUpState.CHECKED_IN, "spoken")


def test_five_wrong_tries_and_then_a_wait(session, community, shift, wang):
    member = session.get_one(Member, wang.member_id)
    wrong = Scan(shift.id, Direction.IN, "000000" if digits(shift) != "000000" else "111111")
    for _ in range(5):
        assert say(Act(session, SATURDAY, community=community), wrong, member) is None
    good = Scan(shift.id, Direction.IN, digits(shift))

    with pytest.raises(TooManyTries):
        say(Act(session, SATURDAY, community=community), good, member)
    later = SATURDAY + 5 * MINUTE
    assert say(
        Act(session, later, community=community),
        Scan(shift.id, Direction.IN, digits(shift, later)),
        member,
    )


@pytest.mark.parametrize("by", ["code", "digits"])
def test_coming_and_going_are_in_the_trail_once_each(session, community, shift, wang, by):
    member = session.get_one(Member, wang.member_id)
    for way, at in ((Direction.IN, SATURDAY), (Direction.OUT, END)):
        for _again in range(2):
            if by == "digits":
                say(
                    Act(session, at, community=community),
                    Scan(shift.id, way, digits(shift, at)),
                    member,
                )
            else:
                scan(
                    Act(session, at, community=community),
                    Scan(shift.id, way, token(shift, way, at)),
                    member,
                )

    who = (wang.id, member.person_id)
    noted = lines(session, "checked_in", "checked_out")
    assert noted == [("checked_in", *who), ("checked_out", *who)]
