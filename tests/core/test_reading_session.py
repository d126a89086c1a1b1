"""A request holds one connection at any moment, and a dead one is replaced unseen."""

import runpy
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core import engine as engines
from core.db import db, run, run_on
from core.errors import Unavailable
from teams.members.models import Place, PlaceKind
from tests.racing import cut_all

ROOT = Path(__file__).parents[2]


@pytest.fixture
def page(app):
    """The inside of a request that has a session to read with."""
    with app.app_context():
        yield db.session
        db.session.remove()


@pytest.fixture
def county(engine) -> int:
    def act(session):
        place = Place(kind=PlaceKind.COUNTY, name="民乐县")
        session.add(place)
        session.flush()
        return place.id

    return run_on(engine, act)


def test_a_page_keeps_to_one_connection(page):
    for _ in range(6):
        page.execute(text("SELECT 1"))

    assert db.engine.pool.checkedout() == 1


def test_an_act_takes_over_the_connection_of_its_page(page):
    page.execute(text("SELECT 1"))

    held = run(lambda session: (session.execute(text("SELECT 1")), db.engine.pool.checkedout()))[1]

    assert held == 1
    assert db.engine.pool.checkedout() == 0


def test_what_the_page_reads_inside_an_act_comes_over_the_same_connection(page, county):
    def act(session):
        session.get_one(Place, county).name = "甘州区"
        session.flush()
        return page.scalars(select(Place.name)).all(), db.engine.pool.checkedout()

    seen, held = run(act)

    assert (seen, held) == (["甘州区"], 1)
    assert page.scalars(select(Place.name)).all() == ["甘州区"]


def test_what_the_page_has_read_stays_readable_after_an_act(page, county):
    place = page.get(Place, county)

    run(lambda session: session.execute(text("SELECT 1")))

    assert place.name == "民乐县"
    assert db.engine.pool.checkedout() == 0


def test_a_refused_act_leaves_no_connection_behind(page, county):
    def act(_session):
        page.get(Place, county)
        raise Unavailable

    with pytest.raises(Unavailable):
        run(act)

    assert db.engine.pool.checkedout() == 0


def test_a_worker_has_a_connection_for_all_who_may_ask_at_once(app):
    server = runpy.run_path(str(ROOT / "gunicorn.conf.py"))

    with app.app_context():
        pool = db.engine.pool

    assert server["threads"] == engines.THREADS == pool.size()
    assert pool._max_overflow == engines.BACKGROUND


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_page_reads_on_when_its_connection_turns_out_dead(page, county, engine):
    page.execute(text("SELECT 1"))
    cut_all(engine)

    assert page.get(Place, county).name == "民乐县"


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_an_act_is_done_once_more_when_its_connection_turns_out_dead(page, county, engine):
    tries = []

    def act(session):
        session.get_one(Place, county).name = f"{len(tries)}"
        session.flush()
        tries.append(1)
        if len(tries) == 1:
            cut_all(engine)
        session.execute(text("SELECT 1"))

    run(act)

    assert page.get(Place, county).name == "1"


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_an_act_cut_off_at_its_end_is_not_done_twice(page, county, engine):
    tries = []

    def act(session):
        session.get_one(Place, county).name = "x"
        session.flush()
        tries.append(1)
        cut_all(engine)

    with pytest.raises(Unavailable):
        run(act)

    assert len(tries) == 1
    with Session(engine) as asking:
        assert asking.get_one(Place, county).name == "民乐县"
