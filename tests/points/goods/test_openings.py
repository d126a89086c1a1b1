"""When a shop is open: its calendar asked, set, and written in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.models import AuditEvent
from core.errors import NotAllowed, NotFound
from points.goods.models import OpeningHours
from points.goods.rules import opening_changes, shops
from points.goods.rules.opening_changes import (
    HoursBackwards,
    HoursOverlap,
    HoursTooMany,
    MonthDayWrong,
    SpecialDays,
    SpecialDaysWrong,
    SpecialReasonMissing,
    UsualHours,
)
from points.goods.rules.opening_words import sentence
from points.goods.rules.shops import Calendar, Span, SpecialDay
from points.ledger.rules.refusals import ShopClosed
from teams.authority.act import Act
from tests.builders import NOW

MORNING, AFTERNOON = Span(540, 690), Span(870, 1020)
LATE, NIGHT = Span(1320, 1440), Span(0, 120)
FRIDAY = 4
TODAY = date(2026, 5, 15)
USUAL = UsualHours(weekly={FRIDAY: (MORNING, AFTERNOON)}, monthly={15: (MORNING,)})
SECOND = timedelta(seconds=1)


def at(day: str, clock: str) -> datetime:
    """A moment on the clock of Asia/Shanghai."""
    return datetime.fromisoformat(f"{day}T{clock}:00+08:00").astimezone(UTC)


def calendar_of(store):
    return shops.calendar_of(store.session, store.community.id, store.shop.id, store.community.zone)


def set_usual(store, hours=USUAL, by=None):
    opening_changes.set_usual(Act(store.session, NOW, by=by or store.keeper), store.shop, hours)


def set_special(store, *, first=TODAY, last=TODAY, spans=(), reason="盘点", by=None):
    days = SpecialDays(first_on=first, last_on=last, spans=spans, reason=reason)
    opening_changes.set_special(Act(store.session, NOW, by=by or store.keeper), store.shop, days)


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        ("08:59", False),
        ("09:00", True),
        ("11:29", True),
        ("11:30", False),
        ("14:29", False),
        ("14:30", True),
        ("16:59", True),
        ("17:00", False),
    ],
)
def test_the_opening_minute_is_open_and_the_closing_one_is_not(clock, is_open):
    calendar = Calendar(weekly={FRIDAY: (MORNING, AFTERNOON)})

    assert calendar.is_open(at("2026-05-22", clock)) is is_open


def test_the_last_second_before_closing_is_open():
    calendar = Calendar(weekly={FRIDAY: (MORNING,)})

    assert calendar.is_open(at("2026-05-22", "11:30") - SECOND)
    assert not calendar.is_open(at("2026-05-22", "09:00") - SECOND)


def test_a_shop_without_usual_hours_keeps_no_calendar():
    calendar = Calendar(special={TODAY: SpecialDay((), "盘点")})

    assert not calendar.is_kept
    assert calendar.is_open(NOW)
    assert calendar.next_opening(NOW) is None


def test_hours_run_across_midnight_without_a_new_opening():
    calendar = Calendar(weekly={FRIDAY: (LATE,), FRIDAY + 1: (NIGHT,)})

    assert not calendar.is_open(at("2026-05-22", "21:59"))
    assert calendar.is_open(at("2026-05-22", "23:59"))
    assert calendar.is_open(at("2026-05-23", "00:00"))
    assert calendar.is_open(at("2026-05-23", "01:59"))
    assert not calendar.is_open(at("2026-05-23", "02:00"))
    assert calendar.next_opening(at("2026-05-22", "22:00")) == at("2026-05-29", "22:00")


def test_a_day_at_midnight_alone_is_a_new_opening():
    calendar = Calendar(weekly={FRIDAY + 1: (NIGHT,)})

    assert calendar.next_opening(at("2026-05-22", "23:59")) == at("2026-05-23", "00:00")


def test_the_next_opening_is_after_now_never_now():
    calendar = Calendar(weekly={FRIDAY: (MORNING, AFTERNOON)})

    assert calendar.next_opening(at("2026-05-22", "09:00") - SECOND) == at("2026-05-22", "09:00")
    assert calendar.next_opening(at("2026-05-22", "09:00")) == at("2026-05-22", "14:30")
    assert calendar.next_opening(at("2026-05-22", "14:30")) == at("2026-05-29", "09:00")


def test_the_next_opening_crosses_the_end_of_a_month_without_that_day():
    calendar = Calendar(monthly={31: (MORNING,)})

    assert calendar.next_opening(at("2026-05-31", "12:00")) == at("2026-07-31", "09:00")
    assert calendar.is_open(at("2026-05-31", "09:00"))
    assert not calendar.is_open(at("2026-06-30", "09:00"))


def test_weekday_and_day_of_the_month_add_up():
    calendar = Calendar(weekly={FRIDAY: (MORNING,)}, monthly={15: (Span(600, 720), AFTERNOON)})

    assert calendar.spans_on(TODAY) == (Span(540, 720), AFTERNOON)
    assert calendar.closes_at(TODAY) == 1020
    assert calendar.closes_at(date(2026, 5, 22)) == 690
    assert calendar.closes_at(date(2026, 5, 16)) is None


def test_what_is_said_of_a_date_stands_instead():
    special = {TODAY: SpecialDay((), "盘点"), date(2026, 5, 16): SpecialDay((AFTERNOON,), "义卖")}
    calendar = Calendar(weekly={FRIDAY: (MORNING,)}, special=special)

    assert not calendar.is_open(at("2026-05-15", "10:00"))
    assert calendar.is_open(at("2026-05-16", "14:30"))
    assert calendar.next_opening(at("2026-05-15", "08:00")) == at("2026-05-16", "14:30")


def test_the_hours_are_those_of_the_communitys_clock():
    noon = datetime(2026, 5, 22, 2, 0, tzinfo=UTC)

    assert Calendar("Asia/Shanghai", weekly={FRIDAY: (MORNING,)}).is_open(noon)
    assert not Calendar("Asia/Kashgar", weekly={FRIDAY: (MORNING,)}).is_open(noon)


def test_hours_that_are_set_stand_and_are_in_the_trail(store):
    set_usual(store)
    set_usual(store, UsualHours(weekly={0: (MORNING,)}, note="看通知"))

    assert calendar_of(store).weekly == {0: (MORNING,)}
    assert calendar_of(store).monthly == {}
    lines = store.session.scalars(select(AuditEvent).where(AuditEvent.event == "opening_hours_set"))
    last = list(lines)[-1]
    assert last.details["was"] == "每周五 9:00—11:30，14:30—17:00；每月15日 9:00—11:30"
    assert last.details["value"] == "每周一 9:00—11:30；看通知"
    assert last.actor_id == store.keeper.person_id


@pytest.mark.parametrize(
    ("hours", "refusal"),
    [
        (UsualHours(monthly={32: (MORNING,)}), MonthDayWrong),
        (UsualHours(monthly={0: (MORNING,)}), MonthDayWrong),
        (UsualHours(weekly={0: tuple(Span(n, n + 1) for n in range(0, 10, 2))}), HoursTooMany),
        (UsualHours(weekly={0: (Span(540, 540),)}), HoursBackwards),
        (UsualHours(weekly={0: (Span(690, 540),)}), HoursBackwards),
        (UsualHours(weekly={0: (Span(540, 1441),)}), HoursBackwards),
        (UsualHours(monthly={1: (MORNING, Span(689, 700))}), HoursOverlap),
    ],
)
def test_hours_that_cannot_be_are_refused(store, hours, refusal):
    with pytest.raises(refusal):
        set_usual(store, hours)


def test_spans_that_only_touch_and_four_of_them_are_right(store):
    touching = (Span(540, 690), Span(690, 700), Span(700, 710), Span(1400, 1440))
    set_usual(store, UsualHours(weekly={0: touching}))

    assert calendar_of(store).spans_on(date(2026, 5, 18)) == (Span(540, 710), Span(1400, 1440))


def test_only_the_keeper_and_the_admin_set_hours(store):
    set_usual(store, by=store.admin)
    for act in (
        lambda: set_usual(store, by=store.clerk),
        lambda: set_special(store, by=store.clerk),
        lambda: opening_changes.drop_special(
            Act(store.session, NOW, by=store.clerk), store.shop, (TODAY, TODAY)
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_days_that_differ_are_set_replaced_and_taken_back(store):
    set_usual(store)
    set_special(store, last=TODAY + timedelta(days=2))
    set_special(store, spans=(AFTERNOON,), reason="义卖")

    assert calendar_of(store).special[TODAY] == SpecialDay((AFTERNOON,), "义卖")
    assert calendar_of(store).special[TODAY + timedelta(days=2)] == SpecialDay((), "盘点")

    between = (TODAY, TODAY + timedelta(days=1))
    opening_changes.drop_special(Act(store.session, NOW, by=store.keeper), store.shop, between)

    assert list(calendar_of(store).special) == [TODAY + timedelta(days=2)]
    with pytest.raises(NotFound):
        opening_changes.drop_special(Act(store.session, NOW, by=store.keeper), store.shop, between)


@pytest.mark.parametrize(
    ("first", "last", "is_right"),
    [(0, 0, True), (-1, 0, False), (1, 0, False), (0, 30, True), (0, 31, False)],
)
def test_days_that_differ_begin_today_and_are_31_at_most(store, first, last, is_right):
    days = {"first": TODAY + timedelta(days=first), "last": TODAY + timedelta(days=last)}
    if is_right:
        set_special(store, **days)
        assert len(calendar_of(store).special) == last + 1
    else:
        with pytest.raises(SpecialDaysWrong):
            set_special(store, **days)


def test_days_that_differ_say_why(store):
    with pytest.raises(SpecialReasonMissing):
        set_special(store, reason=" ")
    with pytest.raises(HoursOverlap):
        set_special(store, spans=(MORNING, Span(600, 700)))


@pytest.mark.parametrize(
    "given",
    [
        {"weekday": 0, "month_day": 1, "opens_minute": 0, "closes_minute": 1},
        {"opens_minute": 0, "closes_minute": 1},
        {"weekday": 7, "opens_minute": 0, "closes_minute": 1},
        {"month_day": 32, "opens_minute": 0, "closes_minute": 1},
        {"weekday": 0, "opens_minute": 0, "closes_minute": 0},
        {"weekday": 0, "opens_minute": 5, "closes_minute": 4},
        {"weekday": 0, "opens_minute": 5, "closes_minute": 1441},
        {"on_date": TODAY, "opens_minute": 0, "closes_minute": 0},
    ],
)
def test_the_database_refuses_hours_that_cannot_be(store, given):
    row = OpeningHours(community_id=store.community.id, shop_id=store.shop.id, **given)
    store.session.add(row)

    with pytest.raises(IntegrityError):
        store.session.flush()
    store.session.rollback()


@pytest.mark.parametrize(
    ("calendar", "note", "chinese", "english"),
    [
        (Calendar(), "", "", ""),
        (Calendar(), "看门口通知", "看门口通知", "看门口通知"),
        (
            Calendar(weekly=dict.fromkeys(range(7), (MORNING,))),
            "",
            "每天 9:00—11:30",
            "Every day 9:00–11:30",
        ),
        (
            Calendar(weekly=dict.fromkeys(range(5), (MORNING,))),
            "",
            "周一至周五 9:00—11:30",
            "Mon to Fri 9:00–11:30",
        ),
        (
            Calendar(weekly={0: (MORNING,), 2: (MORNING,), 6: (LATE,)}),
            "",
            "每周一、三 9:00—11:30；每周日 22:00—24:00",
            "Mon, Wed 9:00–11:30; Sun 22:00–24:00",
        ),
        (
            Calendar(monthly={1: (MORNING, AFTERNOON), 15: (MORNING, AFTERNOON)}),
            "",
            "每月1日、15日 9:00—11:30，14:30—17:00",
            "day 1, 15 of each month 9:00–11:30, 14:30–17:00",
        ),
        (
            Calendar(special={TODAY + timedelta(days=n): SpecialDay((), "盘点") for n in (0, 1)}),
            "",
            "5月15日至 16日 不开门（盘点）",
            "15 May to 16 May closed (盘点)",
        ),
        (Calendar(special={TODAY + timedelta(days=30): SpecialDay((), "盘点")}), "", "", ""),
        (Calendar(special={TODAY - timedelta(days=1): SpecialDay((), "盘点")}), "", "", ""),
    ],
)
def test_hours_are_said_in_one_sentence(calendar, note, chinese, english):
    assert sentence(calendar, note, TODAY) == chinese
    assert sentence(calendar, note, TODAY, "en") == english


CLOSED_AT = at("2026-05-15", "17:00")


def test_a_sale_while_the_shop_is_shut_needs_a_reason(store):
    set_usual(store)
    member, soap = store.member(points=296), store.product()

    open_redemption = store.sell(member, (soap, 1), now=CLOSED_AT - SECOND, off_hours_reason="不用")
    with pytest.raises(ShopClosed):
        store.sell(member, (soap, 1), now=CLOSED_AT, off_hours_reason=" ")
    shut_redemption = store.sell(member, (soap, 1), now=CLOSED_AT, off_hours_reason="还有人排队")

    assert open_redemption.off_hours_reason == ""
    assert shut_redemption.off_hours_reason == "还有人排队"
    lines = store.session.scalars(
        select(AuditEvent).where(AuditEvent.event == "redemption_sold").order_by(AuditEvent.id)
    )
    assert [line.details.get("off_hours") for line in lines] == [None, "还有人排队"]


def test_it_is_asked_before_the_pin_is_looked_at(store):
    set_usual(store)
    member, soap = store.member(points=296), store.product()

    with pytest.raises(ShopClosed):
        store.sell(member, (soap, 1), now=CLOSED_AT, credential="000000")


def test_a_collection_while_the_shop_is_shut_needs_a_reason(store):
    set_usual(store)
    member, soap = store.member(points=296), store.product()
    first, second = store.reserve(member, (soap, 1)), store.reserve(member, (soap, 1))

    assert store.collect(first, now=CLOSED_AT - SECOND).off_hours_reason == ""
    with pytest.raises(ShopClosed):
        store.collect(second, now=CLOSED_AT)
    assert store.collect(second, now=CLOSED_AT, off_hours_reason="路远").off_hours_reason == "路远"


def test_a_shop_without_a_calendar_is_never_asked(store):
    member, soap = store.member(points=296), store.product()

    assert store.sell(member, (soap, 1), now=at("2026-05-15", "22:00")).off_hours_reason == ""
