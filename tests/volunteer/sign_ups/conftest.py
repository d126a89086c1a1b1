"""Who hands a place on and who may take it: shared by the tests of asking and of links."""

import pytest

from tests.activity_builders import a_sign_up
from tests.builders import a_member


@pytest.fixture
def holder(session, community):
    return a_member(session, community, "刘桂芳")


@pytest.fixture
def other(session, community):
    return a_member(session, community, "王淑兰")


@pytest.fixture
def place(session, community, shift, holder):
    return a_sign_up(session, community, shift, holder)
