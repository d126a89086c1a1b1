"""What holds of every attendance anybody can invent."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from volunteer.service_time.rules.service_time import (
    Attendance,
    Elsewhere,
    TimePolicy,
    allot,
    suggest,
)
from volunteer.service_time.rules.spans import Span, minutes_by_day
from volunteer.settings import Rounding

BASE = datetime(2026, 12, 30, 16, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"

minutes = st.integers(min_value=0, max_value=2 * 24 * 60)
moments = st.integers(min_value=0, max_value=2 * 24 * 3600).map(
    lambda seconds: BASE + timedelta(seconds=seconds)
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = BASE + timedelta(minutes=draw(minutes))
    return Span(start, start + timedelta(minutes=draw(st.integers(1, 12 * 60))))


@st.composite
def attendances(draw: st.DrawFn) -> Attendance:
    left = draw(st.none() | moments)
    return Attendance(draw(spans()), draw(moments), left, draw(st.integers(30, 1440)))


@st.composite
def elsewheres(draw: st.DrawFn) -> Elsewhere:
    taken = tuple(draw(st.lists(spans(), max_size=3)))
    extra = draw(
        st.dictionaries(st.dates(date(2026, 12, 30), date(2027, 1, 3)), st.integers(0, 600))
    )
    return Elsewhere(taken, minutes_by_day(taken, ZONE) | extra)


policies = st.builds(
    TimePolicy,
    rounding=st.sampled_from(Rounding),
    min_credit=st.sampled_from([0, 30, 60]),
    attend_percent=st.integers(0, 100),
    daily_cap=st.integers(0, 1440),
    late_grace=st.integers(0, 60),
)


@given(attendances(), elsewheres(), policies)
def test_nothing_is_negative_and_nothing_passes_the_plan(attendance, elsewhere, policy):
    suggestion = suggest(attendance, elsewhere, policy)

    assert 0 <= suggestion.minutes <= suggestion.possible_minutes <= suggestion.ceiling
    assert suggestion.ceiling <= attendance.planned.minutes
    assert suggestion.ceiling <= attendance.type_cap
    assert suggestion.overlap_minutes >= 0
    assert suggestion.capped_minutes >= 0


@given(attendances(), elsewheres(), policies, st.floats(0, 1))
def test_days_sum_to_the_minutes_and_keep_the_cap(attendance, elsewhere, policy, share):
    ceiling = suggest(attendance, elsewhere, policy).ceiling
    confirmed = int(ceiling * share)
    allotment = allot(confirmed, attendance, elsewhere, policy)

    assert sum(allotment.minutes_on.values()) == confirmed
    assert 0 <= allotment.night_minutes <= confirmed
    for day, credited in allotment.minutes_on.items():
        assert credited + elsewhere.minutes_on.get(day, 0) <= policy.daily_cap


@given(attendances(), elsewheres(), policies)
def test_the_allotted_span_stays_inside_the_plan(attendance, elsewhere, policy):
    suggestion = suggest(attendance, elsewhere, policy)
    span = allot(suggestion.possible_minutes, attendance, elsewhere, policy).span

    assert attendance.planned.starts_at <= span.starts_at < span.ends_at
    assert span.ends_at <= attendance.planned.ends_at


@given(attendances(), policies)
def test_staying_longer_never_counts_less(attendance, policy):
    if attendance.left_at is None:
        return
    longer = Attendance(
        attendance.planned,
        attendance.arrived_at,
        attendance.left_at + timedelta(minutes=17),
        attendance.type_cap,
    )
    nothing = Elsewhere()

    assert suggest(longer, nothing, policy).minutes >= suggest(attendance, nothing, policy).minutes
