"""The town of the bench, very small: its books hold, and every leg is answered as it should be."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench import world
from bench.inside import counted, inside_of
from bench.legs import LEGS
from bench.plans import explained
from bench.town import build as building
from bench.town.build import build
from bench.town.scale import Scale, from_environment
from bench.town.service import CREW, HANGING
from bench.town.station import COMPARED
from core import clock
from points.ledger.models import WalletEntry
from points.redemptions.models import Redemption
from teams.members.models import Member
from tests import checks
from volunteer.hours.models import ServiceRecord
from volunteer.sign_ups.models import SignUp

TINY = Scale(
    stations=2,
    people=60,
    services=4,
    lines=8,
    coming=20,
    coming_elsewhere=10,
    goods=8,
    goods_elsewhere=4,
    signed_in=30,
)


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def reserved(engine) -> int:
    with Session(engine) as session:
        return count(session, Redemption)


def test_a_small_town_is_as_large_as_asked_and_its_books_hold(app, engine, monkeypatch):
    monkeypatch.setattr(building, "FROM_PEOPLE", TINY.everybody)  # as a large one is, where it can
    build(engine, TINY, clock.now())

    with Session(engine) as session:
        assert count(session, Member) == TINY.everybody
        hanging = TINY.stations * HANGING * CREW
        assert count(session, ServiceRecord) == TINY.everybody * TINY.services + hanging
        assert count(session, SignUp) > TINY.everybody * TINY.services + hanging
        lines = count(session, WalletEntry)
        assert lines == TINY.everybody * TINY.lines + TINY.signed_in + COMPARED
        assert checks.breaches(session) == []
    program, there = inside_of(app), world.enter(engine, clock.now())
    for leg in LEGS.values():
        ask = next(leg.asks(there))
        with counted(program.engine) as asked:
            assert program.send(ask) in ask.right, leg.name
        assert asked.statements, leg.name
        assert leg.proof(there) == [], leg.name
    if engine.dialect.name == "postgresql":
        ask, before = next(LEGS["reservation"].asks(there)), reserved(engine)
        with explained(program.engine) as plans:
            assert program.send(ask) in ask.right
        assert reserved(engine) == before + 1
        assert sum(each.pages for each in plans) > sum(each.rows for each in plans) > 0
        assert LEGS["reservation"].proof(there) == []


@pytest.mark.parametrize(
    ("environment", "people", "lines"),
    [
        ({}, 100_000, 20),
        ({"BENCH_BIG": "1"}, 100_000, 100),
        ({"BENCH_SMALL": "1"}, 1_000, 20),
        ({"BENCH_SCALE": "10"}, 10_000, 20),
        ({"BENCH_SCALE": "1"}, 100_000, 20),
    ],
)
def test_the_environment_says_how_large_the_town_is(environment, people, lines):
    scale = from_environment(environment)

    assert (scale.everybody, scale.lines) == (people, lines)
