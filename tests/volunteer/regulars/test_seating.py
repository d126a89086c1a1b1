"""Places kept for regulars: one path, one decision a shift, a share that stays everybody's."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from teams.authority.act import Act
from teams.members.models import MemberState, TeamMember, TeamMemberState
from tests.activity_builders import (
    a_notice,
    a_queue,
    a_shift,
    a_sign_up,
    an_activity,
    counters,
)
from tests.builders import NOW, a_member
from tests.volunteer.regulars.conftest import FIRST, WEEK, a_regular, doing, seat_all
from volunteer.activities.models import ActivityState
from volunteer.activities.rules import activities, copies
from volunteer.regulars.models import Outcome, RegularTurn
from volunteer.regulars.rules import series
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.rules import cancelling


def outcomes(session, regular):
    rows = select(RegularTurn.outcome).filter_by(regular_id=regular.id)
    return list(session.scalars(rows.order_by(RegularTurn.shift_id)))


def held(session, shift):
    return list(
        session.scalars(
            select(SignUp.member_id)
            .filter_by(shift_id=shift.id, state=SignUpState.APPROVED)
            .order_by(SignUp.id)
        )
    )


def test_every_coming_shift_is_kept_once(session, saturdays, regular):
    assert (seat_all(session), seat_all(session)) == (4, 0)

    assert outcomes(session, regular.row) == [Outcome.KEPT] * 4
    assert [counters(session, each) for each in saturdays] == [(4, 1, 0)] * 4


def test_the_place_is_the_members_own_sign_up(session, saturdays, regular):
    seat_all(session)

    made = session.scalars(select(SignUp).filter_by(shift_id=saturdays[0].id)).one()
    assert (made.member_id, made.signed_up_by_id) == (regular.member.id, regular.member.person_id)


@pytest.mark.parametrize(
    ("places", "percent", "kept"),
    [(10, 50, 5), (5, 50, 2), (1, 50, 0), (4, 100, 0), (4, 0, 4), (100, 51, 49)],
)
def test_the_share_of_all_is_rounded_up(places, percent, kept):
    settings = VolunteerSettings(open_to_all_percent=percent)

    assert series.most_kept(places, settings) == kept


def test_no_more_are_kept_than_the_share_leaves(session, community, activity, saturdays):
    rows = [a_regular(session, activity, a_member(session, community)) for _ in range(3)]

    seat_all(session)

    assert [outcomes(session, each)[0] for each in rows].count(Outcome.SHARE) == 1
    assert counters(session, saturdays[0]) == (4, 2, 0)


def test_a_place_too_few_goes_round(session, community, activity, saturdays):
    """Whoever was left out comes first next time: of three for two places each has two or three."""
    rows = [a_regular(session, activity, a_member(session, community)) for _ in range(3)]

    seat_all(session)

    kept = [outcomes(session, each).count(Outcome.KEPT) for each in rows]
    assert sorted(kept) == [2, 3, 3]
    assert outcomes(session, rows[2])[:2] == [Outcome.SHARE, Outcome.KEPT]


def test_only_shifts_of_the_weekday_are_kept(session, community, activity, saturdays):
    sunday = a_shift(session, activity, places=4, starts_at=FIRST + timedelta(days=1))
    member = a_member(session, community)
    a_regular(session, activity, member, weekday=6)

    assert seat_all(session) == 1
    assert held(session, sunday) == [member.id]


def test_another_post_is_not_kept(session, activity, saturdays, regular):
    other = a_shift(session, activity, places=4, post="引导", starts_at=FIRST + WEEK * 5)

    seat_all(session)

    assert held(session, other) == []


def test_a_copy_goes_on_the_series(session, community, activity, leader, saturdays, regular):
    act = Act(session, NOW, by=leader, community=community)
    once = copies.copy(act, activity, date(2026, 7, 4), is_month=False)
    again = copies.copy(act, once, date(2026, 8, 1), is_month=False)
    assert seat_all(session) == 4

    activities.publish(act, again)

    assert seat_all(session) == 1
    assert copies.series_of(session, again) == activity.id


def test_a_draft_keeps_nothing(session, activity, saturdays, regular):
    activity.state = ActivityState.DRAFT
    session.flush()

    assert seat_all(session) == 0


def test_a_shift_is_kept_before_sign_up_opens(session, saturdays, regular):
    saturdays[0].sign_up_opens_at = NOW + timedelta(hours=1)
    session.flush()

    seat_all(session)

    assert held(session, saturdays[0]) == [regular.member.id]


@pytest.mark.parametrize(("before", "kept"), [(timedelta(seconds=1), 1), (timedelta(0), 0)])
def test_what_has_closed_is_not_kept(session, saturdays, regular, before, kept):
    """Sign-up for the last Saturday closes two days before; that moment itself is too late."""
    saturdays[3].sign_up_closes_at = saturdays[3].starts_at - timedelta(days=2)
    session.flush()

    assert seat_all(session, saturdays[3].sign_up_closes_at - before) == kept


@pytest.mark.parametrize(("more", "kept"), [(timedelta(seconds=1), 1), (timedelta(0), 0)])
def test_what_could_no_longer_be_left_out_for_nothing_is_not_kept(
    session, saturdays, regular, more, kept
):
    """Cancelling counts from 24 hours before; whoever is given a place has three hours to say."""
    assert seat_all(session, saturdays[3].starts_at - timedelta(hours=27) - more) == kept


def test_no_place_is_kept_past_who_waits(session, community, activity, regular):
    full = a_shift(session, activity, places=1, starts_at=FIRST + WEEK * 5)
    a_queue(session, community, full, "甲乙")
    full_of = a_shift(session, activity, places=4, starts_at=FIRST + WEEK * 6)
    made = a_queue(session, community, full_of, "甲乙丙丁")
    seat_all(session)

    assert outcomes(session, regular.row)[-2:] == [Outcome.SHARE, Outcome.FULL]
    assert held(session, full_of) == [each.member_id for each in made]


def test_a_clash_is_passed_over(session, community, activity, saturdays, regular):
    elsewhere = an_activity(session, community, title="敬老餐")
    meets = a_shift(session, elsewhere, starts_at=FIRST + timedelta(minutes=60))
    a_sign_up(session, community, meets, regular.member)

    seat_all(session)

    assert outcomes(session, regular.row)[0] is Outcome.CLASH
    assert held(session, saturdays[0]) == []


def test_who_signed_up_alone_keeps_that_place(session, community, saturdays, regular):
    a_sign_up(session, community, saturdays[0], regular.member)

    seat_all(session)

    assert outcomes(session, regular.row)[0] is Outcome.OWN
    assert counters(session, saturdays[0]) == (4, 1, 0)


def test_who_may_not_sign_up_is_not_kept_either(session, saturdays, regular):
    regular.member.paused_until = NOW + timedelta(days=1)

    seat_all(session)

    assert outcomes(session, regular.row) == [Outcome.UNFIT] * 4


def test_who_has_not_read_the_risk_is_led_to_it(session, activity, saturdays, regular):
    a_notice(session, activity)

    seat_all(session)

    assert outcomes(session, regular.row) == [Outcome.UNREAD] * 4
    assert held(session, saturdays[0]) == []


def test_a_suspended_member_is_not_kept(session, saturdays, regular):
    regular.member.state = MemberState.SUSPENDED
    session.flush()

    seat_all(session)

    assert held(session, saturdays[0]) == []


def test_who_is_not_in_the_team_keeps_nothing(session, saturdays, regular):
    belonging = session.scalars(select(TeamMember).filter_by(member_id=regular.member.id)).one()
    belonging.state = TeamMemberState.LEFT
    session.flush()

    assert seat_all(session) == 0


def test_what_was_given_back_is_not_kept_again(session, community, saturdays, regular):
    seat_all(session)
    made = session.scalars(select(SignUp).filter_by(shift_id=saturdays[3].id)).one()

    cancelling.cancel(doing(session, community, regular.member), made.id, "")

    assert seat_all(session) == 0
    assert counters(session, saturdays[3]) == (4, 0, 0)


@pytest.mark.parametrize(("last", "kept"), [(date(2026, 5, 29), 3), (date(2026, 5, 30), 2)])
def test_a_paused_day_is_left_out_and_the_last_one_too(session, regular, last, kept):
    """The second Saturday is 5月30日."""
    regular.row.paused_until = last
    session.flush()

    assert seat_all(session) == kept


def test_a_series_of_another_activity_is_not_theirs(session, community, regular):
    other = an_activity(session, community, title="敬老餐")
    shift = a_shift(session, other, places=4, starts_at=FIRST)

    seat_all(session)

    assert held(session, shift) == []
