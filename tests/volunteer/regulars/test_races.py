"""Many at once on both engines: two upkeeps, the last place that may be kept, an end meanwhile."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.members.models import Community
from tests.activity_builders import a_shift, an_activity, counters, the_leader
from tests.builders import NOW, a_community, a_member
from tests.racing import as_volunteer, together
from tests.volunteer.regulars.conftest import FIRST, WEEK, a_regular
from volunteer.regulars.models import Regular, RegularState, RegularTurn
from volunteer.regulars.rules import asking, keeping, seating
from volunteer.regulars.rules.series import SeriesFull
from volunteer.sign_ups.models import LIVE, SignUp
from volunteer.sign_ups.rules import sign_ups

pytestmark = pytest.mark.race


def the_crowd(session, people, places, state=RegularState.ACTIVE):
    community = a_community(session)
    activity = an_activity(session, community)
    shift = a_shift(session, activity, places=places, starts_at=FIRST)
    members = [a_member(session, community, f"甲{number}") for number in range(people)]
    rows = [a_regular(session, activity, each, state=state) for each in members]
    return community, activity, shift, members, rows


def test_two_upkeeps_keep_every_place_once_beside_who_signs_up(engine, prepare):
    community, _, shift, members, _ = prepare(lambda session: the_crowd(session, 4, 6))

    def upkeep(session):
        return seating.seat_regulars(session, NOW)

    def signs_up(member):
        def act(session):
            here = session.get_one(Community, community.id)
            doing = Act(session, NOW, by=as_volunteer(member), community=here)
            return sign_ups.sign_up(doing, sign_ups.Wish(shift.id, member.id))

        return act

    together(engine, [upkeep, upkeep, upkeep, *(signs_up(each) for each in members[:2])])

    with Session(engine) as asking_:
        held = select(SignUp.member_id).where(SignUp.shift_id == shift.id, SignUp.state.in_(LIVE))
        people = asking_.scalars(held).all()
        assert len(people) == len(set(people)) == counters(asking_, shift)[1]
        assert len(asking_.scalars(select(RegularTurn)).all()) == len(members)


def test_of_many_answers_at_once_no_more_are_taken_on_than_may_be(engine, prepare):
    def town(session):
        made = the_crowd(session, 6, 4, RegularState.ASKED)
        return (*made, the_leader(session, made[1]))

    community, *_, rows, leader = prepare(town)

    def accepts(regular_id):
        def act(session):
            here = session.get_one(Community, community.id)
            return asking.accept(Act(session, NOW, by=leader, community=here), regular_id)

        return act

    done = together(engine, [accepts(each.id) for each in rows])

    assert len([each for each in done if isinstance(each, SeriesFull)]) == 4
    assert sum(each for each in done if isinstance(each, int)) == 2


def test_who_ends_while_places_are_kept_has_none(engine, prepare):
    community, activity, _, members, rows = prepare(lambda session: the_crowd(session, 1, 6))
    more = prepare(
        lambda session: a_shift(
            session, session.merge(activity, load=False), starts_at=FIRST + WEEK
        )
    )

    def ends(session):
        here = session.get_one(Community, community.id)
        doing = Act(session, NOW, by=as_volunteer(members[0]), community=here)
        return keeping.end(doing, rows[0].id)

    def upkeep(session):
        return seating.seat_regulars(session, NOW)

    together(engine, [upkeep, ends, upkeep])

    with Session(engine) as after:
        assert after.get_one(Regular, rows[0].id).state is RegularState.ENDED
        assert counters(after, more)[1] == 0
        held = select(SignUp).where(SignUp.member_id == members[0].id, SignUp.state.in_(LIVE))
        assert after.scalars(held).all() == []
