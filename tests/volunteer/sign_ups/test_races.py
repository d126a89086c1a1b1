"""Many at once: real threads, each with its own connection, on both engines."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import Notification
from core.errors import RuleError
from teams.authority.act import Act
from teams.members.models import Community
from tests.activity_builders import SATURDAY, a_queue, a_shift, an_activity, the_leader
from tests.builders import NOW, a_community, a_member
from tests.racing import as_volunteer, together
from volunteer.activities.models import Activity
from volunteer.activities.rules import activities, shift_places, shifts
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.rules import sign_up_rows, sign_ups
from volunteer.sign_ups.rules.cancelling import cancel

pytestmark = pytest.mark.race
EARLY = NOW - timedelta(days=2)


def signing_up(community, shift, member):
    def act(session):
        found = session.get_one(Community, community.id)
        wish = sign_ups.Wish(shift.id, member.id)
        return sign_ups.sign_up(Act(session, NOW, by=as_volunteer(member), community=found), wish)

    return act


def cancelling(community, made):
    def act(session):
        found = session.get_one(Community, community.id)
        return cancel(
            Act(session, EARLY, by=as_volunteer(made.member), community=found), made.id, ""
        )

    return act


def the_crowd(session, people, places):
    community = a_community(session)
    activity = an_activity(session, community)
    shift = a_shift(session, activity, places=places)
    members = [a_member(session, community, f"甲{number}") for number in range(people)]
    return community, activity, shift, members


def test_sixty_four_clients_for_fifty_places(engine, prepare):
    community, _, shift, members = prepare(lambda session: the_crowd(session, 64, 50))

    made = together(engine, [signing_up(community, shift, member) for member in members])

    assert Counter(each.state for each in made) == {"approved": 50, "waitlisted": 14}
    with Session(engine) as asking:
        queue = asking.scalars(
            select(SignUp.queue_no).where(SignUp.state == "waitlisted").order_by(SignUp.queue_no)
        ).all()
        assert queue == list(range(1, 15))
        assert asking.execute(
            select(shift_places.COLUMNS.taken, shift_places.COLUMNS.waiting)
        ).one() == (50, 14)


def test_one_person_sixteen_times_is_one_sign_up(engine, prepare):
    community, _, shift, members = prepare(lambda session: the_crowd(session, 1, 50))

    made = together(engine, [signing_up(community, shift, members[0])] * 16)

    codes = Counter(getattr(each, "code", "made") for each in made)
    assert codes == {"made": 1, "already_signed_up": 15}


def test_two_tabs_and_two_overlapping_activities(engine, prepare):
    """Decision 0006: the member's row is taken first, so only one of eight passes."""
    community, activity, _, members = prepare(lambda session: the_crowd(session, 1, 5))
    clashing = prepare(
        lambda session: [a_shift(session, session.get_one(Activity, activity.id)) for _ in range(8)]
    )

    made = together(engine, [signing_up(community, shift, members[0]) for shift in clashing])

    codes = Counter(getattr(each, "code", "made") for each in made)
    assert codes == {"made": 1, "time_clash": 7}


def a_full_shift(session):
    community = a_community(session)
    activity = an_activity(session, community)
    shift = a_shift(session, activity, places=10, starts_at=SATURDAY + timedelta(days=7))
    names = [chr(ord("一") + number) for number in range(30)]
    made = a_queue(session, community, shift, names, EARLY)
    assert all(each.member for each in made)
    return community, shift, made, the_leader(session, activity)


def test_ten_cancellations_while_three_places_are_added(engine, prepare):
    community, shift, made, leader = prepare(a_full_shift)

    def raising(session):
        found = session.get_one(Community, community.id)
        place = sign_up_rows.shift_in(session, community.id, shift.id)
        return shifts.set_places(Act(session, EARLY, by=leader, community=found), place, 13)

    answers = together(engine, [*(cancelling(community, one) for one in made[:10]), raising])

    assert [each for each in answers if isinstance(each, RuleError)] == []
    with Session(engine) as asking:
        after = [asking.get_one(SignUp, one.id).state for one in made]
        assert (
            after
            == [SignUpState.CANCELLED] * 10
            + [SignUpState.APPROVED] * 13
            + [SignUpState.WAITLISTED] * 7
        )
        told = asking.execute(
            select(Notification.person_id, func.count()).group_by(Notification.person_id)
        ).all()
        assert sorted(told) == sorted((one.member.person_id, 1) for one in made[10:23])


def test_signing_up_while_the_activity_is_cancelled(engine, prepare):
    community, activity, _shift, members = prepare(lambda session: the_crowd(session, 15, 20))
    leader = prepare(lambda session: the_leader(session, session.get_one(Activity, activity.id)))

    def calling_off(session):
        found = session.get_one(Activity, activity.id)
        return activities.cancel(Act(session, NOW, by=leader), found, "下雨")

    acts = [signing_up(community, _shift, member) for member in members]
    answers = together(engine, [*acts[:8], calling_off, *acts[8:]])

    refused = [each for each in answers if isinstance(each, RuleError)]
    assert {each.code for each in refused} <= {"sign_up_closed"}
    with Session(engine) as asking:
        live = select(SignUp.id).where(SignUp.state.in_(["approved", "waitlisted"]))
        assert asking.scalars(live).all() == []


def test_the_queue_leaves_while_others_are_called(engine, prepare):
    """Those who wait cancel while those before them free places: no deadlock, no lost place."""
    community, _shift, made, _ = prepare(a_full_shift)

    answers = together(engine, [cancelling(community, one) for one in made[5:25]])

    assert [each for each in answers if isinstance(each, RuleError)] == []
