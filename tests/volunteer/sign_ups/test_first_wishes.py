"""An activity looked at before registering is remembered, and offered once one may sign up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import room
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from teams.members.rules import members
from tests.activity_builders import a_shift, an_activity
from tests.builders import NOW, a_community, a_member, staff
from volunteer.activities.models import ActivityState
from volunteer.sign_ups.models import FirstWish
from volunteer.sign_ups.queries.first_wishes import wished_activity

TYPED = {
    "name": "李四",
    "phone": "13811112222",
    "birth_on": "1980-01-02",
    "team": "0",
    "password": "玉米地里的第三排路灯",
    "agrees_to_record": "y",
}


def kept(session):
    return list(session.scalars(select(FirstWish.activity_id)))


def registered_from(client, came_from):
    """Register from a page, as the link on it leads: what it carries is sent along."""
    form = client.get(f"/c/dongjie/register?next={came_from}").form("/register")
    return client.post("/c/dongjie/register", form | TYPED)


@pytest.mark.parametrize("page", ["activities", "activities/{id}", "activities/calendar"])
def test_public_pages_lead_to_registering_and_remember_where_one_was(town, client, page):
    path = f"/c/dongjie/{page.format(id=town.activity.id)}"

    assert f"/c/dongjie/register?next={path}" in client.get(path).page.links


@pytest.mark.parametrize("page", ["activities", "activities/{id}"])
def test_way_in_stands_beside_every_sign_in_to_sign_up(town, client, page):
    read = client.get(f"/c/dongjie/{page.format(id=town.activity.id)}")

    assert read.words.count("登录后报名") == read.words.count("第一次来，先登记") == 1


def test_members_read_no_way_in(town, reader):
    words = reader.get(f"/c/dongjie/activities/{town.activity.id}").words

    assert "先登记" not in words


def test_sign_in_page_leads_to_registering_in_the_community_one_looked_at(town, client):
    page = f"/c/dongjie/activities/{town.activity.id}"
    link = f"/c/dongjie/register?next={page}"

    assert link in client.get(f"/sign-in?next={page}").page.links


@pytest.mark.parametrize("going_to", ["", "/", "/c/nowhere/activities", "//e.test/c/dongjie/"])
def test_without_a_community_sign_in_leads_to_the_choice_that_registers(town, client, going_to):
    links = client.get("/sign-in", query_string={"next": going_to}).page.links

    assert "/" in links
    assert "/c/dongjie/register" in client.get("/").page.links


def test_what_was_looked_at_is_offered_first_after_activation(town, client, signed_in):
    other = an_activity(town.session, town.community, leader=town.leader, title="楼道清扫")
    shift = a_shift(town.session, other)
    town.session.commit()
    registered_from(client, f"/c/dongjie/activities/{other.id}")
    newcomer = town.session.scalars(select(Member).order_by(Member.id.desc())).first()
    desk = staff(town.session, town.community, Role.COORDINATOR)
    act = Act(town.session, NOW, by=desk, community=town.community)
    members.activate(act, newcomer)
    town.session.commit()

    home = signed_in(newcomer.person).get("/c/dongjie/")

    first, rest = home.words.split("别的活动", 1)
    assert "您登记前想去的" in first
    assert "楼道清扫" in first
    assert town.activity.title in rest
    assert home.form(f"/shifts/{shift.id}/sign-ups")


def test_page_of_an_activity_is_kept_once(session, community, activity):
    member = a_member(session, community)
    for _ in range(2):
        room.greet(session, community.id, member.id, f"activities/{activity.id}", NOW)

    assert kept(session) == [activity.id]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "notices",
        "activities",
        "activities/0",
        "activities/007",
        "activities/999999",
        "activities/" + "9" * 18,
        "activities/" + "9" * 26,
        "activities/１",
        "activities/1; DROP TABLE people",
        "activities/calendar",
        "/c/dongjie/activities/1",
    ],
)
def test_no_page_of_an_activity_is_passed_over(session, community, activity, page):
    member = a_member(session, community)

    room.greet(session, community.id, member.id, page, NOW)

    assert kept(session) == []


def test_activity_of_another_community_is_passed_over(session, community):
    elsewhere = an_activity(session, a_community(session, "nanguan"))
    member = a_member(session, community)

    room.greet(session, community.id, member.id, f"activities/{elsewhere.id}", NOW)

    assert kept(session) == []


@pytest.mark.parametrize("state", [ActivityState.DRAFT, ActivityState.SUBMITTED])
def test_activity_nobody_may_see_yet_is_passed_over(session, community, activity, state):
    activity.state = state
    member = a_member(session, community)

    room.greet(session, community.id, member.id, f"activities/{activity.id}", NOW)

    assert kept(session) == []


@pytest.mark.parametrize(
    "came_from", ["//e.test/activities/1", "/c/nanguan/activities/1", "https://e.test/"]
)
def test_foreign_page_sent_along_registers_all_the_same(town, client, came_from):
    sent = client.post("/c/dongjie/register", TYPED | {"next": came_from})

    assert sent.status == 303
    assert kept(town.session) == []


@pytest.mark.parametrize(("days", "is_offered"), [(30, False), (29, True)])
def test_wish_is_brought_up_for_thirty_days(session, community, activity, days, is_offered):
    member = a_member(session, community, activated_at=NOW - timedelta(days=days))
    room.greet(session, community.id, member.id, f"activities/{activity.id}", NOW)

    assert (wished_activity(session, member, NOW) == activity.id) is is_offered
