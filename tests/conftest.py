"""What every test may ask for: an empty database, the program, a signed-in reader."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck
from hypothesis import settings as examples
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.orm import Session

import app as program  # noqa: TID251 - tests build the program
from accounts.models import Person
from accounts.rules import hashing
from core import clock, keyring, migrating, room
from core import engine as engines
from core.engine import WRITES
from core.settings import Settings
from teams.members.models import Community
from tests import checks, order, postgres, shared, sqlite, statements
from tests.builders import NOW, a_community, count_anew
from tests.reading import PageReader, sign_in
from tests.seeded_demo import Demo, moved, seed, town_of

FIELD_KEY = "test-field-key-" + "0" * 32
SECRET_KEY = "test-secret-key-" + "0" * 32
ENGINES = tuple(os.environ.get("TEST_ENGINES", "sqlite,postgresql").split(","))
"""`make try` asks SQLite alone, so that one test answers in seconds."""

SETTING = ("PRAGMA", "ATTACH", "SET SESSION", "CREATE TEMP")
"""How a statement begins after which a connection is no longer like a new one."""

FELL = pytest.StashKey[list[str]]()

keyring.use(FIELD_KEY)
hashing.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
room.use(program.ROOMS)
migrating.import_models()
examples.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("house")
"""How fast a machine is says nothing of a rule."""


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> str | None:
    """The address of a real PostgreSQL: TEST_DATABASE_URL, or one of our own."""
    if "postgresql" not in ENGINES:
        return None
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given.replace("postgresql://", "postgresql+psycopg://")
    try:
        return postgres.start()
    except Exception as failure:
        if os.environ.get("CI") == "true":
            raise
        warnings.warn(f"no PostgreSQL here, its tests are skipped: {failure}", stacklevel=1)
        return None


@pytest.fixture(scope="session")
def templates(postgres_server: str | None) -> Iterator[dict[str, str]]:
    """One database of each engine with the newest schema, to be reset for each test."""
    folder = Path(tempfile.mkdtemp(prefix="wuse-", dir=shared.memory()))
    urls = {"sqlite": f"sqlite:///{folder / 'test.db'}"}
    engine = engines.create(f"sqlite:///{folder / 'template.db'}")
    migrating.upgrade(engine)
    engine.dispose()
    _checkpoint(folder / "template.db")
    if postgres_server is not None:
        urls["postgresql"] = postgres.database(postgres_server, f"wuse_{os.getpid()}")
    yield urls
    shutil.rmtree(folder, ignore_errors=True)


def _checkpoint(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test that touches a database runs on both engines."""
    return str(request.param)


@pytest.fixture(scope="session")
def kept_engines() -> Iterator[dict[str, Engine]]:
    """Engines kept open for the whole run."""
    kept: dict[str, Engine] = {}
    yield kept
    for each in kept.values():
        each.dispose()


@pytest.fixture
def database_url(engine_name: str, templates: dict[str, str]) -> str:
    """The address of this test's database."""
    if engine_name not in templates:
        pytest.skip("no PostgreSQL on this machine")
    return templates[engine_name]


@pytest.fixture(scope="session")
def kept_apps() -> Iterator[dict[str, program.Flask]]:
    """One program for each engine, built once."""
    kept: dict[str, program.Flask] = {}
    yield kept
    for each in kept.values():
        with each.app_context():
            program.db.engine.dispose()


@pytest.fixture
def engine(
    database_url: str,
    engine_name: str,
    kept_engines: dict[str, Engine],
    kept_apps: dict[str, program.Flask],
    sqlite_file: sqlite.Emptied,
) -> Engine:
    """An engine on an empty database with the newest schema, and the key of the tests."""
    count_anew()
    keyring.use(FIELD_KEY)
    if engine_name not in kept_engines:
        kept_engines[engine_name] = _kept(engines.create(database_url, threads=70))
    own = kept_engines[engine_name]
    if engine_name == "postgresql":
        postgres.empty(own)
    elif not sqlite_file.empty():
        own.dispose()
        if engine_name in kept_apps:
            with kept_apps[engine_name].app_context():
                program.db.engine.dispose()
        sqlite_file.lay_down()
    return own


def _kept(engine: Engine) -> Engine:
    """Let what is planned on the engine stay planned, and what is set on it not stay set."""
    {"postgresql": postgres, "sqlite": sqlite}[engine.dialect.name].keep_planned(engine)
    return leave_as_set(engine)


