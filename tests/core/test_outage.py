"""A database that is out is told from one that refused, and every 503 says when to come back."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError

from accounts.rules import login_sessions
from core.db import db, run_on
from core.outage import is_out
from core.silence import Silent
from tests.builders import NOW, a_community, a_member
from tests.racing import cut_all


def _sqlite(name: str) -> DBAPIError:
    failure = sqlite3.OperationalError("x")
    failure.sqlite_errorname = name
    return OperationalError("x", {}, failure)


def _postgres(failure: psycopg.Error) -> DBAPIError:
    wrapped = OperationalError if isinstance(failure, psycopg.OperationalError) else DBAPIError
    return wrapped("x", {}, failure)


@pytest.mark.parametrize(
    "name",
    ["FULL", "READONLY", "READONLY_DBMOVED", "IOERR_WRITE", "CANTOPEN", "BUSY", "BUSY_SNAPSHOT"],
)
def test_a_file_that_cannot_be_read_or_written_is_out(name):
    assert is_out(_sqlite(f"SQLITE_{name}"))


@pytest.mark.parametrize("name", ["ERROR", "CONSTRAINT_CHECK", "CORRUPT"])
def test_what_sqlite_refuses_is_no_outage(name):
    assert not is_out(_sqlite(f"SQLITE_{name}"))


@pytest.mark.parametrize(
    "failure",
    [
        psycopg.OperationalError("connection refused"),
        psycopg.errors.ConnectionTimeout("connection timeout expired"),
        Silent("x"),
        psycopg.errors.AdminShutdown("x"),
        psycopg.errors.CannotConnectNow("x"),
        psycopg.errors.TooManyConnections("x"),
        psycopg.errors.DiskFull("x"),
        psycopg.errors.IoError("x"),
        psycopg.errors.QueryCanceled("x"),
        psycopg.errors.LockNotAvailable("x"),
        psycopg.errors.ReadOnlySqlTransaction("x"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_server_that_is_away_or_cannot_work_is_out(failure):
    assert is_out(_postgres(failure))


@pytest.mark.parametrize(
    "failure",
    [
        ProgrammingError("x", {}, psycopg.errors.UndefinedTable("x")),
        IntegrityError("x", {}, psycopg.errors.UniqueViolation("x")),
        ProgrammingError("x", {}, psycopg.ProgrammingError("the code is wrong")),
    ],
    ids=lambda failure: type(failure.orig).__name__,
)
def test_what_the_server_refuses_is_no_outage(failure):
    assert not is_out(failure)


@pytest.fixture
def written_no_more(app):
    """Call it: from then on the file takes no writing, as on a disk that can only be read."""
    with app.app_context():
        engine = db.engine

    def refuse(connection, _record):
        connection.execute("PRAGMA query_only=ON")

    def begin():
        engine.dispose()
        event.listen(engine, "connect", refuse)

    yield begin
    event.remove(engine, "connect", refuse)
    engine.dispose()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_database_that_takes_no_writing_is_read_on(client, written_no_more):
    form = client.get("/sign-in?by=password").form("/sign-in")
    written_no_more()

    refused = client.post("/sign-in", form | {"login": "13900000001", "secret": "a wrong one"})

    assert (refused.status, refused.response.headers["Retry-After"]) == (503, "5")
    assert client.get("/sign-in").status == 200
    assert client.get("/health/ready").status == 200


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_who_is_signed_in_reads_on_although_nothing_can_be_noted(
    engine, signed_in, now, written_no_more
):
    reader = signed_in(
        run_on(engine, lambda session: a_member(session, a_community(session)).person)
    )
    now(NOW + 2 * login_sessions.SEEN_EVERY)
    written_no_more()

    assert reader.get("/c/dongjie/my/sign-ups").status == 200


@pytest.fixture
def leaves_amid_a_page(app, engine):
    """PostgreSQL cuts the line at the second statement of a page, and at every one after it."""
    with app.app_context():
        used = db.engine
    asked = []

    def leave(*_):
        asked.append(1)
        if len(asked) > 1:
            cut_all(engine)

    event.listen(used, "before_cursor_execute", leave)
    yield
    event.remove(used, "before_cursor_execute", leave)


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_database_that_leaves_amid_a_page_is_said_to_be_away(engine, client, leaves_amid_a_page):
    run_on(engine, a_community)

    page = client.get("/c/dongjie/honours")

    assert (page.status, page.response.headers["Retry-After"]) == (503, "5")
