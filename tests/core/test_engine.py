"""What each engine promises: writers take turns, children of a fork open their own connections."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, text

from core import engine as engines
from core.db import run_on
from core.errors import RuleError
from core.prepared import MOST_PREPARED

ROOT = Path(__file__).parents[2]
WRITERS, ACTS = 8, 10
FORKED = """
import os, sys
from sqlalchemy import text
from core import engine as engines

engine = engines.create(sys.argv[1])
with engine.connect() as connection:
    connection.execute(text("SELECT 1"))
print(engine.pool.checkedin(), flush=True)
child = os.fork()
if child == 0:
    print(engine.pool.checkedin(), flush=True)
    os._exit(0)
os.waitpid(child, 0)
print(engine.pool.checkedin(), flush=True)
"""


def test_a_child_of_a_fork_leaves_its_parent_the_connections(engine, database_url):
    told = subprocess.run(
        [sys.executable, "-c", FORKED, database_url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["1", "0", "1"]


def test_the_connection_used_last_is_used_next(engine):
    with engine.connect() as first, engine.connect() as last:
        used = [each.connection.dbapi_connection for each in (last, first)]

    with engine.connect() as again:
        assert again.connection.dbapi_connection is used[1]


@pytest.mark.race
def test_writers_of_one_process_take_turns_instead_of_asking_again(tmp_path):
    engine = engines.create(f"sqlite:///{tmp_path / 'turns.db'}", threads=WRITERS)
    event.listen(engine, "connect", lambda c, _record: c.execute("PRAGMA busy_timeout=0"))
    run_on(engine, lambda session: session.execute(text("CREATE TABLE counted (n INTEGER)")))
    tries = []

    def act(session):
        tries.append(1)
        session.execute(text("INSERT INTO counted VALUES (1)"))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda _: run_on(engine, act), range(WRITERS * ACTS)))

    assert len(tries) == WRITERS * ACTS
    engine.dispose()


def test_a_check_of_the_whole_may_last_and_sees_one_moment(engine):
    if engine.dialect.name == "sqlite":
        pytest.skip("a reader of SQLite sees one moment as it is")
    with engines.at_one_moment(engine).connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
        assert connection.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"
        assert connection.scalar(text("SHOW work_mem")) == "128MB"


def prepared(session):
    return session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))


def test_what_is_prepared_outlives_a_refusal(engine):
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite prepares nothing on a server")
    own = engines.create(engine.url.render_as_string(hide_password=False), threads=1)
    asked = [text(f"SELECT {number} + :more") for number in range(150)]

    def act(session):
        for _ in range(2):
            for each in asked:
                session.execute(each, {"more": 1})
        return prepared(session)

    def act_refused(session):
        act(session)
        raise RuleError

    assert 150 <= run_on(own, act) <= MOST_PREPARED
    with pytest.raises(RuleError):
        run_on(own, act_refused)
    assert run_on(own, prepared) >= 150
    own.dispose()


def test_a_rollback_undoes_what_was_begun(engine):
    run_on(engine, lambda session: session.execute(text("CREATE TABLE undone (n INTEGER)")))

    def act(session):
        session.execute(text("INSERT INTO undone VALUES (1)"))
        raise RuleError

    with pytest.raises(RuleError):
        run_on(engine, act)

    assert run_on(engine, lambda session: session.scalar(text("SELECT count(*) FROM undone"))) == 0
    run_on(engine, lambda session: session.execute(text("DROP TABLE undone")))