def leave_as_set(engine: Engine) -> Engine:
    """Let nobody else have a connection once it was set otherwise than a new one."""

    @event.listens_for(engine, "before_cursor_execute")
    def _leave(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(SETTING):
            connection.connection.invalidate(soft=True)

    return engine


@pytest.fixture(scope="session")
def sqlite_file(templates: dict[str, str]) -> Iterator[sqlite.Emptied]:
    """The file of the tests on SQLite."""
    path = Path(str(make_url(templates["sqlite"]).database))
    kept = sqlite.Emptied(path.with_name("template.db"), path)
    yield kept
    kept.close()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A bare writing session; no application is needed to test a rule."""
    with Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def community(session: Session) -> Community:
    """One community, 东街, with its five teams."""
    return a_community(session)


@pytest.fixture(autouse=True)
def books_balance(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that touched a database, every check is asked and must keep silent."""
    names = request.fixturenames
    engine = request.getfixturevalue("engine") if "engine" in names else None
    opened = request.getfixturevalue("session") if "session" in names else None
    yield
    if engine is None or request.node.get_closest_marker("plants_breach"):
        return
    if opened is not None and opened.in_transaction():
        if opened.is_active:
            assert checks.breaches(opened) == []
        opened.rollback()
        return
    with Session(engine) as asking:
        assert checks.breaches(asking) == []


@pytest.fixture
def app(engine: Engine, engine_name: str, database_url: str, kept_apps: dict) -> program.Flask:
    """The program on this test's database."""
    if engine_name not in kept_apps:
        kept_apps[engine_name] = _program_on(database_url)
        kept_apps[engine_name].config["SERVER_NAME"] = None
        with kept_apps[engine_name].app_context():
            _kept(program.db.engine)
    return kept_apps[engine_name]


@pytest.fixture(scope="session")
def seeded_at() -> datetime:
    """When the demo town of this run is seeded."""
    noted = shared.once("seeded-at", lambda path: path.write_text(clock.now().isoformat()))
    return datetime.fromisoformat(noted.read_text())


@pytest.fixture(scope="session")
def seeded_file(seeded_at: datetime) -> Path:
    """The demo town on SQLite, to be copied; seeding takes long and is done once a run."""

    def seed_into(path: Path) -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(clock, "now", lambda: seeded_at)
            seeded = seed(_program_on(f"sqlite:///{path}"))
        seeded.engine.dispose()
        _checkpoint(path)

    return shared.once("demo.db", seed_into)


@pytest.fixture(scope="session")
def demo_file(seeded_file: Path) -> Iterator[Path]:
    """A copy of the seeded demo town for this worker."""
    own = shared.memory() / f"wuse-demo-{os.getpid()}.db"
    shutil.copy(seeded_file, own)
    yield own
    for each in own.parent.glob(f"{own.name}*"):
        each.unlink()


@pytest.fixture(scope="session")
def demo(demo_file: Path, templates: dict[str, str]) -> Iterator[Demo]:
    """The seeded demo town, to be read only; its tests run on two workers (see below)."""
    seeded = town_of(_program_on(f"sqlite:///{demo_file}"))
    if "postgresql" in templates:
        url = postgres.database(templates["postgresql"], f"wuse_demo_{os.getpid()}")
        seeded = moved(seeded, _program_on(url))
    yield seeded
    seeded.engine.dispose()


@pytest.fixture(scope="session")
def spare_town(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A copy of the demo town that a test may spoil; it stays on SQLite."""
    file = tmp_path_factory.mktemp("spare", numbered=True) / "town.db"
    shutil.copy(seeded_file, file)
    spare = town_of(_program_on(f"sqlite:///{file}"))
    yield spare
    spare.engine.dispose()


def _program_on(url: str) -> program.Flask:
    built = program.create_app(
        Settings(database_url=url, secret_key=SECRET_KEY, field_key=FIELD_KEY, is_demo=True)
    )
    built.jinja_env.bytecode_cache = shared.TEMPLATES
    return built


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep each group of the town, and each slow file, on one worker; the rest run anywhere."""
    return order.scheduler(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """Let the workers of this run know each other by its number."""
    if not hasattr(config, "workerinput") and hasattr(config.option, "testrunuid"):
        config.option.testrunuid = config.option.testrunuid or shared.RUN


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays for the whole run: the program, the tests.

    It would otherwise walk through all of them again and again, a tenth of the time of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Take away what the workers shared, once the last of them is done; keep what is to be told."""
    statements.hand_in()
    if hasattr(session.config, "workerinput"):
        return
    fell = statements.settle(is_whole=_is_whole(session))
    shared.sweep_up()
    session.config.stash[FELL] = fell


def _is_whole(session: pytest.Session) -> bool:
    """Say whether every test was run, on both engines, and none failed."""
    asked = session.config.option
    is_all = session.config.args == session.config.getini("testpaths")
    return (
        is_all
        and not (asked.keyword or asked.markexpr)
        and len(ENGINES) == 2
        and session.testsfailed == 0
    )


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell which routes send fewer statements than written."""
    fell = config.stash.get(FELL, [])
    if fell:
        terminalreporter.section("fewer statements than tests/statements.txt says: make statements")
        for line in fell:
            terminalreporter.line(line)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a file that seeds a town of its own unseen, give the town more time, set the order."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        if "seeded_file" in getattr(item, "fixturenames", ()) and file not in {
            *order.TOWN,
            order.WHOLE[0],
        }:
            raise pytest.UsageError(f"{file} reads the demo town: add it to TOWN in tests/order.py")
        if file in order.TOWN or "town" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(400))
    if items and order.is_daily(items[0].config):
        order.share_pages(items)
    items.sort(key=lambda item: order.turn_of(item.nodeid))


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Page tests: the one clock stands at NOW; call the fixture to move it."""
    moment = {"at": NOW}
    monkeypatch.setattr(clock, "now", lambda: moment["at"])

    def move(to: object) -> None:
        moment["at"] = to

    return move


@pytest.fixture
def client(app: program.Flask, now: object) -> PageReader:
    """Somebody who is not signed in; every page they fetch is checked."""
    return PageReader(app)


@pytest.fixture
def signed_in(app: program.Flask, now: object, engine: Engine) -> Callable[[Person], PageReader]:
    """Call with a person: a reader signed in as them."""

    def enter(person: Person) -> PageReader:
        return sign_in(PageReader(app), engine, person)

    return enter
