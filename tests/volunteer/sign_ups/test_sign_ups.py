"""Taking a place, joining the queue, being called from it, going back."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from core.errors import NotAllowed, NotFound, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import MemberState
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    a_shift,
    a_sign_up,
    counters,
    states,
    the_leader,
)
from tests.builders import NOW, a_community, a_member, authority_of, staff
from tests.trail import lines
from volunteer.activities.rules import refusals, shifts
from volunteer.sign_ups.models import SignUpState
from volunteer.sign_ups.rules import cancelling, queues, sign_ups

EARLY = NOW - timedelta(days=1)
APPROVED, WAITLISTED = SignUpState.APPROVED, SignUpState.WAITLISTED
CANCELLED = SignUpState.CANCELLED


def cancel(session, community, sign_up, now=EARLY, reason="有事"):
    by = authority_of(session, sign_up.member)
    return cancelling.cancel(
        Act(session, now, by=by, community=community), sign_up.id, reason
    ).sign_up


def told(session, member):
    session.flush()
    rows = session.query(Notification).filter_by(person_id=member.person_id)
    return [row.sentence % row.values for row in rows.order_by(Notification.id)]


def test_sign_up_takes_one_place(session, community, shift):
    made = a_sign_up(session, community, shift, a_member(session, community))

    assert made.state is APPROVED
    assert counters(session, shift) == (2, 1, 0)


def test_one_second_before_closing_is_in_time(session, community, activity):
    closing = a_shift(session, activity, sign_up_closes_at=NOW + timedelta(seconds=1))

    assert a_sign_up(session, community, closing, a_member(session, community)).state is APPROVED


def test_at_closing_time_is_too_late(session, community, activity):
    closing = a_shift(session, activity, sign_up_closes_at=NOW)

    with pytest.raises(refusals.SignUpClosed):
        a_sign_up(session, community, closing, a_member(session, community))
    assert counters(session, closing) == (2, 0, 0)


def test_at_opening_time_is_in_time(session, community, activity):
    opening = a_shift(session, activity, sign_up_opens_at=NOW)

    assert a_sign_up(session, community, opening, a_member(session, community)).state is APPROVED


def test_one_second_before_opening_is_too_early(session, community, activity):
    opening = a_shift(session, activity, sign_up_opens_at=NOW + timedelta(seconds=1))

    with pytest.raises(refusals.NotOpenYet, match="5月15日 10:00 开放"):
        a_sign_up(session, community, opening, a_member(session, community))


def test_second_sign_up_is_refused(session, community, shift):
    member = a_member(session, community)
    a_sign_up(session, community, shift, member)

    with pytest.raises(refusals.AlreadySignedUp):
        a_sign_up(session, community, shift, member)
    assert counters(session, shift) == (2, 1, 0)


def test_after_cancelling_one_may_sign_up_again(session, community, shift):
    member = a_member(session, community)
    cancel(session, community, a_sign_up(session, community, shift, member))

    assert a_sign_up(session, community, shift, member).state is APPROVED


def test_cancelling_twice_frees_one_place(session, community, shift):
    made = a_sign_up(session, community, shift, a_member(session, community))
    cancel(session, community, made)

    with pytest.raises(cancelling.NotSignedUp):
        cancel(session, community, made)
    assert counters(session, shift) == (2, 0, 0)


def test_cancelling_at_the_start_is_too_late(session, community, shift):
    made = a_sign_up(session, community, shift, a_member(session, community))

    with pytest.raises(cancelling.ShiftBegan):
        cancel(session, community, made, now=SATURDAY)


def test_another_members_sign_up_cannot_be_cancelled(session, community, shift):
    made = a_sign_up(session, community, shift, a_member(session, community))
    stranger = authority_of(session, a_member(session, community, "路人"))

    with pytest.raises(NotAllowed):
        cancelling.cancel(Act(session, NOW, by=stranger, community=community), made.id, "")


def test_another_communitys_shift_does_not_exist(session, community, shift):
    other = a_community(session, "nanguan")

    with pytest.raises(NotFound):
        a_sign_up(session, other, shift, a_member(session, other))


def test_another_communitys_sign_up_does_not_exist(session, community, shift):
    made = a_sign_up(session, community, shift, a_member(session, community))
    other = a_community(session, "nanguan")

    with pytest.raises(NotFound):
        cancelling.cancel(
            Act(session, NOW, by=staff(session, other, Role.COORDINATOR), community=other),
            made.id,
            "",
        )


def test_cancelled_activity_takes_nobody(session, community, activity, shift):
    member = a_member(session, community)
    shifts.call_off(Act(session, NOW), shift, "下雨")

    with pytest.raises(refusals.ActivityCalledOff):
        a_sign_up(session, community, shift, member)


def test_t20_full_shift_puts_newcomers_in_the_queue_in_order(session, community, shift):
    made = a_queue(session, community, shift, "甲乙丙丁")

    assert states(made) == [APPROVED, APPROVED, WAITLISTED, WAITLISTED]
    assert [each.queue_no for each in made] == [None, None, 1, 2]
    assert counters(session, shift) == (2, 2, 2)


def test_t20_a_freed_place_goes_to_the_first_in_the_queue(session, community, shift):
    made = a_queue(session, community, shift, "甲乙丙丁")

    cancel(session, community, made[0])

    assert states(made) == [CANCELLED, APPROVED, APPROVED, WAITLISTED]
    assert counters(session, shift) == (2, 2, 1)
    assert [words[:27] for words in told(session, made[2].member)] == [
        "《清理楼道小广告》有空位，已经给您补上：5月16日 9"
    ]
    assert told(session, made[3].member) == []


def test_leaving_the_queue_promotes_nobody(session, community, shift):
    made = a_queue(session, community, shift, "甲乙丙丁")

    cancel(session, community, made[2])

    assert states(made) == [APPROVED, APPROVED, CANCELLED, WAITLISTED]
    assert counters(session, shift) == (2, 2, 1)


def test_suspended_member_is_passed_over_in_the_queue(session, community, shift):
    made = a_queue(session, community, shift, "甲乙丙丁")
    made[2].member.state = MemberState.SUSPENDED
    session.flush()

    cancel(session, community, made[0])

    assert states(made) == [CANCELLED, APPROVED, WAITLISTED, APPROVED]


@pytest.mark.parametrize(("early", "state"), [(1, APPROVED), (0, WAITLISTED)])
def test_t20_promotion_stops_two_hours_before_the_start(session, community, shift, early, state):
    made = a_queue(session, community, shift, "甲乙丙")

    cancel(session, community, made[0], SATURDAY - timedelta(hours=2, seconds=early))

    assert made[2].state is state


def test_t20_newcomers_do_not_pass_those_who_wait(session, community, shift):
    made = a_queue(session, community, shift, "甲乙丙")
    cancel(session, community, made[0], SATURDAY - timedelta(hours=1))

    late = a_sign_up(
        session,
        community,
        shift,
        a_member(session, community, "后来"),
        SATURDAY - timedelta(minutes=30),
    )

    assert late.state is WAITLISTED
    assert counters(session, shift) == (2, 1, 2)


def test_t20_after_that_the_leader_calls_by_hand(session, community, activity, shift):
    made = a_queue(session, community, shift, "甲乙丙")
    cancel(session, community, made[0], SATURDAY - timedelta(hours=1))

    queues.admit(
        Act(session, SATURDAY, by=the_leader(session, activity), community=community), made[2].id
    )

    assert made[2].state is APPROVED
    assert counters(session, shift) == (2, 2, 0)


def test_calling_by_hand_needs_a_free_place(session, community, activity, shift):
    made = a_queue(session, community, shift, "甲乙丙")

    with pytest.raises(queues.NoFreePlace):
        queues.admit(
            Act(session, NOW, by=the_leader(session, activity), community=community), made[2].id
        )


def test_calling_by_hand_ends_with_the_shift(session, community, activity, shift):
    made = a_queue(session, community, shift, "甲乙丙")

    with pytest.raises(cancelling.ShiftBegan):
        queues.admit(
            Act(session, shift.ends_at, by=the_leader(session, activity), community=community),
            made[2].id,
        )


def test_who_has_a_place_cannot_be_called(session, community, activity, shift):
    made = a_queue(session, community, shift, "甲")

    with pytest.raises(cancelling.NotSignedUp):
        queues.admit(
            Act(session, NOW, by=the_leader(session, activity), community=community), made[0].id
        )


def test_nobody_calls_the_own_name(session, community, activity, shift):
    leader = the_leader(session, activity)
    a_queue(session, community, shift, "甲乙")
    own = sign_ups.sign_up(
        Act(session, NOW, by=leader, community=community), sign_ups.Wish(shift.id, leader.member_id)
    )

    with pytest.raises(OwnCase):
        queues.admit(Act(session, NOW, by=leader, community=community), own.id)


def test_leader_signs_up_a_member_after_closing(session, community, activity):
    closing = a_shift(session, activity, sign_up_closes_at=NOW)
    member = a_member(session, community, "老李")
    wish = sign_ups.Wish(closing.id, member.id)

    made = sign_ups.sign_up(
        Act(session, NOW, by=the_leader(session, activity), community=community), wish
    )

    assert made.state is APPROVED
    assert "已经替您报了《清理楼道小广告》" in told(session, member)[0]


def test_leader_of_another_team_signs_nobody_up(session, community, activity, shift):
    stranger = authority_of(session, a_member(session, community, "路人"))
    wish = sign_ups.Wish(shift.id, a_member(session, community, "老李").id)

    with pytest.raises(NotAllowed):
        sign_ups.sign_up(Act(session, NOW, by=stranger, community=community), wish)


def test_t20_raising_the_places_calls_the_queue_in_order(session, community, activity, shift):
    made = a_queue(session, community, shift, "甲乙丙丁戊")

    promoted = shifts.set_places(
        Act(session, NOW, by=the_leader(session, activity), community=community), shift, 4
    )

    assert promoted == made[2:4]
    assert counters(session, shift) == (4, 4, 1)


def test_t20_places_cannot_fall_below_those_taken(session, community, activity, shift):
    a_queue(session, community, shift, "甲乙")
    leader = the_leader(session, activity)

    with pytest.raises(shifts.PlacesBelowTaken, match="已经报了 2 人"):
        shifts.set_places(Act(session, NOW, by=leader, community=community), shift, 1)
    assert shifts.set_places(Act(session, NOW, by=leader, community=community), shift, 2) == []


def test_queue_lapses_when_the_shift_has_ended(session, community, shift):
    made = a_queue(session, community, shift, "甲乙丙")

    assert queues.lapse_waiting(session, shift.ends_at - timedelta(seconds=1)) == 0
    assert queues.lapse_waiting(session, shift.ends_at) == 1
    assert made[2].state is SignUpState.LAPSED
    assert counters(session, shift) == (2, 2, 0)
    assert queues.lapse_waiting(session, shift.ends_at) == 0


def test_signing_up_calling_and_cancelling_are_in_the_trail(session, community, shift):
    first, _second, waiting = a_queue(session, community, shift, "甲乙丙")
    leader, late = the_leader(session, shift.activity), SATURDAY - timedelta(hours=1)
    cancel(session, community, first, late)
    queues.admit(Act(session, late, by=leader, community=community), waiting.id)

    own = first.member.person_id
    noted = lines(session, "sign_up_made", "sign_up_cancelled", "sign_up_admitted")
    assert (len(noted), noted[0]) == (5, ("sign_up_made", first.id, own))
    assert noted[-2:] == [
        ("sign_up_cancelled", first.id, own),
        ("sign_up_admitted", waiting.id, leader.person_id),
    ]
