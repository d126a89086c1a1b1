"""The last places of a code at a stall, and many who press 登记 at once."""

from datetime import timedelta

import pytest

from accounts.rules import people
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import CommunitySetting, RecruitCode, TeamColour
from teams.members.rules import recruiting, registering
from teams.members.rules.registering import FirstPassword, Registration
from tests.builders import NOW, PASSWORD, a_community, a_member, a_role, add, authority_of, the_team
from tests.racing import together

PLACES = 2


def a_code(session):
    """A code of the green team that registers two people, opened by its leader."""
    here = a_community(session, prefix="DJ")
    here.last_number = 100
    leader, green = a_member(session, here, "赵建军"), the_team(session, here, TeamColour.GREEN)
    a_role(session, leader, Role.LEADER, green)
    began = NOW.date() - timedelta(days=1)
    most = {"name": "recruit_code_people", "value": PLACES, "starts_on": began, "set_at": NOW}
    add(session, CommunitySetting(community_id=here.id, **most))
    by = authority_of(session, leader)
    return recruiting.open_code(Act(session, NOW, by=by, community=here), green, 4).id


@pytest.mark.race
def test_of_many_at_the_last_places_no_more_get_in_than_there_are(engine, session):
    code_id = a_code(session)
    session.commit()

    def registers(number):
        def act(opened):
            code = opened.get_one(RecruitCode, code_id)
            born = people.date(1980, 1, 2)
            wanted = Registration(
                people.NewPerson("李四", born, phone=f"138{number:08d}"),
                recruit_token=recruiting.token_of(code),
            )
            here = code.team.community_id
            asking = Act(opened, NOW).within(here)
            return registering.register_self(asking, wanted, FirstPassword(PASSWORD)).id

        return act

    done = together(engine, [registers(number) for number in range(8)])

    full = [each for each in done if isinstance(each, recruiting.RecruitCodeFull)]
    assert len(full) == len(done) - PLACES
    assert recruiting.recruited(session, session.get_one(RecruitCode, code_id)) == PLACES
