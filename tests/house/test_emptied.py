"""Each test finds the database as the first one did, whatever the last one left there."""

import sqlite3

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core import engine as engines
from core.db import run_on
from tests import checks, postgres, sqlite
from tests.builders import NOW
from tests.conftest import leave_as_set
from tests.shop_builders import a_store, earn


def leave_rows(engine):
    """Rows of many tables; the books among them refuse to be deleted from."""

    def act(session):
        store = a_store(session)
        store.product(stock=3)
        earn(session, store.member(), 100, NOW)

    run_on(engine, act)
    with engine.connect() as connection:
        assert {"wallet_entries", "audit_events", "people"} <= checks.filled_tables(connection)


@pytest.fixture
def laid_down(templates, tmp_path):
    """A file of our own beside that of the tests, and an engine on it."""
    template = make_url(templates["sqlite"]).database
    file = sqlite.Emptied(template.replace("test.db", "template.db"), tmp_path / "own.db")
    file.lay_down()
    engine = leave_as_set(engines.create(f"sqlite:///{tmp_path / 'own.db'}"))
    yield file, engine
    engine.dispose()
    file.close()


def schema_of(path):
    with sqlite3.connect(path) as asking:
        return set(asking.execute("SELECT type, name, sql FROM sqlite_master"))


def test_every_row_goes_and_every_guard_stays(laid_down, templates, tmp_path):
    file, engine = laid_down
    with engine.connect() as beside:
        assert checks.filled_tables(beside) == set()
        beside.rollback()
        leave_rows(engine)

        assert file.empty()

        assert checks.filled_tables(beside) == set()
    template = make_url(templates["sqlite"]).database.replace("test.db", "template.db")
    assert schema_of(tmp_path / "own.db") == schema_of(template)
    leave_rows(engine)
    with Session(engine) as session, pytest.raises(DBAPIError, match="append only"):
        session.execute(text("DELETE FROM wallet_entries"))


def test_numbers_of_rows_begin_anew(laid_down):
    file, engine = laid_down
    firsts = []
    for _ in range(2):
        leave_rows(engine)
        with engine.connect() as connection:
            firsts.append(connection.scalar(text("SELECT min(id) FROM people")))
        assert file.empty()

    assert firsts == [1, 1]


def test_who_still_writes_makes_a_new_file_needed(laid_down):
    file, engine = laid_down
    with engine.connect() as writing:
        writing.execute(text("DELETE FROM people"))

        assert not file.empty()


def test_a_changed_schema_makes_a_new_file_needed(laid_down):
    file, engine = laid_down
    with engine.begin() as changing:
        changing.execute(text("CREATE TABLE strange (n INTEGER)"))

    assert not file.empty()
    engine.dispose()
    file.lay_down()
    with engine.connect() as connection:
        assert (
            connection.scalars(text("SELECT name FROM sqlite_master WHERE name = 'strange'")).all()
            == []
        )


def test_an_exchanged_file_makes_a_new_one_needed(laid_down, tmp_path):
    file, _engine = laid_down
    (tmp_path / "own.db").rename(tmp_path / "other.db")

    assert not file.empty()


def test_a_connection_that_was_changed_is_not_used_again(laid_down):
    _file, engine = laid_down
    with engine.connect() as changed:
        changed.execute(text("PRAGMA query_only=ON"))

    leave_rows(engine)


def test_a_row_of_this_test_is_gone_in_the_next(engine, engine_name, sqlite_file):
    leave_rows(engine)

    if engine_name == "sqlite":
        assert sqlite_file.empty()
    else:
        postgres.empty(engine)

    with engine.connect() as connection:
        assert checks.filled_tables(connection) == set()
