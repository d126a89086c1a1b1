"""What the tests of members and roles share: one community and its desk."""

import pytest

from teams.authority.models import Role
from tests.builders import a_community, staff


@pytest.fixture
def dongjie(session):
    return a_community(session)


@pytest.fixture
def desk(session, dongjie):
    return staff(session, dongjie, Role.COORDINATOR)


@pytest.fixture
def admin(session, dongjie):
    return staff(session, dongjie, Role.COMMUNITY_ADMIN)
