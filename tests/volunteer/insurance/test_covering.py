"""Whom a policy covers and what it leaves out: covering.py, relying.py."""

from datetime import date, timedelta

import pytest

from core.errors import NotFound
from teams.authority.act import Act
from teams.members.models import Community, TeamColour
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity, the_leader
from tests.builders import NOW, a_community, a_member, the_team
from tests.insurance_builders import a_policy, rely
from volunteer.activities.models import ActivityState, RiskLevel
from volunteer.activities.rules import activities, copies, shifts
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.insurance.models import Cover, InsuredMember, WhyNot
from volunteer.insurance.rules import covering, relying
from volunteer.sign_ups.rules import moves
from volunteer.sign_ups.rules.moves import Move

SAME_DAY = date(2026, 5, 16)
HOUR = timedelta(hours=1)


@pytest.fixture
def shift(session, community):
    """An occasion on Saturday people have signed up to."""
    made = an_activity(session, community, risk=RiskLevel.HIGH, policy_no="typed before")
    return a_shift(session, made, places=20)


@pytest.fixture
def snow(session, community):
    """A HIGH-risk activity in draft with one occasion on Saturday."""
    made = an_activity(session, community, risk=RiskLevel.HIGH, state=ActivityState.DRAFT)
    a_shift(session, made, places=20)
    return made


def uncovered(session, policy, shift, **person):
    community = session.get_one(Community, shift.community_id)
    member = a_member(session, community, "孙兰", **person)
    a_sign_up(session, community, shift, member)
    found = covering.uncovered_on_roster(session, policy, shift.id, SAME_DAY)
    return found.get(member.id)


@pytest.mark.parametrize(
    ("birth_on", "why"),
    [
        (date(2006, 5, 17), WhyNot.TOO_YOUNG),
        (date(2006, 5, 16), None),
        (date(1950, 5, 17), None),
        (date(1950, 5, 16), WhyNot.TOO_OLD),
        (None, WhyNot.AGE_UNKNOWN),
    ],
)
def test_ages_count_on_the_day_of_the_occasion(session, community, shift, birth_on, why):
    policy = a_policy(session, community, min_age=20, max_age=75)

    assert uncovered(session, policy, shift, birth_on=birth_on) is why


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [
        (date(2028, 2, 29), 18, date(2010, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
        (date(2026, 3, 1), 18, date(2008, 3, 1)),
    ],
)
def test_the_day_years_before(day, years, before):
    assert covering.years_before(day, years) == before


def test_without_ages_nobody_is_asked_for_one(session, community, shift):
    assert uncovered(session, a_policy(session, community), shift, birth_on=None) is None


def test_only_who_is_listed_is_covered_by_a_list(session, community, shift):
    policy = a_policy(session, community, cover=Cover.LISTED)
    listed, other = a_member(session, community, "王甲"), a_member(session, community, "王乙")
    row = {"community_id": community.id, "policy_id": policy.id, "member_id": listed.id}
    session.add(InsuredMember(**row, added_at=NOW))
    for member in (listed, other):
        a_sign_up(session, community, shift, member)

    found = covering.uncovered_on_roster(session, policy, shift.id, SAME_DAY)

    assert found == {other.id: WhyNot.NOT_LISTED}


def test_a_team_is_told_in_figures(session, community, snow):
    policy = a_policy(session, community, max_age=75)
    before = covering.counted(session, policy, SAME_DAY, snow.team_id)
    a_member(session, community, "老王", birth_on=date(1940, 1, 1))
    a_member(session, community, "小王", birth_on=date(2000, 1, 1))
    a_member(session, community, "红王", team=the_team(session, community, TeamColour.RED))

    after = covering.counted(session, policy, SAME_DAY, snow.team_id)
    everybody = covering.counted(session, policy, SAME_DAY, None)

    assert (after[WhyNot.TOO_OLD], after[None] - before.get(None, 0)) == (1, 1)
    assert sum(everybody.values()) == sum(after.values()) + 1


def handed_in(session, snow):
    return activities.publish(Act(session, NOW, by=the_leader(session, snow)), snow)


def test_without_a_policy_nothing_is_handed_in(session, snow):
    snow.policy_no = "any text"

    with pytest.raises(relying.PolicyMissing):
        handed_in(session, snow)


@pytest.mark.parametrize(("ends_on", "refused"), [(date(2026, 5, 15), True), (SAME_DAY, False)])
def test_a_policy_holds_for_every_occasion(session, community, snow, ends_on, refused):
    rely(session, snow, a_policy(session, community, ends_on=ends_on))

    if refused:
        with pytest.raises(relying.PolicyTooShort, match="5月16日"):
            handed_in(session, snow)
    else:
        assert handed_in(session, snow).state is ActivityState.SUBMITTED


def test_the_administrator_publishes_without_a_policy_no_more_than_a_leader(session, snow, admin):
    with pytest.raises(relying.PolicyMissing):
        activities.publish(Act(session, NOW, by=admin), snow)


def test_a_policy_of_another_community_is_none(session, community, snow):
    other = a_policy(session, a_community(session, "nanguan"))

    with pytest.raises(NotFound):
        relying.give(Act(session, NOW, community=community), snow, other.id)


def test_another_policy_takes_its_place_and_none_takes_it_away(session, community, snow):
    act = Act(session, NOW, community=community)
    rely(session, snow)
    second = a_policy(session, community, policy_no="PA-2")
    relying.give(act, snow, second.id)
    assert relying.policy_of(session, snow) is second
    assert snow.policy_no == "PA-2"

    relying.give(act, snow, None)
    assert (relying.policy_of(session, snow), snow.policy_no) == (None, "")


@pytest.fixture
def published(session, community, snow, admin):
    """The activity published, its policy good to the end of May."""
    rely(session, snow, a_policy(session, community, ends_on=date(2026, 5, 31)))
    return activities.publish(Act(session, NOW, by=admin, community=community), snow)


def plan(starts_at):
    return ShiftPlan("志愿者", starts_at, starts_at + HOUR, NOW, starts_at, 5)


def test_an_occasion_past_the_policy_is_not_added(session, published):
    act = Act(session, NOW, by=the_leader(session, published))
    shifts.add_to(act, published, plan(SATURDAY + timedelta(days=7)))

    with pytest.raises(relying.PolicyTooShort):
        shifts.add_to(act, published, plan(SATURDAY + timedelta(days=21)))


def test_an_occasion_is_not_moved_past_the_policy(session, community, published):
    shift, act = (
        published.shifts[0],
        Act(session, NOW, by=the_leader(session, published), community=community),
    )
    hours = (SATURDAY.time(), (SATURDAY + HOUR).time())
    wanted = Move(date(2026, 6, 6), *hours, "", date(2026, 6, 1), shift.starts_at)

    with pytest.raises(relying.PolicyTooShort):
        moves.move(act, shift, wanted)


def test_a_copy_keeps_the_policy(session, community, published):
    act = Act(session, NOW, by=the_leader(session, published), community=community)

    made = copies.copy(act, published, date(2026, 5, 23), is_month=False)

    assert relying.policy_of(session, made) is relying.policy_of(session, published)


def test_an_activity_is_insured_while_its_policy_holds(session, community, published):
    policy, span = relying.policy_of(session, published), (SATURDAY, SATURDAY + HOUR)
    assert relying.is_insured(session, published, [span])

    policy.over_at = SATURDAY
    assert not relying.is_insured(session, published, [span])
