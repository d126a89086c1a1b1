"""Entering a community: two reads tell who asks and what they are there, one for an act."""

from contextlib import contextmanager

import pytest
from flask import g
from sqlalchemy import event, update

from accounts.gate import signed_in
from accounts.models import LoginSession
from accounts.rules import login_sessions
from core.errors import NotFound
from teams.authority.act import Act
from teams.authority.models import Role
from teams.authority.queries import membership
from teams.gate import authority, community, enter, may_enter
from teams.members.models import MemberState
from tests.builders import NOW, a_community, a_county, a_member, a_person, a_role, add, the_team

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def here(session):
    return a_community(session)


@pytest.fixture
def member(session, here):
    return a_member(session, here)


@pytest.fixture(params=["GET", "POST"])
def method(request):
    return request.param


@pytest.fixture
def asking(app, session, engine, method):
    """Ask as a person for a page, or to have something done; counts what the gate sends."""

    @contextmanager
    def ask(person_id, slug="dongjie", **marked):
        token = login_sessions.begin(
            Act(session, NOW),
            session.get_one(membership.Person, person_id),
            "测试机",
            is_staff=False,
        )
        session.flush()
        if marked:
            session.execute(update(LoginSession).values(marked))
        session.commit()
        sent = []

        def count(_c, _cursor, statement, *_):
            if statement.startswith("SELECT"):
                sent.append(statement)

        with app.app_context():
            listened = app.extensions["sqlalchemy"].engine
        event.listen(listened, "before_cursor_execute", count)
        try:
            cookie = {"Cookie": f"wuse={token}"}
            with app.test_request_context(f"/c/{slug}/", headers=cookie, method=method):
                enter(slug)
                yield sent
        finally:
            event.remove(listened, "before_cursor_execute", count)

    return ask


def test_who_asks_and_what_they_may_are_two_reads_or_one(session, here, member, asking, method):
    a_role(session, member, Role.LEADER, the_team(session, here))
    a_role(session, member, Role.SHOP_CLERK)

    with asking(member.person_id) as sent:
        held = authority()

        assert community().id == here.id
        assert (held.member_id, held.roles) == (member.id, (Role.LEADER, Role.SHOP_CLERK))
        assert held.teams_with("activity:manage") == {the_team(session, here).id}
        assert len(sent) == {"GET": 2, "POST": 1}[method]


def test_what_is_found_is_what_the_rules_find(session, here, member, asking):
    a_role(session, member, Role.STOCK_KEEPER)

    with asking(member.person_id):
        assert authority() == membership.authority_of(session, here, member.person_id)


def test_a_role_that_ended_opens_nothing_at_the_next_request(session, member, asking):
    role = a_role(session, member, Role.COORDINATOR)
    with asking(member.person_id):
        assert authority().roles == (Role.COORDINATOR,)
    role.ended_at = NOW

    with asking(member.person_id):
        assert authority().roles == ()


def test_a_role_in_another_community_opens_nothing_here(session, member, asking):
    other = a_community(session, "xijie")
    a_role(session, a_member(session, other, person=member.person), Role.COMMUNITY_ADMIN)

    with asking(member.person_id):
        assert authority().roles == ()


@pytest.mark.parametrize("county", ["own", "other"])
def test_a_county_administrator_enters_the_own_county_alone(session, here, asking, county):
    person = a_person(session)
    above = membership.county_of(session, here)
    place = above if county == "own" else a_county(session, "邻县").id
    add(
        session,
        membership.RoleBinding(
            person_id=person.id, role=Role.COUNTY_ADMIN, county_id=place, granted_at=NOW
        ),
    )

    with asking(person.id):
        assert may_enter() is (county == "own")


def test_who_has_left_is_a_stranger_at_the_next_request(session, member, asking):
    member.state, member.withdrawn_on = MemberState.WITHDRAWN, NOW.date()

    with asking(member.person_id), pytest.raises(NotFound):
        authority()


@pytest.mark.parametrize("ends", ["ended_at", "locked_at"])
def test_a_session_that_is_over_or_locked_enters_as_anybody(session, here, member, asking, ends):
    a_role(session, member, Role.COMMUNITY_ADMIN)

    with asking(member.person_id, **{ends: NOW}):
        assert (community().id, signed_in(), may_enter()) == (here.id, None, False)
        assert (g.entered.member, g.entered.bindings) == (None, ())


def test_a_token_of_nobody_enters_as_anybody(app, session, here, method):
    session.commit()
    headers = {"Cookie": "wuse=made-up"}
    with app.test_request_context("/c/dongjie/", headers=headers, method=method):
        enter("dongjie")

        assert (community().id, signed_in()) == (here.id, None)


def test_who_asks_is_known_where_there_is_no_community(app, session, member, method):
    token = login_sessions.begin(Act(session, NOW), member.person, "测试机", is_staff=False)
    session.commit()
    headers = {"Cookie": f"wuse={token}"}

    with app.test_request_context("/c/nowhere/", headers=headers, method=method):
        with pytest.raises(NotFound):
            enter("nowhere")
        assert signed_in().person_id == member.person_id


@pytest.mark.parametrize("slug", ["nowhere", "dong\x00jie"])
def test_there_is_no_such_community(session, member, slug):
    with pytest.raises(NotFound):
        membership.enter(session, slug, member.person_id)
    with pytest.raises(NotFound):
        membership.enter(session, slug, None)
