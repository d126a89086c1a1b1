"""A volunteer's card read at the board: by scanner, camera or hand."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, NotFound
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    a_shift,
    a_sign_up,
    an_activity,
    the_leader,
)
from tests.builders import a_community, a_member, staff
from tests.racing import together
from volunteer.activities.rules import shifts
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.attendance.rules.attendance_cases import ShiftCalledOff
from volunteer.attendance.rules.cards import CardTooEarly, CardTooLate, OwnCard, read_card
from volunteer.attendance.rules.on_site import MarkedMissing
from volunteer.sign_ups.models import SignUp, SignUpMove, SignUpState

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
END = SATURDAY + 90 * MINUTE


@pytest.fixture
def reads(session, community, shift, leader):
    """Call with a member: the leader reads that card."""

    def do(member_id, now=SATURDAY):
        return read_card(Act(session, now, by=leader, community=community), shift.id, member_id)

    return do


def test_a_card_checks_in_who_has_a_place_and_says_how(reads, wang):
    read = reads(wang.member_id)

    assert (read.sign_up, read.is_arrival) == (wang, True)
    assert (wang.state, wang.arrived_at, wang.arrived_by) == (
        SignUpState.CHECKED_IN,
        SATURDAY,
        "card",
    )


def test_a_card_read_again_changes_nothing(reads, wang):
    reads(wang.member_id)

    again = reads(wang.member_id, SATURDAY + MINUTE)

    assert (again.is_arrival, wang.arrived_at) == (False, SATURDAY)


def test_who_has_no_place_is_told_and_not_added(session, community, reads):
    stranger = a_member(session, community)

    read = reads(stranger.id)

    assert (read.member.id, read.sign_up, session.query(SignUp).count()) == (stranger.id, None, 0)


def test_who_waits_in_the_queue_is_told_and_not_added(session, community, shift, reads):
    waiting = a_queue(session, community, shift, "甲乙丙")[2]

    assert reads(waiting.member_id).sign_up is None
    assert waiting.state is SignUpState.WAITLISTED


def test_an_arrival_undone_before_comes_back_with_its_own_means(
    session, community, leader, reads, wang
):
    act = Act(session, SATURDAY, by=leader, community=community)
    mark(act, wang.id, Mark(SignUpMove.ARRIVE, wang.version))
    mark(act, wang.id, Mark(SignUpMove.UNDO, wang.version))

    reads(wang.member_id, SATURDAY + 5 * MINUTE)

    assert (wang.arrived_at, wang.arrived_by) == (SATURDAY, "leader")


def test_cards_are_read_from_the_opening_moment(reads, wang):
    with pytest.raises(CardTooEarly) as refused:
        reads(wang.member_id, SATURDAY - 30 * MINUTE - SECOND)
    assert "8:30 起可以扫卡" in refused.value.sentence
    assert reads(wang.member_id, SATURDAY - 30 * MINUTE).is_arrival


def test_cards_are_read_until_the_end(reads, wang):
    with pytest.raises(CardTooLate):
        reads(wang.member_id, END)
    assert reads(wang.member_id, END - SECOND).is_arrival


def test_nobody_reads_the_own_card(leader, reads):
    with pytest.raises(OwnCard):
        reads(leader.member_id)


def test_a_shift_called_off_reads_none(session, community, shift, leader, reads, wang):
    shifts.call_off(Act(session, SATURDAY, by=leader, community=community), shift, "下雨")
    session.refresh(shift)
    with pytest.raises(ShiftCalledOff):
        reads(wang.member_id)


def test_who_is_marked_as_missing_is_put_right_first(session, community, leader, reads, wang):
    act = Act(session, SATURDAY, by=leader, community=community)
    mark(act, wang.id, Mark(SignUpMove.MISS, wang.version))

    with pytest.raises(MarkedMissing):
        reads(wang.member_id)


def test_only_who_keeps_the_list_reads_cards(session, community, shift, wang):
    clerk = staff(session, community, Role.SHOP_CLERK)
    with pytest.raises(NotAllowed):
        read_card(Act(session, SATURDAY, by=clerk, community=community), shift.id, wang.member_id)


def test_another_communitys_card_is_no_card_here(session, reads):
    other = a_member(session, a_community(session, "nanguan"))
    with pytest.raises(NotFound):
        reads(other.id)


@pytest.mark.race
def test_a_card_read_by_two_at_once_is_one_arrival(engine, prepare):
    def build(session):
        community = a_community(session)
        shift = a_shift(session, an_activity(session, community))
        signed = a_sign_up(session, community, shift, a_member(session, community, "王秀兰"))
        return community.id, shift.id, signed.member_id, the_leader(session, shift.activity)

    community_id, shift_id, member_id, by = prepare(build)

    def read(session):
        here = session.get_one(Community, community_id)
        return read_card(Act(session, SATURDAY, by=by, community=here), shift_id, member_id)

    assert sorted(each.is_arrival for each in together(engine, [read, read])) == [False, True]
