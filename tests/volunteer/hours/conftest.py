"""What the tests of hours share: a community with its earn rules, a shift that was run."""

import pytest

from tests.service_builders import a_run_shift, a_station, a_supervisor


@pytest.fixture
def community(session):
    return a_station(session)


@pytest.fixture
def shift(session, community):
    return a_run_shift(session, community)


@pytest.fixture
def activity(shift):
    return shift.activity


@pytest.fixture
def supervisor(session, community):
    return a_supervisor(session, community)
