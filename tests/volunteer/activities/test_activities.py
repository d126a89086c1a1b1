"""The life of an activity: drafted, published, changed, withdrawn, cancelled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import Notification
from core.errors import AlreadyDone, NotAllowed, NotFound, Stale
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import TeamColour
from tests.activity_builders import (
    SATURDAY,
    a_kind,
    a_queue,
    a_shift,
    an_activity,
    counters,
    states,
    the_leader,
)
from tests.builders import NOW, a_community, a_member, staff, the_team
from tests.insurance_builders import rely
from tests.trail import lines
from volunteer.activities.models import Activity, ActivityState, KindNotice, RiskLevel, ShiftState
from volunteer.activities.rules import activities, catalogue, shifts
from volunteer.activities.rules.activities import ActivityPlan
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.sign_ups.models import SignUpState

DRAFT, SUBMITTED = ActivityState.DRAFT, ActivityState.SUBMITTED
PUBLISHED = ActivityState.PUBLISHED


@pytest.fixture
def activity(session, community):
    return an_activity(session, community, state=DRAFT)


def a_plan(session, community, **given):
    leader = a_member(session, community, "赵军")
    plan = ActivityPlan(
        type_id=a_kind(session, community).id,
        team_id=the_team(session, community).id,
        leader_id=leader.id,
        title="清理小广告",
        place="北关",
        risk=RiskLevel.LOW,
        risk_notice="戴手套",
        min_age=10,
    )
    return replace(plan, **given)


def an_occasion(**given):
    plan = ShiftPlan("志愿者", SATURDAY, SATURDAY + timedelta(hours=2), NOW, SATURDAY, places=4)
    return replace(plan, **given)


def test_draft_with_two_shifts_takes_nobody_yet(session, community, leader):
    two = [an_occasion(), an_occasion(post_name="引导")]
    made = activities.create(
        Act(session, NOW, by=leader, community=community), a_plan(session, community), two
    )

    assert made.state is DRAFT
    assert [shift.places.is_open for shift in made.shifts] == [False, False]


def test_another_teams_leader_may_not_draft(session, community, leader):
    plan = a_plan(session, community, team_id=the_team(session, community, TeamColour.RED).id)

    with pytest.raises(NotAllowed):
        activities.create(Act(session, NOW, by=leader, community=community), plan, [])


def test_coordinator_drafts_for_every_team(session, community):
    plan = a_plan(session, community, team_id=the_team(session, community, TeamColour.RED).id)
    by = staff(session, community, Role.COORDINATOR)

    assert activities.create(Act(session, NOW, by=by, community=community), plan, []).id


def test_leader_of_another_community_is_not_found(session, community, leader):
    stranger = a_member(session, a_community(session, "nanguan"), "外人")

    with pytest.raises(NotFound):
        activities.create(
            Act(session, NOW, by=leader, community=community),
            a_plan(session, community, leader_id=stranger.id),
            [],
        )


def test_risk_must_be_told(session, community, leader):
    with pytest.raises(activities.RiskUntold):
        activities.create(
            Act(session, NOW, by=leader, community=community),
            a_plan(session, community, risk_notice="  "),
            [],
        )


@pytest.mark.parametrize(("age", "is_refused"), [(9, True), (10, False)])
def test_least_age_is_not_below_the_catalogue(session, community, leader, age, is_refused):
    plan = a_plan(session, community, min_age=age)
    if not is_refused:
        assert activities.create(Act(session, NOW, by=leader, community=community), plan, [])
        return
    with pytest.raises(activities.RiskUnderstated):
        activities.create(Act(session, NOW, by=leader, community=community), plan, [])


def test_risk_is_not_below_the_catalogue(session, community, leader):
    snow = a_kind(session, community, "EMERGENCY", risk=RiskLevel.HIGH, min_age=18)
    plan = a_plan(session, community, type_id=snow.id, min_age=18)

    with pytest.raises(activities.RiskUnderstated):
        activities.create(Act(session, NOW, by=leader, community=community), plan, [])


@pytest.mark.parametrize(
    "given",
    [
        {"ends_at": SATURDAY},
        {"closes_at": SATURDAY + timedelta(hours=3)},
        {"opens_at": SATURDAY},
    ],
)
def test_times_out_of_order_are_refused(session, community, leader, given):
    with pytest.raises(shifts.TimesOutOfOrder):
        activities.create(
            Act(session, NOW, by=leader, community=community),
            a_plan(session, community),
            [an_occasion(**given)],
        )


@pytest.mark.parametrize("places", [0, 501])
def test_places_out_of_range_are_refused(session, activity, leader, places):
    with pytest.raises(shifts.PlacesOutOfRange):
        shifts.add_to(Act(session, NOW, by=leader), activity, an_occasion(places=places))


def test_sixty_first_shift_is_refused(session, activity, leader):
    for number in range(60):
        shifts.add(Act(session, NOW), activity, an_occasion(post_name=f"岗{number % 2}"))

    with pytest.raises(shifts.TooManyShifts):
        shifts.add_to(Act(session, NOW, by=leader), activity, an_occasion())


def test_leader_publishes_low_risk(session, activity, leader):
    shift = a_shift(session, activity)

    activities.publish(Act(session, NOW, by=leader), activity)

    assert activity.state is PUBLISHED
    session.refresh(shift.places)
    assert shift.places.is_open


def test_publishing_twice_is_refused(session, activity, leader):
    a_shift(session, activity)
    activities.publish(Act(session, NOW, by=leader), activity)

    with pytest.raises(AlreadyDone):
        activities.publish(Act(session, NOW, by=leader), activity)


@pytest.mark.parametrize("step", [activities.publish, activities.withdraw])
def test_what_was_changed_a_moment_ago_is_looked_at_again(session, activity, leader, step):
    a_shift(session, activity)
    later = activity.version + 1
    session.execute(Activity.__table__.update().values(version=later))

    with pytest.raises(Stale):
        step(Act(session, NOW, by=leader), activity)
    assert (activity.state, activity.version) == (DRAFT, later)


def test_publishing_needs_a_coming_shift(session, activity, leader):
    a_shift(session, activity, starts_at=NOW - timedelta(minutes=1))

    with pytest.raises(activities.NothingPlanned):
        activities.publish(Act(session, NOW, by=leader), activity)


def test_high_risk_of_a_leader_waits_for_the_administrator(session, community, leader, admin):
    snow = an_activity(session, community, state=DRAFT, risk=RiskLevel.HIGH)
    a_shift(session, snow)
    rely(session, snow)

    assert activities.publish(Act(session, NOW, by=leader), snow).state is SUBMITTED
    with pytest.raises(AlreadyDone):
        activities.publish(Act(session, NOW, by=leader), snow)
    assert activities.publish(Act(session, NOW, by=admin), snow).state is PUBLISHED


def test_change_is_refused_when_someone_was_first(session, community, activity, leader):
    seen = activity.version
    plan = a_plan(session, community, title="改过的")
    activities.change(Act(session, NOW, by=leader), activity, plan, seen)

    with pytest.raises(Stale):
        activities.change(Act(session, NOW, by=leader), activity, plan, seen)
    assert activity.title == "改过的"


def test_moving_the_place_tells_everybody(session, community, leader):
    out = an_activity(session, community)
    made = a_queue(session, community, a_shift(session, out), "甲")

    activities.change(
        Act(session, NOW, by=the_leader(session, out)),
        out,
        a_plan(session, community, place="南苑", risk_notice=out.risk_notice),
        out.version,
    )

    session.flush()
    told = session.query(Notification).filter_by(person_id=made[0].member.person_id).one()
    assert "南苑" in told.sentence % told.values


def test_published_activity_cannot_become_dangerous_without_an_administrator(
    session, community, leader
):
    out = an_activity(session, community)
    plan = a_plan(session, community, risk=RiskLevel.HIGH)

    with pytest.raises(NotAllowed):
        activities.change(Act(session, NOW, by=leader), out, plan, out.version)


def test_withdrawing_is_for_activities_nobody_signed_up_to(session, community, leader):
    out = an_activity(session, community)
    shift = a_shift(session, out)
    made = a_queue(session, community, shift, "甲")

    with pytest.raises(activities.SomebodySignedUp):
        activities.withdraw(Act(session, NOW, by=leader), out)
    made[0].state = SignUpState.CANCELLED
    session.execute(shifts.update(shifts.shift_places.PLACES).values(taken=0))
    session.flush()
    assert activities.withdraw(Act(session, NOW, by=leader), out).state is ActivityState.WITHDRAWN


def test_cancelling_tells_everybody_and_empties_the_shift(session, community, leader):
    out = an_activity(session, community)
    shift = a_shift(session, out, places=1)
    made = a_queue(session, community, shift, "甲乙")

    activities.cancel(Act(session, NOW, by=leader), out, "下大雨")

    assert states(made) == [SignUpState.CANCELLED] * 2
    assert counters(session, shift) == (1, 0, 0)
    assert shift.state is ShiftState.CANCELLED
    told = session.query(Notification).filter_by(person_id=made[1].member.person_id).one()
    assert "不算您失约。原因：下大雨" in told.sentence % told.values


def test_what_has_begun_is_not_cancelled(session, community, leader):
    out = an_activity(session, community)
    begun = a_shift(session, out, starts_at=NOW)
    made = a_queue(session, community, begun, "甲", NOW - timedelta(days=2))

    activities.cancel(Act(session, NOW, by=leader), out, "")

    assert states(made) == [SignUpState.APPROVED]
    with pytest.raises(AlreadyDone):
        activities.cancel_shift(Act(session, NOW, by=leader), begun, "")


def test_one_occasion_can_be_cancelled(session, community, leader):
    out = an_activity(session, community)
    first, second = a_shift(session, out), a_shift(session, out)

    activities.cancel_shift(Act(session, NOW, by=leader), first, "停水")

    assert (first.state, second.state) == (ShiftState.CANCELLED, ShiftState.OPEN)
    assert out.state is PUBLISHED


@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_another_teams_leader_may_not(session, community, activity, act):
    red = the_team(session, community, TeamColour.RED)
    by = the_leader(session, an_activity(session, community, team=red))

    with pytest.raises(NotAllowed):
        getattr(activities, act)(Act(session, NOW, by=by), activity)


def test_extra_shift_of_a_published_activity_is_open_at_once(session, community, leader):
    out = an_activity(session, community)

    made = shifts.add_to(Act(session, NOW, by=leader), out, an_occasion())

    assert made.places.is_open
    out.state = ActivityState.CANCELLED
    with pytest.raises(AlreadyDone):
        shifts.add_to(Act(session, NOW, by=leader), out, an_occasion())


def test_catalogue_has_the_seventeen_kinds_once(session, community):
    made = catalogue.install(Act(session, NOW, community=community))

    assert len(made) == 17
    assert catalogue.install(Act(session, NOW, community=community)) == []
    told = {each.type_id: each for each in session.query(KindNotice)}
    assert all(told[kind.id].risk and told[kind.id].bring for kind in made)
    assert [kind.code for kind in made if kind.risk is RiskLevel.HIGH] == ["EMERGENCY"]
    assert [kind.code for kind in made if not kind.counts_as_service] == ["TRAINING"]


def test_changing_and_cancelling_are_in_the_trail(session, community):
    out = an_activity(session, community)
    shift, leader = a_shift(session, out), the_leader(session, out)
    activities.change(
        Act(session, NOW, by=leader), out, a_plan(session, community, place="南苑"), out.version
    )
    activities.cancel_shift(Act(session, NOW, by=leader), shift, "停水")

    assert lines(session, "activity_changed", "shift_cancelled") == [
        (event, out.id, leader.person_id) for event in ("activity_changed", "shift_cancelled")
    ]
