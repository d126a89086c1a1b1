"""What a regular does: leaves one out, takes it again, pauses, comes back, ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Notification
from core.errors import NotAllowed, NotFound
from teams.authority.act import Act
from tests.activity_builders import a_queue, a_sign_up, counters
from tests.builders import NOW, a_member
from tests.volunteer.regulars.conftest import FIRST, a_regular, doing, seat_all
from volunteer.regulars.models import EndReason, Outcome, RegularState, RegularTurn
from volunteer.regulars.rules import keeping
from volunteer.regulars.rules.freeing import Freed
from volunteer.regulars.rules.keeping import (
    CountsNow,
    NoPlaceLeft,
    NothingLeftOut,
    NotStanding,
    PauseOutOfRange,
)
from volunteer.sign_ups.models import SignUpState, SignUpWarning
from volunteer.sign_ups.rules.cancelling import NotSignedUp

FREE_AT_LAST = FIRST - timedelta(hours=24, seconds=1)
"""A second before cancelling the first Saturday begins to count."""


@pytest.fixture
def seated(session, regular):
    seat_all(session)
    return regular


@pytest.fixture
def early(session, community, seated):
    return doing(session, community, seated.member, FREE_AT_LAST)


def taken(session, shifts):
    return [counters(session, each)[1] for each in shifts]


def test_one_shift_is_left_out_and_taken_again(session, saturdays, seated, early):
    keeping.leave_out(early, seated.row.id, saturdays[0].id)
    assert taken(session, saturdays) == [0, 1, 1, 1]

    keeping.take_again(early, seated.row.id, saturdays[0].id)
    assert taken(session, saturdays) == [1, 1, 1, 1]


def test_what_would_count_is_not_left_out_by_one_press(session, community, saturdays, seated):
    late = doing(session, community, seated.member, FREE_AT_LAST + timedelta(seconds=1))

    with pytest.raises(CountsNow):
        keeping.leave_out(late, seated.row.id, saturdays[0].id)


def test_what_is_not_held_is_not_left_out(session, saturdays, seated, early):
    keeping.leave_out(early, seated.row.id, saturdays[0].id)

    with pytest.raises(NotSignedUp):
        keeping.leave_out(early, seated.row.id, saturdays[0].id)


def test_what_is_still_held_is_not_taken_again(session, saturdays, seated, early):
    with pytest.raises(NothingLeftOut):
        keeping.take_again(early, seated.row.id, saturdays[0].id)


def test_what_was_never_kept_is_not_taken_again(session, saturdays, seated, early):
    turn = session.scalars(select(RegularTurn).filter_by(shift_id=saturdays[1].id)).one()
    turn.outcome = Outcome.SHARE
    session.flush()

    with pytest.raises(NothingLeftOut):
        keeping.take_again(early, seated.row.id, saturdays[1].id)


def test_a_place_somebody_waits_for_is_not_taken_again(
    session, community, saturdays, seated, early
):
    keeping.leave_out(early, seated.row.id, saturdays[1].id)
    a_queue(session, community, saturdays[1], "甲乙丙丁")

    with pytest.raises(NoPlaceLeft):
        keeping.take_again(early, seated.row.id, saturdays[1].id)


def test_a_place_given_back_goes_to_who_waits(session, community, saturdays, seated, early):
    waiting = a_queue(session, community, saturdays[1], "甲乙丙丁")[-1]
    assert waiting.is_waiting

    keeping.leave_out(early, seated.row.id, saturdays[1].id)

    assert waiting.state is SignUpState.APPROVED


def test_a_pause_gives_back_what_lies_in_it(session, saturdays, seated, early):
    assert keeping.pause(early, seated.row.id, date(2026, 5, 30)) == Freed(2, 0)

    assert taken(session, saturdays) == [0, 0, 1, 1]


def test_a_pause_is_no_way_round_the_late_marks(session, community, saturdays, seated):
    late = doing(session, community, seated.member, FREE_AT_LAST + timedelta(seconds=1))

    assert keeping.pause(late, seated.row.id, date(2026, 5, 30)) == Freed(1, 1)
    assert taken(session, saturdays) == [1, 0, 1, 1]
    assert session.query(SignUpWarning).count() == 0


def test_coming_back_keeps_what_nobody_took(session, community, saturdays, seated, early):
    keeping.pause(early, seated.row.id, date(2026, 5, 30))
    a_queue(session, community, saturdays[1], "甲乙丙丁")

    back = keeping.resume(early, seated.row.id)

    assert (back.count, back.missed) == (1, 1)
    assert taken(session, saturdays) == [1, 4, 1, 1]


def test_after_the_pause_shifts_are_kept_by_themselves(session, regular):
    regular.row.paused_until = date(2026, 5, 23)
    session.flush()

    assert seat_all(session) == 3


@pytest.mark.parametrize(("days", "may"), [(0, True), (-1, False), (365, True), (366, False)])
def test_a_pause_lasts_from_today_to_a_year(session, seated, early, days, may):
    until = early.today + timedelta(days=days)
    if may:
        keeping.pause(early, seated.row.id, until)
        return
    with pytest.raises(PauseOutOfRange):
        keeping.pause(early, seated.row.id, until)


def test_an_end_gives_all_back(session, saturdays, seated, early):
    assert keeping.end(early, seated.row.id) == Freed(4, 0)

    assert (seated.row.state, seated.row.end_reason) == (RegularState.ENDED, EndReason.OWN)
    assert (taken(session, saturdays), seat_all(session, FREE_AT_LAST)) == ([0] * 4, 0)


def test_a_place_signed_up_by_hand_stays_at_the_end(session, community, saturdays, regular):
    a_sign_up(session, community, saturdays[0], regular.member)
    seat_all(session)

    keeping.end(doing(session, community, regular.member), regular.row.id)

    assert taken(session, saturdays) == [1, 0, 0, 0]


def test_a_leader_ends_it_and_the_member_is_told(session, community, leader, seated):
    keeping.end(Act(session, NOW, by=leader, community=community), seated.row.id)

    assert seated.row.end_reason is EndReason.LEADER
    words = select(Notification.sentence).filter_by(person_id=seated.member.person_id)
    assert keeping.ENDED_BY_LEADER in session.scalars(words).all()


def test_a_question_is_taken_back(session, community, activity, saturdays, member):
    asked = a_regular(session, activity, member, state=RegularState.ASKED)

    keeping.end(doing(session, community, member), asked.id)

    assert asked.state is RegularState.ENDED


def test_what_has_ended_is_not_paused_nor_ended_again(session, seated, early):
    keeping.end(early, seated.row.id)

    for press in (keeping.end, keeping.resume):
        with pytest.raises(NotStanding):
            press(early, seated.row.id)
    with pytest.raises(NotStanding):
        keeping.pause(early, seated.row.id, early.today)


def test_another_members_standing_is_not_theirs(session, community, seated):
    stranger = doing(session, community, a_member(session, community))

    with pytest.raises(NotFound):
        keeping.pause(stranger, seated.row.id, stranger.today)
    with pytest.raises(NotAllowed):
        keeping.end(stranger, seated.row.id)
