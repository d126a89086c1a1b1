"""What the tests of activities share: a green activity with a shift, and its people."""

from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from core.engine import WRITES
from teams.authority.models import Role
from tests.activity_builders import a_shift, a_sign_up, an_activity, the_leader
from tests.builders import a_community, a_member, a_role, staff, the_team


@pytest.fixture
def activity(session, community):
    return an_activity(session, community)


@pytest.fixture
def shift(session, activity):
    """Two places on Saturday at nine."""
    return a_shift(session, activity)


@pytest.fixture
def leader(session, activity):
    return the_leader(session, activity)


@pytest.fixture
def admin(session, community):
    return staff(session, community, Role.COMMUNITY_ADMIN)


@pytest.fixture
def desk(session, community):
    return staff(session, community, Role.COORDINATOR)


@pytest.fixture
def member(session, community):
    return a_member(session, community, "刘芳")


@pytest.fixture
def wang(session, community, shift):
    """A place in the shift, taken by 王秀兰."""
    return a_sign_up(session, community, shift, a_member(session, community, "王秀兰"))


@pytest.fixture
def town(engine):
    """For pages: a community with that activity and shift, a reader and the leader."""
    with Session(engine, expire_on_commit=False) as session:
        made = SimpleNamespace(session=session, community=a_community(session))
        made.reader = a_member(session, made.community, "刘桂芳")
        made.leader = a_member(session, made.community, "赵建军")
        a_role(session, made.leader, Role.LEADER, the_team(session, made.community))
        made.activity = an_activity(session, made.community, leader=made.leader)
        made.shift = a_shift(session, made.activity)
        session.commit()
        yield made


@pytest.fixture
def reader(town, signed_in):
    return signed_in(town.reader.person)


@pytest.fixture
def prepare(engine):
    """For races: call with an act; it is done and committed before they begin."""

    def act(build):
        writer = engine.execution_options(**{WRITES: True})
        with Session(writer, expire_on_commit=False) as opened, opened.begin():
            return build(opened)

    return act
