"""A goal is met by rate and by CPU, and what was not measured is said to be so."""

from __future__ import annotations

import sys

import pytest

from bench import figures, goals, measure, report
from bench.figures import Figures, Turn
from bench.plans import Plan


def a_turn(**given: object) -> Turn:
    return Turn(
        **{
            "rate": 100.0,
            "p50": 10.0,
            "p95": 20.0,
            "p99": 30.0,
            "app_ms": 6.0,
            "db_ms": 2.0,
            "answers": 300,
            "kilobytes": 1.0,
            "wrong": {},
            "others": 0.0,
            "stolen": 0.0,
            "client": 0.1,
        }
        | given
    )


def a_leg(name: str, statements: int = 9, **given: object) -> Figures:
    told = {"commit": "abc", "day": "2026-11-28", "town": "small"}
    return Figures(name, turns=[a_turn(**given)], statements=statements, told=told)


@pytest.mark.parametrize(
    ("app_ms", "statements", "is_met"), [(6.0, 9, True), (6.1, 9, False), (6.0, 10, False)]
)
def test_an_act_meets_its_goal_with_cpu_and_statements(app_ms, statements, is_met):
    found = goals.of_legs({"sign-up": a_leg("sign-up", statements, app_ms=app_ms)})

    assert next(each for each in found if each.name == "sign-up, random").is_met is is_met
    assert {each.is_met for each in found if each.found == goals.NONE} == {None}


@pytest.mark.parametrize(
    ("rate", "app_ms", "is_met"), [(40.0, 18.0, True), (39.0, 18.0, False), (40.0, 18.1, False)]
)
def test_beside_the_floor_both_rate_and_cpu_count(rate, app_ms, is_met):
    leg = a_leg("sign-up", rate=rate, app_ms=app_ms)
    leg.floor = [a_turn()]

    assert goals.of_floors({"sign-up": leg})[0].is_met is is_met


@pytest.mark.parametrize(
    ("first", "following", "is_met"),
    [(60_000, 10_000, True), (60_001, 10_000, False), (60_000, 10_001, False)],
)
def test_a_page_is_light_on_the_first_visit_and_the_next(first, following, is_met):
    [goal] = goals.of_chores({"weight": {"pages": {"home": [first, following, 6]}}})

    assert goal.is_met is is_met


SEEN = {
    "scores": {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100},
    "shift": 0,
    "first_byte": 30,
    "whole": 100,
}


@pytest.mark.parametrize(
    ("told", "is_met"),
    [
        ({}, [True, True]),
        ({"scores": SEEN["scores"] | {"seo": 99}}, [False, True]),
        ({"scores": SEEN["scores"] | {"performance": 98}}, [False, True]),
        ({"shift": 0.001}, [False, True]),
        ({"first_byte": 31}, [True, False]),
        ({"whole": 101}, [True, False]),
    ],
)
def test_a_page_is_looked_at_by_scores_and_by_time(told, is_met):
    found = goals.of_chores({"lighthouse": {"pages": {"home": SEEN | told}}})

    assert [each.is_met for each in found] == is_met


def test_where_lighthouse_was_left_out_no_goal_is_told():
    assert goals.of_chores({"lighthouse": {"done": ["left out: there is no npm here"]}}) == []


@pytest.mark.parametrize(
    ("rate", "p99", "breaches", "is_met"),
    [
        (75.0, 30.0, [], True),
        (74.0, 30.0, [], False),
        (75.0, 31.0, [], False),
        (75.0, 30.0, ["shift 1 is oversold"], False),
    ],
)
def test_a_hot_row_keeps_pace_and_is_never_oversold(rate, p99, breaches, is_met):
    hot = a_leg("sign-up-hot", rate=rate, p99=p99)
    hot.breaches = breaches

    found = goals.of_floors({"sign-up": a_leg("sign-up"), "sign-up-hot": hot})

    assert next(each for each in found if each.name == "G3 one hot shift").is_met is is_met


def test_the_report_says_what_was_measured_and_with_what(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "KEPT", tmp_path / "figures.json")
    monkeypatch.setattr(report, "MEASURED", tmp_path / "measured.md")
    monkeypatch.setattr(report, "ROOT", tmp_path)
    leg = a_leg("home", statements=7)
    leg.plans = [Plan("SELECT 1 FROM shifts", rows=20, pages=31, scanned=["shifts (9 rows)"], ms=1)]
    figures.keep("postgresql", leg)
    told = {"seconds": 61.0, "slowest": {"chains": 50.0}, "told": leg.told}
    figures.keep_chore("postgresql", "verify", told)

    report.write()

    page = (tmp_path / "measured.md").read_text("utf-8")
    assert (
        "| the volunteer's home | ≤ 10 ms CPU, ≤ 7 statements | 8.0 ms, 7 statements | met |"
        in (page)
    )
    assert "| verify, the whole | ≤ 60 s | 61 s | **not met** |" in page
    assert "| home | 20 | 31 | 1.00 | shifts (9 rows) | `SELECT 1 FROM shifts` |" in page
    assert "  - chains: 50.0 s" in page
    assert "abc, 2026-11-28" in page


def test_a_leg_that_is_not_there_is_named_with_those_that_are(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["bench.measure", "hom"])

    with pytest.raises(
        SystemExit, match=r"nothing is called hom; there are .*\bhome\b.*\bverify\b"
    ):
        measure.main()


def test_a_hot_row_is_asked_of_at_32_lines_too():
    hot = a_leg("sign-up-hot")
    plain = a_leg("sign-up")
    hot.many, plain.many = [a_turn(rate=89.0)], [a_turn()]

    found = goals.of_floors({"sign-up": plain, "sign-up-hot": hot})

    assert next(each for each in found if each.name == "One hot shift at 32 lines").is_met is False
