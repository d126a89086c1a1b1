"""What a community says of its desk and its teams, changed by its administrator with a trail."""

import pytest

from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role
from teams.communities.rules import desk_and_teams
from teams.communities.rules.desk_and_teams import DeskFields, LastTeam, TeamFields
from teams.members.models import Team
from tests.builders import NOW, a_community, a_member, a_role, staff, the_team

DESK = "/c/dongjie/settings/desk"


@pytest.fixture
def dongjie(session):
    return a_community(session, prefix="DJ")


@pytest.fixture
def admin(session, dongjie):
    member = a_member(session, dongjie, "李梅")
    a_role(session, member, Role.COMMUNITY_ADMIN)
    person = member.person
    session.commit()
    return person


def test_the_desks_phone_and_hours_are_changed_and_told_who_did(admin, signed_in):
    reader = signed_in(admin)
    page = reader.get(DESK)
    assert "从建社区到现在没有改过" in page.words

    fields = page.form(DESK) | {"desk_phone": "0936-4400018", "desk_hours": "每天 9:00—17:00"}
    page = reader.follow(reader.post(DESK, fields))

    assert "上次是 李* 在 今天" in page.words
    assert "0936-4400018" in page.html
    assert "每天 9:00—17:00" in reader.get("/c/dongjie/audit-trail").words


def test_a_team_is_renamed_and_put_out_of_use(session, dongjie, admin, signed_in):
    team_id = the_team(session, dongjie).id
    session.commit()
    path, reader = f"/c/dongjie/settings/teams/{team_id}", signed_in(admin)
    fields = reader.get(path).form(path) | {"name": "绿色护水志愿服务队", "short_name": "绿色护水"}
    fields.pop("is_active")

    page = reader.follow(reader.post(path, fields))

    assert "绿色护水志愿服务队" in page.words
    assert "停用" in page.words
    assert "绿色护水" not in reader.get("/c/dongjie/teams").words


def test_a_team_without_a_name_is_kept_on_the_page(session, dongjie, admin, signed_in):
    team_id = the_team(session, dongjie).id
    session.commit()
    answer = signed_in(admin).post(
        f"/c/dongjie/settings/teams/{team_id}", {"name": "", "scope": "护水"}
    )

    assert (answer.status, "护水" in answer.html) == (400, True)


def unused(team):
    return TeamFields(team.name, team.short_name, team.fixed_day, team.scope, is_active=False)


def test_the_last_team_stays_in_use(session, dongjie):
    by = staff(session, dongjie, Role.COMMUNITY_ADMIN)
    *others, last = session.query(Team).filter_by(community_id=dongjie.id).all()
    for team in others:
        desk_and_teams.change_team(Act(session, NOW, by=by), team, unused(team))

    with pytest.raises(LastTeam):
        desk_and_teams.change_team(Act(session, NOW, by=by), last, unused(last))


def test_only_who_may_set_changes_facts(session, dongjie):
    by = staff(session, dongjie, Role.COORDINATOR)

    with pytest.raises(NotAllowed):
        desk_and_teams.change_desk(
            Act(session, NOW, by=by, community=dongjie), DeskFields("站", "", "", "每天")
        )
    with pytest.raises(NotAllowed):
        desk_and_teams.change_team(
            Act(session, NOW, by=by), the_team(session, dongjie), unused(the_team(session, dongjie))
        )


def test_what_stays_the_same_is_not_noted(session, dongjie):
    by = staff(session, dongjie, Role.COMMUNITY_ADMIN)
    same = DeskFields(dongjie.station, "", "", dongjie.desk_hours)

    assert desk_and_teams.change_desk(Act(session, NOW, by=by, community=dongjie), same) == []
