"""A store, two files of one person, who proposes and who approves."""

import pytest

from teams.authority.act import Act
from teams.authority.models import Role
from teams.merging.rules import merges
from teams.merging.rules.merges import Proposal
from tests.builders import NOW, staff
from tests.shop_builders import (
    a_store,
)

NAME, PHONE, OTHER_PHONE = "王秀兰", "13811112222", "13733334444"
SEEN = Proposal(is_confirmed=True, reason="看过身份证")
STAYS = {"nominations.member_id", "awards.member_id"}


@pytest.fixture
def store(session):
    return a_store(session)


@pytest.fixture
def act(session, store):
    """Act as somebody of this authority."""
    return lambda by, now=NOW: Act(session, now, by=by, community=store.community)


@pytest.fixture
def desk(session, store):
    return staff(session, store.community, Role.COORDINATOR, "社工")


@pytest.fixture
def supervisor(session, store):
    return staff(session, store.community, Role.SUPERVISOR, "监督员")


@pytest.fixture
def files(store):
    """The older file and the newer one of one person."""
    return [store.member(name=NAME, phone=phone) for phone in (PHONE, OTHER_PHONE)]


@pytest.fixture
def merged(act, desk, supervisor):
    """Propose and approve; the older file stays."""

    def merging_them(kept, gone, said=SEEN):
        proposed = merges.propose(act(desk), gone, kept, said)
        merges.merge(act(supervisor), proposed)
        return proposed

    return merging_them
