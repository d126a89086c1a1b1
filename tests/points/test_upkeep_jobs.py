"""What falls due by itself, run once, twice, late, or not at all."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accounts.models import Notification
from points import upkeep_jobs
from points.ledger.models import EntryKind, Transaction
from points.redemptions.models import RedemptionState
from teams.authority.act import Act
from teams.members.models import CommunitySetting
from teams.settings.rules import settings
from tests.builders import NOW
from tests.shop_builders import earn, spend, wallet

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR_2027 = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


def expiring(session, store, points=30):
    """A member whose points end on 2026-12-31."""
    member = store.member()
    earn(session, member, points, ended_on=date(2025, 6, 1))
    return member


def expiries(session):
    return session.scalars(select(Transaction.id).where(Transaction.kind == EntryKind.EXPIRE)).all()


def test_a_reservation_nobody_collected_lapses_and_says_so(session, store):
    soap, member = store.product(stock=1), store.member(points=100)
    redemption = store.reserve(member, (soap, 1))

    assert upkeep_jobs.lapse_reservations(session, redemption.collect_by) == 1
    assert upkeep_jobs.lapse_reservations(session, redemption.collect_by) == 0

    assert redemption.state is RedemptionState.LAPSED
    assert wallet(session, member).held == 0
    assert store.left(soap) == 1
    assert "没有来拿" in session.scalars(select(Notification.sentence)).one()


def test_before_its_time_nothing_lapses(session, store):
    redemption = store.reserve(store.member(points=100), (store.product(), 1))

    assert (
        upkeep_jobs.lapse_reservations(session, redemption.collect_by - timedelta(seconds=1)) == 0
    )


def test_points_expire_when_their_last_day_is_over(session, store):
    member = expiring(session, store)

    assert upkeep_jobs.expire_points(session, NEW_YEAR_2027 - timedelta(seconds=1)) == 0
    assert upkeep_jobs.expire_points(session, NEW_YEAR_2027) == 1
    assert wallet(session, member).posted == 0


def test_the_sweep_twice_makes_one_expiry_a_lot(session, store):
    expiring(session, store)

    upkeep_jobs.expire_points(session, NEW_YEAR_2027)
    upkeep_jobs.expire_points(session, NEW_YEAR_2027)

    assert len(expiries(session)) == 1


def test_a_spend_before_a_late_sweep_does_not_spend_the_dead(session, store):
    member = expiring(session, store)
    earn(session, member, 50)
    spend(session, member, 50, NEW_YEAR_2027 + timedelta(days=2))

    assert upkeep_jobs.expire_points(session, NEW_YEAR_2027 + timedelta(days=2)) == 0
    assert len(expiries(session)) == 1


def test_more_wallets_than_one_batch_are_all_settled(session, store, monkeypatch):
    monkeypatch.setattr(upkeep_jobs, "WALLETS_AT_ONCE", 2)
    for _ in range(3):
        expiring(session, store)

    done = [upkeep_jobs.expire_points(session, NEW_YEAR_2027) for _ in range(3)]

    assert done == [2, 1, 0]


@pytest.mark.parametrize(("days", "told"), [(61, 0), (60, 1), (31, 1), (30, 2), (7, 3), (0, 3)])
def test_members_are_told_sixty_thirty_and_seven_days_before(session, store, days, told):
    expiring(session, store)
    for before in (61, 60, 31, 30, 8, 7, 0):
        if before >= days:
            at = datetime(2026, 12, 31, 2, 0, tzinfo=UTC) - timedelta(days=before)
            while upkeep_jobs.tell_of_expiry(session, at):
                pass

    assert len(session.scalars(select(Notification.id)).all()) == told


def test_word_of_expiry_names_points_and_day(session, store):
    expiring(session, store, points=146)

    upkeep_jobs.tell_of_expiry(session, datetime(2026, 12, 25, 2, 0, tzinfo=UTC))

    told = session.scalars(select(Notification)).one()
    assert told.sentence % told.values == (
        "有 146 分 2026年12月31日到期，到期前先用这些。志愿时长不受影响。"
    )


def test_nobody_is_told_of_points_long_away(session, store):
    store.member(points=100)

    assert upkeep_jobs.tell_of_expiry(session, NOW) == 0


def reserved(store):
    """A redemption made on 15 May, whose last day is 22 May."""
    return store.reserve(store.member(points=100), (store.product(), 1))


def on_may(day, hour=0):
    return datetime(2026, 5, day, hour, 0, tzinfo=SHANGHAI)


def test_the_day_before_its_last_day_a_reservation_is_told_of_once(session, store):
    redemption = reserved(store)

    early = upkeep_jobs.tell_of_lapse(session, on_may(21) - timedelta(seconds=1))
    told = [upkeep_jobs.tell_of_lapse(session, on_may(21)) for _ in range(2)]

    assert (early, told) == (0, [1, 0])
    note = session.scalars(select(Notification)).one()
    assert note.values == {"slip_no": redemption.redemption_no, "month": 5, "day": 22}


def test_what_was_collected_or_is_over_is_not_told_of(session, store):
    store.collect(reserved(store))
    late = reserved(store)

    assert upkeep_jobs.tell_of_lapse(session, late.collect_by) == 0


def test_the_day_it_was_reserved_nobody_is_reminded(session, store):
    set_to(session, store, collect_days=1)
    reserved(store)

    assert upkeep_jobs.tell_of_lapse(session, NOW) == 0
    assert upkeep_jobs.tell_of_lapse(session, on_may(16)) == 1


def set_to(session, store, **values):
    for name, value in values.items():
        version = CommunitySetting(name=name, value=value, starts_on=date(2026, 1, 1), reason="x")
        settings.change(Act(session, NOW, by=store.admin, community=store.community), version)


def test_the_days_of_the_expiry_notice_are_a_setting(session, store):
    expiring(session, store)
    set_to(session, store, first_expiry_notice_days=90)

    assert upkeep_jobs.tell_of_expiry(session, NEW_YEAR_2027 - timedelta(days=91, seconds=1)) == 0
    assert upkeep_jobs.tell_of_expiry(session, NEW_YEAR_2027 - timedelta(days=91)) == 1


def test_days_of_0_tell_nobody(session, store):
    expiring(session, store)
    set_to(
        session,
        store,
        first_expiry_notice_days=0,
        second_expiry_notice_days=0,
        last_expiry_notice_days=0,
    )

    assert upkeep_jobs.tell_of_expiry(session, NEW_YEAR_2027 - timedelta(days=3)) == 0
