"""What an hour earns: rounding, dates, the night, and who may change the rules."""

from datetime import date

import pytest

from core.errors import NotAllowed
from points.ledger.models import EarnRule
from points.ledger.rules import earning
from points.ledger.rules.earning import RuleOutOfRange, RuleStartTaken
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import CommunitySetting
from tests.builders import NOW, a_community, a_member, staff
from tests.shop_builders import earn, rule_on
from tests.trail import lines

MAY_31, JUNE_1 = date(2026, 5, 31), date(2026, 6, 1)


@pytest.fixture
def community(session):
    community = a_community(session)
    earning.install_defaults(Act(session, NOW, community=community))
    return community


def points(session, community, kind, minutes, night=0, on=MAY_31):
    return earning.points_of(rule_on(session, community, kind, on), minutes, night)


def version(community, starts_on, coefficient=200, **given):
    return EarnRule(
        **{
            "community_id": community.id,
            "kind_code": "VISIT",
            "starts_on": starts_on,
            "points_per_hour": 10,
            "coefficient_hundredths": coefficient,
            "night_addition_hundredths": 0,
            "flat_points": 0,
        }
        | given
    )


@pytest.mark.parametrize(
    ("kind", "minutes", "expected"),
    [("VISIT", 150, 30), ("PAIRING", 30, 7), ("LECTURE", 30, 8), ("VISIT", 120, 24)],
)
def test_t09_a_record_is_rounded_half_up(session, community, kind, minutes, expected):
    assert points(session, community, kind, minutes) == expected


def test_t09_rounding_is_per_record_not_on_the_sum(session, community):
    assert points(session, community, "PAIRING", 30) * 2 == 14
    assert points(session, community, "PAIRING", 60) == 13


def test_night_minutes_earn_a_fifth_more(session, community):
    assert points(session, community, "PATROL", 120, 0) == 20
    assert points(session, community, "PATROL", 120, 60) == 22
    assert points(session, community, "CLEANUP", 120, 60) == 20


def test_training_earns_flat_points_and_nothing_an_hour(session, community):
    assert points(session, community, "TRAINING", 0) == 5
    assert points(session, community, "TRAINING", 180) == 5


def test_t10_the_rule_of_the_day_the_service_ended_counts(session, community):
    admin = staff(session, community, Role.COMMUNITY_ADMIN)
    earning.set_rule(Act(session, NOW, by=admin), version(community, JUNE_1))

    old, new = (rule_on(session, community, "VISIT", day) for day in (MAY_31, JUNE_1))

    assert (old.version, earning.points_of(old, 60, 0)) == (1, 12)
    assert (new.version, earning.points_of(new, 60, 0)) == (2, 20)


def test_a_kind_without_a_rule_earns_nothing(session, community):
    assert rule_on(session, community, "UNKNOWN", MAY_31) is None


def test_before_the_first_version_there_is_no_rule(session, community):
    assert rule_on(session, community, "VISIT", date(1999, 12, 31)) is None


def test_defaults_are_installed_once(session, community):
    assert earning.install_defaults(Act(session, NOW, community=community)) == 0
    assert session.query(EarnRule).count() == len(earning.CATALOGUE) == 17


def test_only_who_keeps_the_settings_changes_a_rule(session, community):
    with pytest.raises(NotAllowed):
        earning.set_rule(
            Act(session, NOW, by=staff(session, community, Role.COORDINATOR)),
            version(community, JUNE_1),
        )


def test_two_versions_do_not_begin_on_one_day(session, community):
    admin = staff(session, community, Role.COMMUNITY_ADMIN)
    earning.set_rule(Act(session, NOW, by=admin), version(community, JUNE_1))

    with pytest.raises(RuleStartTaken, match="2026-06-01"):
        earning.set_rule(Act(session, NOW, by=admin), version(community, JUNE_1))


@pytest.mark.parametrize(("coefficient", "is_fine"), [(1000, True), (1001, False), (-1, False)])
def test_a_coefficient_stays_between_none_and_ten(session, community, coefficient, is_fine):
    admin = staff(session, community, Role.COMMUNITY_ADMIN)

    if is_fine:
        assert (
            earning.set_rule(
                Act(session, NOW, by=admin), version(community, JUNE_1, coefficient)
            ).version
            == 2
        )
    else:
        with pytest.raises(RuleOutOfRange):
            earning.set_rule(Act(session, NOW, by=admin), version(community, JUNE_1, coefficient))


def test_an_award_by_rule_can_be_replayed(session, community):
    rule = rule_on(session, community, "VISIT", MAY_31)
    earned = earning.points_of(rule, 150, 0)

    award = earn(
        session,
        a_member(session, community),
        earned,
        ended_on=MAY_31,
        rule_id=rule.id,
        service_minutes=150,
        night_minutes=0,
    )

    assert earning.points_of(rule, award.service_minutes, award.night_minutes) == earned


def hour(community, points, starts_on=JUNE_1):
    return CommunitySetting(
        name="hourly_points", value=points, starts_on=starts_on, reason="经费多了"
    )


def test_t10_the_points_of_an_hour_change_from_their_start_day_on(session, community):
    admin = staff(session, community, Role.COMMUNITY_ADMIN)

    earning.set_points_per_hour(
        Act(session, NOW, by=admin, community=community), hour(community, 12)
    )

    assert points(session, community, "VISIT", 120, on=MAY_31) == 24
    assert points(session, community, "VISIT", 120, on=JUNE_1) == 29
    assert points(session, community, "TRAINING", 120, on=JUNE_1) == 5


def test_the_same_points_of_an_hour_make_no_new_version(session, community):
    admin = staff(session, community, Role.COMMUNITY_ADMIN)

    assert (
        earning.set_points_per_hour(
            Act(session, NOW, by=admin, community=community), hour(community, 10)
        )
        == 0
    )


def test_an_hour_is_not_changed_before_a_version_already_made(session, community):
    admin = staff(session, community, Role.COMMUNITY_ADMIN)
    earning.set_points_per_hour(
        Act(session, NOW, by=admin, community=community), hour(community, 12)
    )

    with pytest.raises(RuleStartTaken):
        earning.set_points_per_hour(
            Act(session, NOW, by=admin, community=community), hour(community, 15, MAY_31)
        )


def test_a_community_without_rules_gets_them_with_the_new_hour(session):
    bare = a_community(session)
    admin = staff(session, bare, Role.COMMUNITY_ADMIN)

    earning.set_points_per_hour(Act(session, NOW, by=admin, community=bare), hour(bare, 20))

    assert points(session, bare, "CLEANUP", 60, on=MAY_31) == 10
    assert points(session, bare, "CLEANUP", 60, on=JUNE_1) == 20


def test_a_rule_that_changes_is_in_the_trail(session, community):
    admin = staff(session, community, Role.COMMUNITY_ADMIN)
    rule = earning.set_rule(Act(session, NOW, by=admin), version(community, JUNE_1))

    noted = lines(session, "earn_rule_changed")
    assert noted == [("earn_rule_changed", rule.id, admin.person_id)]
