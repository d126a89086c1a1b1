"""What the tests of honours ask for: a community with its scheme and its staff."""

import pytest

from tests.builders import a_community, a_member
from tests.commendations.honour_builders import the_staff


@pytest.fixture
def town(session):
    return a_community(session)


@pytest.fixture
def people(session, town):
    return the_staff(session, town)


@pytest.fixture
def wang(session, town):
    return a_member(session, town, "王秀兰")
