"""Looking at what somebody may do: words alone, noted in the trail, never acting as that person."""

import pytest

from accounts.models import AuditEvent
from teams.authority.models import Role
from teams.members.models import TeamColour
from tests.builders import a_community, a_member, a_role, the_team

PATH = "/c/dongjie/roles/previews"


@pytest.fixture
def town(session):
    dongjie = a_community(session, prefix="DJ")
    made = {"admin": a_member(session, dongjie, "李梅"), "leader": a_member(session, dongjie)}
    a_role(session, made["admin"], Role.COMMUNITY_ADMIN)
    a_role(session, made["leader"], Role.LEADER, the_team(session, dongjie, TeamColour.RED))
    assert all(member.person for member in made.values())
    session.commit()
    return made


def test_menu_and_permissions_of_a_leader_are_shown_and_noted(town, session, signed_in):
    reader = signed_in(town["admin"].person)
    assert "不能一项一项开关" in reader.get("/c/dongjie/roles").words

    page = reader.post(PATH, {"whose": town["leader"].volunteer_no})

    assert "签到与核时" in page.words
    assert "红色政策宣讲" in page.words
    assert "工作台的菜单" in page.words
    told = session.query(AuditEvent).filter_by(event="member_previewed").one()
    assert (told.actor_id, told.object_id) == (town["admin"].person_id, town["leader"].id)


def test_an_unknown_number_is_said_and_kept(town, signed_in):
    answer = signed_in(town["admin"].person).post(PATH, {"whose": "DJ9999"})

    assert (answer.status, "DJ9999" in answer.html) == (404, True)
    assert signed_in(town["admin"].person).post(PATH, {"whose": ""}).status == 400


def test_who_gives_no_roles_previews_nobody(town, signed_in):
    number = town["admin"].volunteer_no

    assert signed_in(town["leader"].person).post(PATH, {"whose": number}).status == 403
