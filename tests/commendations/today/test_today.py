"""What waits for whom: by permission, by team, and from which moment on."""

from datetime import timedelta

import pytest

from commendations.today.queries import today
from core.clock import local_day
from core.menu import Asking
from teams.authority.models import Role
from teams.members.models import MemberState, TeamColour, TeamMember, TeamMemberState
from tests.activity_builders import SATURDAY, a_shift, an_activity
from tests.builders import NOW, a_member, a_role, add, authority_of, staff, the_team
from tests.shop_builders import a_store
from volunteer.activities.models import ActivityState, RiskLevel

SECOND = timedelta(seconds=1)


def waiting(session, community, by, now=NOW):
    """Return how much waits by what is to be done."""
    session.flush()
    asking = Asking(session, community.id, by, now, local_day(now, community.zone))
    return {duty.verb: count for duty, count in today.waiting_for(asking)}


def leader_of(session, community, colour):
    team = the_team(session, community, colour)
    member = a_member(session, community, "赵军", team=team)
    a_role(session, member, Role.LEADER, team)
    return authority_of(session, member)


def test_nothing_waits_in_a_new_community(session, community):
    counts = waiting(session, community, staff(session, community, Role.COORDINATOR))

    assert (len(counts), set(counts.values())) == (16, {0})


@pytest.mark.parametrize(("role", "count"), [(Role.COORDINATOR, 1), (Role.SHOP_CLERK, 0)])
def test_registration_waits_for_who_may_activate(session, community, role, count):
    a_member(session, community, state=MemberState.PENDING)

    assert waiting(session, community, staff(session, community, role))["新人登记"] == count


@pytest.mark.parametrize(("colour", "count"), [(TeamColour.GREEN, 1), (TeamColour.RED, 0)])
def test_wish_to_join_waits_for_the_leader_of_that_team(session, community, colour, count):
    asking = a_member(session, community, team=the_team(session, community, TeamColour.BLUE))
    add(
        session,
        TeamMember(
            community_id=community.id,
            team_id=the_team(session, community).id,
            member_id=asking.id,
            state=TeamMemberState.REQUESTED,
            asked_at=NOW,
        ),
    )

    assert waiting(session, community, leader_of(session, community, colour))["入队申请"] == count


@pytest.mark.parametrize(("colour", "count"), [(TeamColour.GREEN, 1), (TeamColour.RED, 0)])
def test_minutes_wait_for_the_leader_of_that_team(session, community, colour, count):
    shift = a_shift(session, an_activity(session, community))

    found = waiting(session, community, leader_of(session, community, colour), shift.ends_at)

    assert found["核对时长"] == count


@pytest.mark.parametrize(("before", "count"), [(timedelta(0), 1), (SECOND, 0)])
def test_minutes_wait_from_the_end_of_the_shift(session, community, before, count):
    shift = a_shift(session, an_activity(session, community))
    by = staff(session, community, Role.COORDINATOR)

    assert waiting(session, community, by, shift.ends_at - before)["核对时长"] == count


def test_minutes_of_a_draft_wait_for_nobody(session, community):
    a_shift(session, an_activity(session, community, state=ActivityState.DRAFT, published_at=None))

    by = staff(session, community, Role.COORDINATOR)
    assert waiting(session, community, by, SATURDAY + timedelta(days=1))["核对时长"] == 0


@pytest.mark.parametrize(("role", "count"), [(Role.COMMUNITY_ADMIN, 1), (Role.COORDINATOR, 0)])
def test_dangerous_activity_waits_for_the_administrator(session, community, role, count):
    an_activity(
        session, community, risk=RiskLevel.HIGH, state=ActivityState.SUBMITTED, published_at=None
    )

    assert waiting(session, community, staff(session, community, role))["审核高风险活动"] == count


@pytest.mark.parametrize(("pieces", "count"), [(3, 1), (4, 0)])
def test_goods_run_low_at_three_free_pieces(session, pieces, count):
    store = a_store(session)
    store.product("香皂", stock=pieces)

    by = staff(session, store.community, Role.STOCK_KEEPER)
    assert waiting(session, store.community, by)["补货"] == count
