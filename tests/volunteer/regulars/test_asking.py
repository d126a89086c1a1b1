"""Becoming a regular: asked for or offered, and answered by the other of the two."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Notification
from core.errors import NotAllowed, NotFound, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import TeamColour
from tests.activity_builders import a_shift, an_activity, counters
from tests.builders import NOW, a_community, a_member, a_role, authority_of, the_team
from tests.volunteer.regulars.conftest import a_regular, doing
from volunteer.regulars.models import RegularState
from volunteer.regulars.rules import asking
from volunteer.regulars.rules.asking import (
    AlreadyRegular,
    AnsweredBefore,
    ChildNotRegular,
    NothingComing,
    NotInTheTeam,
)
from volunteer.regulars.rules.series import SeriesFull, Slot


@pytest.fixture
def slot(activity, saturdays):
    return Slot(activity.id, "志愿者")


@pytest.fixture
def leads(session, community, leader):
    return Act(session, NOW, by=leader, community=community)


@pytest.fixture
def wish(session, community, member, slot):
    return asking.ask(doing(session, community, member), slot)


def told(session, member):
    """What a person was told last."""
    rows = session.scalars(select(Notification).filter_by(person_id=member.person_id))
    return [each.sentence for each in rows]


def test_who_asks_waits_for_the_leader(session, activity, saturdays, wish):
    assert wish.is_asked
    assert counters(session, saturdays[0]) == (4, 0, 0)
    assert told(session, activity.leader) == [asking.WANTS]


def test_a_yes_keeps_the_coming_shifts_at_once(session, saturdays, member, wish, leads):
    assert asking.accept(leads, wish.id) == 4

    assert (wish.state, wish.since_at) == (RegularState.ACTIVE, NOW)
    assert counters(session, saturdays[3]) == (4, 1, 0)
    assert told(session, member) == [asking.ACCEPTED]


def test_a_no_is_told(session, member, wish, leads):
    asking.refuse(leads, wish.id)

    assert wish.state is RegularState.REFUSED
    assert told(session, member) == [asking.REFUSED]


def test_after_a_no_one_may_ask_again(session, community, member, slot, wish, leads):
    asking.refuse(leads, wish.id)

    assert asking.ask(doing(session, community, member), slot).is_asked


def test_what_is_offered_the_member_answers(session, community, activity, member, slot, leads):
    made = asking.offer(leads, slot, member.id)
    assert told(session, member) == [asking.OFFERED]

    assert asking.accept(doing(session, community, member), made.id) == 4
    assert told(session, activity.leader) == [asking.AGREED]


def test_a_member_may_say_no_to_an_offer(session, community, member, slot, leads):
    made = asking.offer(leads, slot, member.id)

    asking.refuse(doing(session, community, member), made.id)

    assert made.state is RegularState.REFUSED


def test_nobody_is_asked_twice(session, community, member, slot, wish, leads):
    with pytest.raises(AlreadyRegular):
        asking.ask(doing(session, community, member), slot)
    with pytest.raises(AlreadyRegular):
        asking.offer(leads, slot, member.id)


def test_who_is_not_in_the_team_may_not_ask(session, community, slot):
    red = a_member(session, community, team=the_team(session, community, TeamColour.RED))

    with pytest.raises(NotInTheTeam):
        asking.ask(doing(session, community, red), slot)


@pytest.mark.parametrize(("born", "may"), [(date(2012, 5, 15), True), (date(2012, 5, 16), False)])
def test_a_child_comes_with_the_guardian(session, community, slot, leads, born, may):
    child = a_member(session, community, birth_on=born)

    if may:
        assert asking.offer(leads, slot, child.id).is_offered
        return
    with pytest.raises(ChildNotRegular):
        asking.offer(leads, slot, child.id)


def test_a_weekday_without_a_shift_is_refused(session, community, member, activity, saturdays):
    with pytest.raises(NothingComing):
        asking.ask(doing(session, community, member), Slot(activity.id, "志愿者", 0))


def test_a_series_of_nowhere_is_not_found(session, community, member):
    with pytest.raises(NotFound):
        asking.ask(doing(session, community, member), Slot(987, "志愿者"))


def test_as_many_as_may_be_kept_are_taken_on(session, community, activity, member, wish, leads):
    """Of four places two may be kept: the second is taken on, a third is not."""
    a_regular(session, activity, a_member(session, community))
    assert asking.accept(leads, wish.id) == 4

    third = a_regular(session, activity, a_member(session, community), state=RegularState.ASKED)
    with pytest.raises(SeriesFull):
        asking.accept(leads, third.id)
    with pytest.raises(SeriesFull):
        asking.offer(leads, Slot(activity.id, "志愿者"), a_member(session, community).id)


def test_a_larger_shift_lets_one_more_in(session, community, activity, saturdays, wish, leads):
    for _ in range(2):
        a_regular(session, activity, a_member(session, community))
    a_shift(session, activity, places=6, starts_at=saturdays[3].starts_at + timedelta(days=7))

    assert asking.accept(leads, wish.id) >= 1


def test_two_days_of_the_week_do_not_fill_each_other(session, community, activity, saturdays):
    a_shift(session, activity, places=2, starts_at=saturdays[0].starts_at + timedelta(days=1))
    a_regular(session, activity, a_member(session, community), weekday=5)
    sunday = a_regular(
        session, activity, a_member(session, community), weekday=6, state=RegularState.OFFERED
    )

    act = doing(session, community, sunday.member)
    assert asking.accept(act, sunday.id) == 1


def test_another_answer_is_too_late(session, wish, leads):
    asking.accept(leads, wish.id)

    for answer in (asking.accept, asking.refuse):
        with pytest.raises(AnsweredBefore):
            answer(leads, wish.id)


def test_nobody_answers_the_own_question(session, community, member, wish):
    with pytest.raises(NotAllowed):
        asking.accept(doing(session, community, member), wish.id)


def test_a_leader_says_no_yes_to_oneself(session, community, activity, slot):
    own = a_member(session, community)
    a_role(session, own, Role.LEADER, activity.team)
    act = Act(session, NOW, by=authority_of(session, own), community=community)
    made = asking.ask(act, slot)

    with pytest.raises(OwnCase):
        asking.accept(act, made.id)


def test_a_leader_of_another_team_answers_nothing(session, community, wish, slot):
    red = the_team(session, community, TeamColour.RED)
    other = a_member(session, community, team=red)
    a_role(session, other, Role.LEADER, red)
    act = doing(session, community, other)

    for answer in (asking.accept, asking.refuse):
        with pytest.raises(NotAllowed):
            answer(act, wish.id)
    with pytest.raises(NotAllowed):
        asking.offer(act, slot, other.id)


def test_who_left_the_team_meanwhile_is_not_taken_on(session, community, activity, wish, leads):
    activity.team_id = the_team(session, community, TeamColour.RED).id
    session.flush()
    coordinator = a_member(session, community)
    a_role(session, coordinator, Role.COORDINATOR)

    with pytest.raises(NotInTheTeam):
        asking.accept(doing(session, community, coordinator), wish.id)


def test_a_question_of_another_community_is_not_found(session, wish, member):
    elsewhere = a_community(session, "nanguan")
    act = doing(session, elsewhere, a_member(session, elsewhere))

    with pytest.raises(NotFound):
        asking.refuse(act, wish.id)


def test_a_series_needs_no_shift_to_say_yes(session, community, activity, member, leads):
    """Between two plans nothing is counted: who goes first is decided when there is a plan."""
    empty = an_activity(session, community, title="敬老餐", team=activity.team)
    made = a_regular(session, empty, member, state=RegularState.ASKED)

    assert asking.accept(leads, made.id) == 0
