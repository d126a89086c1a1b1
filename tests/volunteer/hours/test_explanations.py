"""How minutes and points of a record came about: the sentence, reckoned again, is the figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wording import MINUS
from points.ledger.models import EntryKind
from points.ledger.rules.explanations import Bonus, Explanation
from tests.arithmetic import minutes_in
from volunteer.hours.rules.explanations import MinutesExplained, PointsExplained
from volunteer.service_time.rules.service_time import TimePolicy, rounded
from volunteer.settings import Rounding

HALVES, FIRST = Rounding.FLOOR_30, Rounding.ROUND_UP_FIRST_HOUR


@pytest.mark.parametrize(
    ("steps", "chinese", "english"),
    [
        ({"minutes": 120}, "计 2 小时", "counts 2 hours"),
        (
            {"minutes": 90, "is_service": False},
            "培训 1.5 小时，不算服务",
            "training 1.5 hours, no service",
        ),
        (
            {"minutes": 90, "present": 108, "rounding": HALVES},
            "计划内 1 小时 48 分钟，按半小时往下取整，计 1.5 小时",
            "inside the plan 1 hour 48 minutes, in whole half hours, counts 1.5 hours",
        ),
        (
            {"minutes": 60, "present": 90, "overlap": 30, "rounding": HALVES},
            "计划内 1.5 小时 − 重叠 30 分钟，计 1 小时",
            "inside the plan 1.5 hours − overlap 30 minutes, counts 1 hour",
        ),
        (
            {"minutes": 60, "present": 20, "rounding": FIRST},
            "计划内 20 分钟，不满 1 小时算 1 小时，计 1 小时",
            "inside the plan 20 minutes, under 1 hour counts as 1 hour, counts 1 hour",
        ),
        (
            {"minutes": 60, "present": 120, "rounding": HALVES},
            "计划内 2 小时，核定 1 小时",
            "inside the plan 2 hours, confirmed as 1 hour",
        ),
    ],
)
def test_the_sentence_names_every_step(steps, chinese, english):
    explained = MinutesExplained(**steps)

    assert (explained.sentence(), explained.sentence("en")) == (chinese, english)


@given(
    present=st.integers(0, 1440),
    cuts=st.tuples(st.integers(0, 600), st.integers(0, 600)),
    rounding=st.sampled_from([HALVES, FIRST]),
)
def test_any_sum_of_minutes_is_the_figure(present, cuts, rounding):
    overlap, capped = min(cuts[0], present), min(cuts[1], max(0, present - cuts[0]))
    left = present - overlap - capped
    minutes = rounded(left, TimePolicy(rounding=rounding, min_credit=0))
    explained = MinutesExplained(
        minutes=minutes, present=present, overlap=overlap, capped=capped, rounding=rounding
    )

    terms, _comma, how = explained.sentence().partition("，")
    first, *rest = terms.split(f" {MINUS} ")

    assert "核定" not in how
    assert minutes_in(how.rpartition("计")[2]) == minutes
    assert minutes_in(first) - sum(map(minutes_in, rest)) == left


def test_what_came_on_top_is_part_of_the_sum():
    base = Explanation(kind=EntryKind.EARN, points=20)
    explained = PointsExplained(
        by_rule=base, extra=(Bonus("first_service", 10), Bonus("shift_leader", 5))
    )

    assert explained.sentence() == "记 20 分；第一次参加另加 10 分；带队另加 5 分；共 35 分"
    assert explained.sentence("en").endswith("5 points more for leading; 35 points in all")
