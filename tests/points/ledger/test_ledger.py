"""The points book: credit, debit, expiry, reversal, and what it refuses."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from points.ledger.models import (
    EntryKind,
    Period,
    PeriodState,
    Transaction,
    WalletEntry,
    WalletState,
)
from points.ledger.rules import ledger
from points.ledger.rules.refusals import (
    AlreadyCredited,
    AmountOutOfRange,
    InDebt,
    NotEnoughPoints,
    NotReversible,
    PeriodClosed,
    WalletFrozen,
)
from teams.authority.act import Act
from tests.builders import NOW, a_community, a_member
from tests.shop_builders import a_cause, deltas, earn, lots_left, spend, wallet

LAST_SECOND_OF_2026 = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
LAST_SECOND_OF_2025 = datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC)
NEW_YEAR_2026 = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
SUMMER_2025 = datetime(2025, 7, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def member(session):
    return a_member(session, a_community(session))


def two_lots(session, member):
    """Lots of 100 ending 2025-12-31 and 90 ending 2026-12-31, as in T11."""
    earn(session, member, 60, SUMMER_2025, date(2024, 6, 1))
    earn(session, member, 40, SUMMER_2025, date(2024, 12, 31))
    earn(session, member, 90, SUMMER_2025, date(2025, 6, 30))


def lock(session):
    month = session.scalars(select(Period)).one()
    month.state, month.locked_at = PeriodState.LOCKED, NOW


def test_wallet_is_opened_on_first_use(session, member):
    earn(session, member, 24)

    assert wallet(session, member).posted == 24


def test_awards_of_one_last_day_share_a_lot(session, member):
    two_lots(session, member)

    assert lots_left(session, member) == {"2025-12-31": 100, "2026-12-31": 90}


def test_t08_service_over_midnight_has_the_last_day_of_its_end(session, member):
    earn(session, member, 10, SUMMER_2025, date(2024, 12, 31))
    earn(session, member, 20, SUMMER_2025, date(2025, 1, 1))

    assert lots_left(session, member) == {"2025-12-31": 10, "2026-12-31": 20}


def test_t11_spending_eats_the_earliest_last_day_first(session, member):
    two_lots(session, member)

    spend(session, member, 80, LAST_SECOND_OF_2025)

    assert wallet(session, member).posted == 110
    assert lots_left(session, member) == {"2025-12-31": 20, "2026-12-31": 90}


def test_t11_on_new_year_the_old_lot_is_gone(session, member):
    two_lots(session, member)
    spend(session, member, 80, SUMMER_2025)

    spend(session, member, 10, NEW_YEAR_2026)

    assert deltas(session, member)[-2:] == [-20, -10]
    assert lots_left(session, member) == {"2025-12-31": 0, "2026-12-31": 80}


def test_last_second_of_the_last_day_still_spends(session, member):
    earn(session, member, 30, SUMMER_2025, date(2024, 6, 1))

    spend(session, member, 30, LAST_SECOND_OF_2025)

    assert wallet(session, member).posted == 0


def test_first_moment_after_the_last_day_is_too_late(session, member):
    earn(session, member, 30, SUMMER_2025, date(2024, 6, 1))

    with pytest.raises(NotEnoughPoints):
        spend(session, member, 1, NEW_YEAR_2026)


def test_what_lapses_takes_no_lot_along_that_is_on_its_last_day(session, member):
    two_lots(session, member)

    spend(session, member, 90, LAST_SECOND_OF_2026)

    assert deltas(session, member)[-2:] == [-100, -90]


def test_nothing_arrives_dead(session, member):
    earn(session, member, 30, NOW, date(2023, 6, 1))

    assert lots_left(session, member) == {"2027-12-31": 30}


def test_one_source_gives_one_award(session, member):
    cause = a_cause()
    earn(session, member, 24, cause=cause)

    with pytest.raises(AlreadyCredited):
        earn(session, member, 24, cause=cause)

    assert wallet(session, member).posted == 24


def test_spending_exactly_the_balance_is_allowed(session, member):
    earn(session, member, 24)

    spend(session, member, 24)

    assert wallet(session, member).posted == 0


def test_spending_one_more_than_the_balance_is_refused(session, member):
    earn(session, member, 24)

    with pytest.raises(NotEnoughPoints, match="还差 1 分"):
        spend(session, member, 25)

    assert deltas(session, member) == [24]


@pytest.mark.parametrize("points", [0, -1, 1_000_001])
def test_amounts_out_of_range_are_refused(session, member, points):
    with pytest.raises(AmountOutOfRange):
        earn(session, member, points)
    with pytest.raises(AmountOutOfRange):
        spend(session, member, points)


def test_frozen_wallet_earns_but_does_not_spend(session, member):
    earn(session, member, 24)
    wallet(session, member).state = WalletState.FROZEN
    earn(session, member, 6)

    with pytest.raises(WalletFrozen):
        spend(session, member, 1)

    assert wallet(session, member).posted == 30


def test_t14_reversal_after_spending_leaves_a_hole_that_earnings_fill(session, member):
    record = earn(session, member, 60)
    earn(session, member, 25)
    spend(session, member, 60)

    ledger.reverse(Act(session, NOW), member.community_id, record.id, a_cause())
    assert wallet(session, member).posted == -35
    with pytest.raises(InDebt, match="还欠 35 分"):
        spend(session, member, 1)

    earn(session, member, 50)
    assert wallet(session, member).posted == 15
    assert sum(lots_left(session, member).values()) == 15
    assert wallet(session, member).debt_limit == 0


def test_part_of_a_hole_is_filled_and_spending_stays_refused(session, member):
    record = earn(session, member, 60)
    spend(session, member, 60)
    ledger.reverse(Act(session, NOW), member.community_id, record.id, a_cause())

    earn(session, member, 24)

    assert wallet(session, member).posted == -36
    assert sum(lots_left(session, member).values()) == 0
    with pytest.raises(InDebt):
        spend(session, member, 1)


def test_reversal_takes_from_the_awards_own_lot_first(session, member):
    two_lots(session, member)
    record = earn(session, member, 30, SUMMER_2025, date(2025, 6, 30))

    ledger.reverse(Act(session, SUMMER_2025), member.community_id, record.id, a_cause())

    assert lots_left(session, member) == {"2025-12-31": 100, "2026-12-31": 90}


def test_an_award_is_reversed_once(session, member):
    record = earn(session, member, 60)
    ledger.reverse(Act(session, NOW), member.community_id, record.id, a_cause())

    with pytest.raises(NotReversible):
        ledger.reverse(Act(session, NOW), member.community_id, record.id, a_cause())


def test_spending_is_not_reversed(session, member):
    earn(session, member, 60)
    redemption = spend(session, member, 10)

    with pytest.raises(NotReversible):
        ledger.reverse(Act(session, NOW), member.community_id, redemption.id, a_cause())


def test_an_award_of_another_community_is_not_reversed(session, member):
    record = earn(session, member, 60)
    other = a_community(session, "nanguan")

    with pytest.raises(NotReversible):
        ledger.reverse(Act(session, NOW), other.id, record.id, a_cause())


def test_locked_month_takes_no_posting(session, member):
    earn(session, member, 60)
    lock(session)

    with pytest.raises(PeriodClosed, match="2026-05"):
        earn(session, member, 10)


def test_the_next_month_is_open_when_this_one_is_locked(session, member):
    earn(session, member, 60)
    lock(session)

    earn(session, member, 10, datetime(2026, 5, 31, 16, 0, tzinfo=UTC))

    assert session.scalars(select(Transaction.business_on)).all()[-1] == date(2026, 6, 1)


def test_lines_are_numbered_and_chained(session, member):
    earn(session, member, 60)
    spend(session, member, 10)

    lines = session.scalars(select(WalletEntry).order_by(WalletEntry.seq)).all()
    assert [line.seq for line in lines] == [1, 2]
    assert [line.balance_after for line in lines] == [60, 50]
    assert wallet(session, member).head_hash == lines[1].hash != lines[0].hash


def test_an_adjustment_needs_a_second_person_by_the_database(session, member):
    with pytest.raises(IntegrityError), session.begin_nested():
        earn(session, member, 10, kind=EntryKind.ADJUST, cause=a_cause(reason="多记了两次"))
