"""Walk-ins and shifts that run on."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEvent, Guardian
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import MemberState
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    a_sign_up,
    counters,
)
from tests.builders import a_member, add, staff
from tests.trail import lines
from volunteer.activities.models import RiskLevel
from volunteer.activities.rules.refusals import (
    AlreadySignedUp,
    DangerousForMinors,
    GuardianConsentMissing,
    GuardianOnTheSpot,
    MembershipSuspended,
)
from volunteer.attendance.rules.attendance import TimeOutOfRange
from volunteer.attendance.rules.extensions import CannotShorten, WhyMissing, extend
from volunteer.attendance.rules.on_site import RegisterClosed, WalkIn, walk_in
from volunteer.sign_ups.models import SignUpState

MINUTE = timedelta(minutes=1)
END = SATURDAY + 90 * MINUTE


@pytest.fixture
def adds(session, community, shift, leader):
    """Call with a member: the leader adds them on the spot."""

    def do(member, now=SATURDAY, **given):
        return walk_in(
            Act(session, now, by=leader, community=community), WalkIn(shift.id, member.id, **given)
        )

    return do


def test_who_is_there_is_added_and_checked_in(session, community, shift, adds):
    made = adds(a_member(session, community), note="路过帮忙")

    assert (made.state, made.is_walk_in) == (SignUpState.CHECKED_IN, True)
    assert (made.arrived_at, made.attendance_note) == (SATURDAY, "路过帮忙")
    assert counters(session, shift) == (2, 1, 0)


def test_a_full_shift_gets_one_place_more(session, community, shift, adds):
    a_queue(session, community, shift, "甲乙")
    adds(a_member(session, community))

    assert counters(session, shift) == (3, 3, 0)


def test_who_waited_comes_in_from_the_queue(session, community, shift, adds):
    queued = a_queue(session, community, shift, "甲乙丙")[2]
    made = adds(type("Who", (), {"id": queued.member_id}))

    assert made.id == queued.id
    assert (made.state, counters(session, shift)) == (SignUpState.CHECKED_IN, (3, 3, 0))


def test_who_has_a_place_is_ticked_not_added(session, community, shift, adds):
    member = a_member(session, community)
    a_sign_up(session, community, shift, member)

    with pytest.raises(AlreadySignedUp):
        adds(member)


def test_adding_ends_with_the_shift(session, community, adds):
    with pytest.raises(RegisterClosed):
        adds(a_member(session, community), END)
    adds(a_member(session, community), END - timedelta(seconds=1))


def test_adding_begins_when_checking_in_does(session, community, adds):
    with pytest.raises(RegisterClosed):
        adds(a_member(session, community), SATURDAY - 31 * MINUTE)
    adds(a_member(session, community), SATURDAY - 30 * MINUTE)


def test_a_time_of_arrival_lies_between_the_door_and_now(session, community, adds):
    with pytest.raises(TimeOutOfRange):
        adds(a_member(session, community), arrived_at=SATURDAY + MINUTE)


def test_t27_no_leader_adds_a_minor_to_danger(session, community, shift, adds):
    shift.activity.policy_no, shift.activity.risk = "PICC-1", RiskLevel.HIGH
    session.flush()
    minor = a_member(session, community, "小李", birth_on=date(2009, 1, 1))

    with pytest.raises(DangerousForMinors):
        adds(minor)


def test_who_waits_for_the_desk_is_on_the_list_so_that_insurance_holds(session, community, adds):
    made = adds(a_member(session, community, state=MemberState.PENDING))

    assert (made.state, made.is_walk_in) == (SignUpState.CHECKED_IN, True)


def test_who_left_is_not_added(session, community, adds):
    with pytest.raises(MembershipSuspended):
        adds(a_member(session, community, state=MemberState.WITHDRAWN))


def test_nobody_adds_the_own_name(session, community, shift, leader):
    with pytest.raises(OwnCase):
        walk_in(
            Act(session, SATURDAY, by=leader, community=community),
            WalkIn(shift.id, leader.member_id),
        )


def test_only_who_leads_the_team_adds(session, community, shift):
    clerk = staff(session, community, Role.SHOP_CLERK)
    with pytest.raises(NotAllowed):
        walk_in(
            Act(session, SATURDAY, by=clerk, community=community),
            WalkIn(shift.id, a_member(session, community).id),
        )


def test_t2_an_extension_is_logged(session, community, shift, leader):
    extend(
        Act(session, END, by=leader, community=community),
        shift.id,
        END + 30 * MINUTE,
        "雪大，没扫完",
    )

    assert shift.ends_at == END + 30 * MINUTE
    logged = session.query(AuditEvent).filter_by(event="shift_extended").one()
    assert logged.details["reason"] == "雪大，没扫完"


@pytest.mark.parametrize("more", [0, -10, 241])
def test_a_shift_is_only_lengthened_and_not_too_far(session, community, shift, leader, more):
    with pytest.raises(CannotShorten):
        extend(
            Act(session, END, by=leader, community=community),
            shift.id,
            END + more * MINUTE,
            "没扫完",
        )


def test_an_extension_says_why(session, community, shift, leader):
    with pytest.raises(WhyMissing):
        extend(Act(session, END, by=leader, community=community), shift.id, END + MINUTE, " ")


@pytest.fixture
def child(session, community):
    """A child of twelve whose guardian agreed and has no number."""
    made = a_member(session, community, "小李", birth_on=date(2014, 1, 1))
    add(session, Guardian(person_id=made.person_id, name="李父", consented_at=SATURDAY))
    return made


def test_child_is_added_when_the_leader_sees_the_guardian(session, adds, child):
    with pytest.raises(GuardianOnTheSpot):
        adds(child)

    assert adds(child, is_accompanied=True).state is SignUpState.CHECKED_IN
    assert session.query(AuditEvent).order_by(AuditEvent.id.desc()).first().details == {
        "note": "",
        "guardian": "here",
    }


def test_company_does_not_stand_for_the_guardians_consent(session, community, adds):
    unagreed = a_member(session, community, "小赵", birth_on=date(2014, 1, 1))

    with pytest.raises(GuardianConsentMissing):
        adds(unagreed, is_accompanied=True)


def test_t27_company_opens_no_dangerous_activity(session, shift, adds, child):
    shift.activity.policy_no, shift.activity.risk = "PICC-1", RiskLevel.HIGH
    session.flush()

    with pytest.raises(DangerousForMinors):
        adds(child, is_accompanied=True)


def test_who_was_added_and_a_longer_shift_are_in_the_trail(session, community, shift, leader, adds):
    made = adds(a_member(session, community))
    extend(
        Act(session, END, by=leader, community=community),
        shift.id,
        END + 30 * MINUTE,
        "雪大，没扫完",
    )

    assert lines(session, "walk_in_added", "shift_extended") == [
        ("walk_in_added", made.id, leader.person_id),
        ("shift_extended", shift.id, leader.person_id),
    ]
