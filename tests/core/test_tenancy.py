"""A row is found in its own community alone."""

import pytest

from core.errors import NotFound
from core.tenancy import row_in
from teams.members.models import Team
from tests.builders import a_community, the_team


@pytest.fixture
def dongjie(session):
    return a_community(session)


def test_row_of_the_community_is_found(session, dongjie):
    team = the_team(session, dongjie)

    assert row_in(session, Team, dongjie.id, team.id) is team


def test_row_of_another_community_is_not_found(session, dongjie):
    theirs = the_team(session, a_community(session, "nanguan"))

    with pytest.raises(NotFound):
        row_in(session, Team, dongjie.id, theirs.id)


def test_row_that_lacks_what_else_is_asked_is_not_found(session, dongjie):
    team = the_team(session, dongjie)

    with pytest.raises(NotFound):
        row_in(session, Team, dongjie.id, team.id, Team.is_active.is_(False))
