"""T1 to T8 of the domain, exactly as written, and the edges beside them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from volunteer.service_time.rules.service_time import (
    Allotment,
    Attendance,
    Elsewhere,
    Suggestion,
    TimePolicy,
    Verdict,
    allot,
    is_whole,
    rounded,
    suggest,
)
from volunteer.service_time.rules.spans import Span
from volunteer.settings import Rounding

SHANGHAI = ZoneInfo("Asia/Shanghai")
POLICY = TimePolicy()
ROUND_UP = TimePolicy(rounding=Rounding.ROUND_UP_FIRST_HOUR)
NOTHING = Elsewhere()
DAY = date(2026, 5, 16)


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.strptime(clock, "%H:%M:%S").time(), SHANGHAI)  # noqa: DTZ007 - the zone is given beside it


def span(start: str, end: str, start_day: date = DAY, end_day: date = DAY) -> Span:
    return Span(at(start + ":00", start_day), at(end + ":00", end_day))


def came(
    arrived: str, left: str | None, planned: str = "09:00-11:00", cap: int = 1440
) -> Attendance:
    start, end = planned.split("-")
    return Attendance(
        span(start, end),
        at(arrived if arrived.count(":") == 2 else arrived + ":00"),
        at(left if left.count(":") == 2 else left + ":00") if left else None,
        cap,
    )


def verdict_of(attendance: Attendance, elsewhere: Elsewhere = NOTHING) -> Suggestion:
    return suggest(attendance, elsewhere, POLICY)


@pytest.mark.parametrize(
    ("raw", "counted"),
    [(0, 0), (29, 0), (30, 30), (59, 30), (89, 60), (95, 90), (119, 90), (125, 120)],
)
def test_t1_minutes_round_down_to_half_hours(raw, counted):
    assert rounded(raw, POLICY) == counted


@pytest.mark.parametrize(("raw", "counted"), [(0, 0), (1, 60), (20, 60), (60, 60), (95, 95)])
def test_t1_the_other_policy_rounds_the_first_hour_up(raw, counted):
    assert rounded(raw, ROUND_UP) == counted


def test_t1_rounding_up_never_passes_the_plan():
    assert suggest(came("09:00", "09:40", "09:00-09:40"), NOTHING, ROUND_UP).minutes == 40


def test_a_leader_writes_half_hours_where_half_hours_are_the_rule():
    assert is_whole(90, POLICY)
    assert not is_whole(95, POLICY)
    assert is_whole(95, ROUND_UP)


def test_t2_early_arrival_and_overstay_do_not_count():
    suggestion = verdict_of(came("08:40", "11:25"))

    assert suggestion.minutes == 120
    assert suggestion.present == span("09:00", "11:00")


def test_t2_an_extended_shift_counts_to_its_new_end():
    assert verdict_of(came("08:40", "11:35", "09:00-11:30")).minutes == 150


@pytest.mark.parametrize(
    ("arrived", "present", "minutes"),
    [
        ("09:08", 120, 120),
        ("09:10", 120, 120),
        ("09:10:59", 120, 120),
        ("09:11", 109, 90),
        ("09:12", 108, 90),
    ],
)
def test_t3_ten_minutes_of_grace(arrived, present, minutes):
    suggestion = verdict_of(came(arrived, "11:00"))

    assert (suggestion.present_minutes, suggestion.minutes) == (present, minutes)


def test_t4_below_the_threshold_waits_for_the_leader():
    suggestion = verdict_of(came("09:00", "10:05"))

    assert suggestion.verdict is Verdict.BELOW_THRESHOLD
    assert (suggestion.present_minutes, suggestion.minutes) == (65, 0)
    assert suggestion.possible_minutes == 60


@pytest.mark.parametrize(
    ("left", "verdict", "minutes"),
    [("10:12", Verdict.COUNTED, 60), ("10:11", Verdict.BELOW_THRESHOLD, 0)],
)
def test_t4_exactly_sixty_percent_counts_by_itself(left, verdict, minutes):
    suggestion = verdict_of(came("09:00", left))

    assert (suggestion.verdict, suggestion.minutes) == (verdict, minutes)


def test_t5_a_missing_check_out_waits_and_is_never_zero_by_itself():
    suggestion = verdict_of(came("09:00", None))

    assert suggestion.verdict is Verdict.NO_CHECK_OUT
    assert (suggestion.minutes, suggestion.possible_minutes) == (0, 120)
    assert suggestion.ceiling == 120


def test_t5_the_leader_sets_the_time_of_leaving():
    suggestion = verdict_of(came("09:00", "10:45"))

    assert (suggestion.present_minutes, suggestion.minutes) == (105, 90)


def test_t5_nobody_may_confirm_more_than_was_planned():
    with pytest.raises(ValueError, match="outside"):
        allot(121, came("09:00", None), NOTHING, POLICY)


def test_t6_the_record_confirmed_first_keeps_the_overlap():
    held = Elsewhere(taken=(span("09:00", "11:30"),), minutes_on={DAY: 150})
    suggestion = verdict_of(came("11:00", "12:30", "11:00-12:30"), held)

    assert (suggestion.present_minutes, suggestion.overlap_minutes) == (90, 30)
    assert suggestion.minutes == 60


def test_t6_touching_edges_share_nothing():
    held = Elsewhere(taken=(span("09:00", "11:30"),), minutes_on={DAY: 150})
    suggestion = verdict_of(came("11:30", "12:30", "11:30-12:30"), held)

    assert (suggestion.overlap_minutes, suggestion.minutes) == (0, 60)


def test_t7_the_last_confirmed_is_cut_to_the_cap_of_the_day():
    morning = Elsewhere(taken=(span("08:00", "12:30"),), minutes_on={DAY: 270})
    suggestion = verdict_of(came("14:00", "18:30", "14:00-18:30", cap=360), morning)

    assert suggestion.minutes == 210
    assert (suggestion.capped_minutes, suggestion.ceiling) == (60, 210)


def test_t7_the_cap_of_the_kind_holds_for_one_record():
    assert verdict_of(came("09:00", "14:00", "09:00-14:00", cap=180)).minutes == 180


def test_t7_a_full_day_leaves_nothing():
    full = Elsewhere(minutes_on={DAY: 480})

    assert verdict_of(came("09:00", "11:00"), full).ceiling == 0


def over_midnight(minutes: int = 120, elsewhere: Elsewhere = NOTHING) -> Allotment:
    eve, new_year = date(2026, 12, 31), date(2027, 1, 1)
    planned = span("22:30", "00:30", eve, new_year)
    attendance = Attendance(planned, planned.starts_at, planned.ends_at)
    return allot(minutes, attendance, elsewhere, POLICY)


def test_t8_each_minute_belongs_to_its_own_day():
    allotment = over_midnight()

    assert allotment.minutes_on == {date(2026, 12, 31): 90, date(2027, 1, 1): 30}
    assert allotment.span.ends_at == at("00:30:00", date(2027, 1, 1))


def test_t8_fewer_minutes_are_the_earliest():
    assert over_midnight(60).minutes_on == {date(2026, 12, 31): 60}


def test_t8_the_cap_of_one_day_leaves_the_other_alone():
    tired = Elsewhere(minutes_on={date(2026, 12, 31): 450})
    allotment = over_midnight(60, tired)

    assert allotment.minutes_on == {date(2026, 12, 31): 30, date(2027, 1, 1): 30}


def test_t8_days_are_those_of_the_zone_of_the_community():
    planned = span("06:00", "10:00")
    west = TimePolicy(zone="Europe/London")
    allotment = allot(240, Attendance(planned, planned.starts_at, planned.ends_at), NOTHING, west)

    assert allotment.minutes_on == {date(2026, 5, 15): 60, date(2026, 5, 16): 180}


@pytest.mark.parametrize(
    ("planned", "night"),
    [("18:00-21:00", 0), ("20:00-22:00", 60), ("21:00-22:00", 60), ("05:30-06:30", 30)],
)
def test_minutes_after_nine_in_the_evening_are_night(planned, night):
    start, end = planned.split("-")
    attendance = came(start, end, planned)
    minutes = attendance.planned.minutes

    assert allot(minutes, attendance, NOTHING, POLICY).night_minutes == night


def test_night_goes_on_after_midnight():
    assert over_midnight().night_minutes == 120


def test_who_left_before_the_start_was_not_present():
    suggestion = verdict_of(came("08:00", "08:50"))

    assert suggestion.present is None
    assert suggestion.possible_minutes == 0


def test_who_came_after_the_end_was_not_present_whatever_the_grace():
    kind = TimePolicy(late_grace=60)

    assert suggest(came("09:40", "09:50", "09:00-09:30"), NOTHING, kind).present is None


def test_minutes_that_fill_the_presence_stay_in_it():
    allotment = allot(60, came("10:00", "11:00"), NOTHING, POLICY)

    assert allotment.span == span("10:00", "11:00")


def test_more_than_presence_is_laid_on_the_plan():
    allotment = allot(120, came("09:30", "11:00"), NOTHING, POLICY)

    assert allotment.span == span("09:00", "11:00")


def test_seconds_are_dropped_at_both_ends():
    suggestion = verdict_of(came("09:11:59", "10:41:59"))

    assert suggestion.present_minutes == 90


def test_who_left_the_minute_he_came_was_not_present():
    assert verdict_of(came("09:05", "09:05")).present is None


def test_touching_spans_share_nothing():
    assert span("09:00", "10:00").common(span("10:00", "11:00")) is None
    assert span("09:00", "10:01").common(span("10:00", "11:00")) == span("10:00", "10:01")


def test_the_cap_of_the_day_counts_both_sides_of_an_overlap():
    held = Elsewhere(taken=(span("10:00", "10:30"),), minutes_on={DAY: 360})
    suggestion = verdict_of(came("08:00", "13:00", "08:00-13:00"), held)

    assert suggestion.minutes == 120
