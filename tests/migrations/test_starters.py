"""Who starts second waits for the migration, and a migration has limits of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from core import engine as engines
from core import migrating

ROOT = Path(__file__).parents[2]
LONGER_THAN_A_LOCK_MAY_LAST = 3.5


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_migration_may_take_its_time_but_keeps_no_table_waiting(engine):
    with engines.for_migrations(engine).connect() as connection:
        asked = [
            connection.execute(text(f"SHOW {name}")).scalar()
            for name in (
                "statement_timeout",
                "idle_in_transaction_session_timeout",
                "lock_timeout",
                "TimeZone",
            )
        ]

    assert asked == ["0", "0", "4s", "UTC"]


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_the_connection_that_migrates_holds_the_lock_itself(engine):
    with migrating._alone(engine) as connection:
        asked = text("SELECT pid = pg_backend_pid() FROM pg_locks WHERE locktype = 'advisory'")
        held = connection.scalars(asked).all()

    assert held == [True]
    with engine.connect() as after:
        assert after.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")) == 0


def _starter(url: str) -> subprocess.Popen:
    environment = os.environ | {"DATABASE_URL": url, "DEMO": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_second_starter_waits_and_finds_nothing_to_do(engine, database_url):
    with migrating._alone(engine):
        second = _starter(database_url)
        time.sleep(LONGER_THAN_A_LOCK_MAY_LAST)
        was_waiting = second.poll() is None

    told, _ = second.communicate(timeout=60)

    assert was_waiting
    assert (second.returncode, "Traceback" in told) == (0, False)
    assert migrating.current(engine) == migrating.newest()
