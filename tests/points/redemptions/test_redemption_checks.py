"""What the checks of goods see."""

import pytest
from sqlalchemy import delete, update

from points.redemptions.models import LimitCounter
from points.redemptions.rules import limits, redemption_checks
from tests.shop_builders import a_store


@pytest.fixture
def store(session):
    store = a_store(session)
    member = store.member(points=200)
    soap = store.product(price=40)
    store.collect(store.reserve(member, (soap, 2)))
    store.sell(member, (soap, 1))
    return store


def test_limits_count_what_was_taken(session, store):
    assert redemption_checks.limits_count(session) == []


@pytest.mark.plants_breach
@pytest.mark.parametrize("rule", [limits.POINTS, limits.REDEMPTIONS])
def test_a_counter_changed_behind_the_rules_is_seen(session, store, rule):
    counter = update(LimitCounter).where(LimitCounter.rule == rule)
    assert session.execute(counter.values(used=LimitCounter.used + 1)).rowcount == 1

    assert len(redemption_checks.limits_count(session)) == 1


@pytest.mark.plants_breach
@pytest.mark.parametrize("rule", [limits.POINTS, limits.REDEMPTIONS])
def test_a_counter_taken_away_is_missed(session, store, rule):
    gone = delete(LimitCounter).where(LimitCounter.rule == rule)
    assert session.execute(gone).rowcount == 1

    [told] = redemption_checks.limits_count(session)
    assert f"limit {rule} of 2026-05-01 miscounts" in told
