"""`run` commits once, rolls back otherwise, and tries again when the database asks it to."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.db import run_on
from core.errors import AlreadyDone, Unavailable
from teams.members.models import Place, PlaceKind


def _a_place(session: Session, name: str = "民乐县") -> Place:
    place = Place(kind=PlaceKind.COUNTY, name=name)
    session.add(place)
    session.flush()
    return place


def _names(engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Place.name)))


def test_clean_return_is_committed(engine):
    run_on(engine, _a_place)

    assert _names(engine) == ["民乐县"]


def test_refusal_rolls_everything_back(engine):
    def act(session):
        _a_place(session)
        raise AlreadyDone

    with pytest.raises(AlreadyDone):
        run_on(engine, act)

    assert _names(engine) == []


def test_what_act_returns_is_readable_after_the_commit(engine):
    place = run_on(engine, _a_place)

    assert place.name == "民乐县"


def _failing(engine, times: int):
    calls = []

    def act(session):
        calls.append(1)
        _a_place(session)
        if len(calls) <= times:
            raise _busy(engine)

    return act, calls


def _busy(engine) -> OperationalError:
    if engine.dialect.name == "sqlite":
        import sqlite3  # noqa: PLC0415 - only to make one failure

        failure = sqlite3.OperationalError("database is locked")
        failure.sqlite_errorname = "SQLITE_BUSY"
    else:
        import psycopg  # noqa: PLC0415 - only to make one failure

        failure = psycopg.errors.DeadlockDetected("deadlock")
    return OperationalError("x", {}, failure)


def test_three_failures_are_tried_again_and_leave_one_row(engine):
    act, calls = _failing(engine, times=3)

    run_on(engine, act)

    assert len(calls) == 4
    assert _names(engine) == ["民乐县"]


def test_fourth_failure_is_unavailable_and_leaves_nothing(engine):
    act, calls = _failing(engine, times=4)

    with pytest.raises(Unavailable):
        run_on(engine, act)

    assert len(calls) == 4
    assert _names(engine) == []


@pytest.mark.race
def test_read_then_write_by_forty_threads_never_fails(engine):
    place_id = run_on(engine, _a_place).id
    barrier = threading.Barrier(40)

    def act(session):
        session.execute(select(Place)).all()
        session.execute(update(Place).where(Place.id == place_id).values(name="x"))

    def client(_):
        barrier.wait()
        run_on(engine, act)

    with ThreadPoolExecutor(40) as pool:
        assert len(list(pool.map(client, range(40)))) == 40


def test_page_session_refuses_to_write(app):
    from core.db import db  # noqa: PLC0415 - needs the app around it

    with app.app_context():
        db.session.add(Place(kind=PlaceKind.COUNTY, name="x"))
        with pytest.raises(RuntimeError, match="only reads"):
            db.session.flush()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_sqlite_connection_is_made_safe(engine):
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 2_000,
    }

    with engine.connect() as connection:
        asked = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}

    assert asked == wanted


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_postgres_connection_is_bounded(engine):
    with engine.connect() as connection:
        asked = [
            connection.execute(text(f"SHOW {name}")).scalar()
            for name in ("statement_timeout", "lock_timeout", "TimeZone")
        ]

    assert asked == ["4s", "3s", "UTC"]
