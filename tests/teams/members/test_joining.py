"""Joining a team: asked, answered by those who lead it, left, and which one is home."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Notification
from accounts.rules.people import NewPerson
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import MemberState, TeamColour, TeamMemberState
from teams.members.queries import teams
from teams.members.rules import joining, members
from teams.members.rules.joining import AlreadyInTeam, NotActiveYet, NotInTeam, RequestDecided
from teams.members.rules.registering import Registration, register_at_desk
from tests.builders import NOW, a_member, a_role, authority_of, the_team


@pytest.fixture
def red(session, dongjie):
    return the_team(session, dongjie, TeamColour.RED)


@pytest.fixture
def member(session, dongjie):
    """A member of the green team."""
    return a_member(session, dongjie)


@pytest.fixture
def leader(session, dongjie, red):
    """Who leads the red team and nothing else."""
    leading = a_member(session, dongjie, "李梅", team=red)
    a_role(session, leading, Role.LEADER, red)
    return authority_of(session, leading)


@pytest.fixture
def request_made(session, member, red):
    return joining.ask(Act(session, NOW), member, red)


def decide(session, request, by, *, is_accepted=True, reason=""):
    joining.decide(Act(session, NOW, by=by), request, is_accepted=is_accepted, reason=reason)


def told(session, member):
    """Return the newest message to a member, filled in."""
    newest = select(Notification).where(Notification.person_id == member.person_id)
    message = session.scalars(newest.order_by(Notification.id.desc()).limit(1)).one()
    return message.sentence % message.values


def test_asking_waits_for_an_answer(session, member, red, request_made):
    assert request_made.state is TeamMemberState.REQUESTED
    assert red.id not in joining.accepted_teams(session, member)


@pytest.mark.parametrize("state", [MemberState.PENDING, MemberState.SUSPENDED])
def test_only_an_active_member_asks(session, dongjie, red, state):
    with pytest.raises(NotActiveYet):
        joining.ask(Act(session, NOW), a_member(session, dongjie, state=state), red)


def test_asking_twice_is_refused(session, member, red, request_made):
    with pytest.raises(AlreadyInTeam):
        joining.ask(Act(session, NOW), member, red)


def test_who_belongs_does_not_ask(session, dongjie, member):
    with pytest.raises(AlreadyInTeam):
        joining.ask(Act(session, NOW), member, the_team(session, dongjie))


def test_accepted_member_belongs_and_is_told(session, member, red, leader, request_made):
    home = member.home_team_id

    decide(session, request_made, leader)

    assert red.id in joining.accepted_teams(session, member)
    assert member.home_team_id == home
    assert told(session, member) == "红色政策宣讲志愿服务队收下您了。"


def messages_to(session, by):
    """Return the sentences a person was left, oldest first."""
    asked = select(Notification).where(Notification.person_id == by.person_id)
    return [(m.sentence % m.values, m.link) for m in session.scalars(asked.order_by("id"))]


def test_those_who_lead_are_told_where_to_answer(session, dongjie, red, leader, request_made):
    sentence = f"有人申请加入{red.short_name}队，请看看收不收。"

    assert messages_to(session, leader) == [(sentence, "/c/dongjie/join-requests")]


def test_leaders_of_another_team_are_not_told(session, dongjie, member, red):
    blue = the_team(session, dongjie, TeamColour.BLUE)
    elsewhere = a_member(session, dongjie, "王五", team=blue)
    a_role(session, elsewhere, Role.LEADER, blue)
    joining.wish(Act(session, NOW), member, blue.id)

    joining.ask(Act(session, NOW), member, red)

    assert messages_to(session, authority_of(session, elsewhere)) == []


def test_leader_is_told_when_the_desk_activates_and_not_before(session, dongjie, red, leader):
    new = a_member(session, dongjie, "赵六", state=MemberState.PENDING)
    desk = a_member(session, dongjie, "钱七")
    a_role(session, desk, Role.COORDINATOR)
    joining.wish(Act(session, NOW), new, red.id)
    assert teams.waiting_requests(session, dongjie, None) == []

    members.activate(Act(session, NOW, by=authority_of(session, desk)), new)

    assert len(messages_to(session, leader)) == 1
    assert [each.member_id for each in teams.waiting_requests(session, dongjie, None)] == [new.id]


def test_wish_of_registration_is_home_only_once_accepted(session, dongjie, red, leader):
    person = NewPerson("孙一", date(1980, 1, 1))
    wanted = Registration(person, team_id=red.id)
    desk = a_member(session, dongjie, "钱七")
    a_role(session, desk, Role.COORDINATOR)

    made, _ = register_at_desk(
        Act(session, NOW, by=authority_of(session, desk), community=dongjie), wanted
    )
    wished = teams.memberships(session, dongjie, made.id)[red.id]
    assert (made.home_team_id, wished.state) == (None, TeamMemberState.REQUESTED)

    decide(session, wished, leader)
    assert made.home_team_id == red.id


def test_refused_wish_leaves_no_home(session, member, red, leader, request_made):
    member.home_team_id = None

    decide(session, request_made, leader, is_accepted=False, reason="人满了")

    assert member.home_team_id is None


def test_member_without_a_home_team_finds_one_there(session, member, red, leader, request_made):
    member.home_team_id = None

    decide(session, request_made, leader)

    assert member.home_team_id == red.id


def test_refused_member_is_told_why_and_may_ask_again(session, member, red, leader, request_made):
    decide(session, request_made, leader, is_accepted=False, reason="这一季人满了")

    assert request_made.state is TeamMemberState.REFUSED
    assert "这一季人满了" in told(session, member)
    assert joining.ask(Act(session, NOW), member, red).id != request_made.id


def test_leader_of_another_team_does_not_answer(session, dongjie, request_made):
    blue = the_team(session, dongjie, TeamColour.BLUE)
    elsewhere = a_member(session, dongjie, "王五", team=blue)
    a_role(session, elsewhere, Role.LEADER, blue)

    with pytest.raises(NotAllowed):
        decide(session, request_made, authority_of(session, elsewhere))


def test_nobody_answers_the_own_request(session, member, red, request_made):
    a_role(session, member, Role.DEPUTY, red)

    with pytest.raises(OwnCase):
        decide(session, request_made, authority_of(session, member))


def test_request_is_answered_once(session, leader, request_made):
    decide(session, request_made, leader)

    with pytest.raises(RequestDecided):
        decide(session, request_made, leader, is_accepted=False, reason="人满了")


def test_request_taken_back_is_not_answered(session, member, red, leader, request_made):
    joining.leave(Act(session, NOW, by=authority_of(session, member)), member, red)

    with pytest.raises(RequestDecided):
        decide(session, request_made, leader)


def test_leaving_the_home_team_makes_another_home(
    session, dongjie, member, red, leader, request_made
):
    decide(session, request_made, leader)

    joining.leave(
        Act(session, NOW, by=authority_of(session, member)), member, the_team(session, dongjie)
    )

    assert member.home_team_id == red.id
    assert joining.accepted_teams(session, member) == [red.id]


def test_leaving_the_only_team_leaves_no_home(session, dongjie, member):
    joining.leave(
        Act(session, NOW, by=authority_of(session, member)), member, the_team(session, dongjie)
    )

    assert member.home_team_id is None


def test_leader_takes_a_member_off_the_team(session, member, red, leader, request_made):
    decide(session, request_made, leader)

    joining.leave(Act(session, NOW, by=leader), member, red)

    assert red.id not in joining.accepted_teams(session, member)


def test_leader_of_another_team_takes_nobody_off(session, dongjie, member, leader):
    with pytest.raises(NotAllowed):
        joining.leave(Act(session, NOW, by=leader), member, the_team(session, dongjie))


def test_who_does_not_belong_does_not_leave(session, member, red):
    with pytest.raises(NotInTeam):
        joining.leave(Act(session, NOW, by=authority_of(session, member)), member, red)


def test_own_team_becomes_the_home_team(session, member, red, leader, request_made):
    decide(session, request_made, leader)

    joining.choose_home(Act(session, NOW), member, red)

    assert member.home_team_id == red.id


def test_team_that_has_not_answered_is_no_home(session, member, red, request_made):
    with pytest.raises(NotInTeam):
        joining.choose_home(Act(session, NOW), member, red)
