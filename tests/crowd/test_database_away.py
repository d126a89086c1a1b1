"""The database is stopped, frozen or full while people press: 503 with a time to come back."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from statistics import median

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from accounts.models import AuditEvent
from core import engine as engines
from core import migrating
from tests import shared
from tests.crowd.load import Ask, Load, under_load
from tests.crowd.own_postgres import OwnPostgres, own_postgres
from tests.crowd.people import Answer, Phone
from tests.crowd.serving import Server, served
from tests.crowd.town import Crowd, a_crowd

pytestmark = pytest.mark.race
WITHIN_SECONDS = 5.0
FROZEN_SECONDS = 6.0
STOPPED_SECONDS = 3.0
BEFORE_SECONDS = 1.5
STEADY_SECONDS = 1.5
KNOWN_SECONDS = 1.0
ASKED_OF_THE_DATABASE = ("page", "act", "ready")
ALWAYS = ("live", "static")


@pytest.fixture
def own(tmp_path) -> Iterator[OwnPostgres]:
    """A PostgreSQL with the newest schema that this test may stop."""
    try:
        with own_postgres(shared.memory() / f"wuse-own-{os.getpid()}") as made:
            engine = engines.create(made.url)
            migrating.upgrade(engine)
            engine.dispose()
            yield made
    except ImportError:
        pytest.skip("no PostgreSQL on this machine")


def asks_of(server: Server, crowd: Crowd) -> dict[str, Ask]:
    """What the people of the load ask: a public page, an act, and what must always answer."""
    phone = Phone(server.port)
    typed = phone.get("/sign-in").form("/sign-in") | {
        "login": crowd.numbers[0],
        "secret": crowd.pin,
    }

    def ask(path: str) -> Ask:
        return lambda: Phone(server.port).get(path)

    def act() -> Answer:
        return Phone(server.port, dict(phone.cookies)).post("/sign-in", typed)

    return {
        "page": ask(crowd.path("honours")),
        "act": act,
        "ready": ask("/health/ready"),
        "live": ask("/health/live"),
        "static": ask("/static/mark.svg"),
    }


def told_to_come_back(load: Load, since: float, until: float, *kinds: str) -> bool:
    """Say whether all that was asked of the database and answered meanwhile was 503, in 5 s."""
    noted = load.of(*(kinds or ASKED_OF_THE_DATABASE), since=since, until=until)
    told = {(each.answer.status, each.answer.headers.get("retry-after")) for each in noted}
    return told == {(503, "5")}


def nobody_waited(load: Load) -> None:
    assert load.broken == []
    slowest = max(load.noted, key=lambda each: each.answer.seconds)
    assert slowest.answer.seconds < WITHIN_SECONDS, slowest
    assert {each.answer.status for each in load.of(*ALWAYS)} == {200}
    assert {each.answer.status for each in load.noted} <= {200, 303, 503}


def it_is_known(load: Load, since: float, until: float) -> bool:
    """Say whether those who came later did not wait, as the first may have: far below a second."""
    waited = [
        median(each.answer.seconds for each in load.of(kind, since=since, until=until))
        for kind in (*ASKED_OF_THE_DATABASE, *ALWAYS)
    ]
    return max(waited) < KNOWN_SECONDS


def is_itself_again(load: Load, since: float) -> bool:
    """Say whether everything asked from five seconds after the return on was answered well."""
    after = since + WITHIN_SECONDS
    noted = load.of(*ASKED_OF_THE_DATABASE, since=after, until=after + STEADY_SECONDS)
    return bool(noted) and {each.answer.status for each in noted} <= {200, 303}


def acknowledged(load: Load) -> int:
    return sum(each.answer.status == 303 for each in load.of("act"))


def kept(url: str) -> int:
    """How many sign-ins the database holds."""
    engine = create_engine(url)
    with Session(engine) as asking:
        wanted = select(func.count()).where(AuditEvent.event == "authn_login_success")
        found = asking.scalar(wanted)
    engine.dispose()
    return found or 0


def test_a_postgres_that_is_away_is_said_to_be_away(own, tmp_path):
    engine = engines.create(own.url)
    crowd = a_crowd(engine)
    engine.dispose()

    with served(own.url, tmp_path) as server, under_load(asks_of(server, crowd)) as load:
        time.sleep(BEFORE_SECONDS)
        frozen = _an_outage(own.freeze, own.thaw, FROZEN_SECONDS)
        stopped = _an_outage(own.stop, own.start, STOPPED_SECONDS)

    nobody_waited(load)
    for gone_at, until, back_at in (frozen, stopped):
        assert told_to_come_back(load, gone_at, until)
        assert it_is_known(load, gone_at, until)
        assert is_itself_again(load, back_at)
    assert kept(own.url) >= acknowledged(load) > 0


def _an_outage(
    leave: Callable[[], None], back: Callable[[], None], seconds: float
) -> tuple[float, float, float]:
    """Let the database be away; return since when, until when, and when it was back."""
    leave()
    gone_at = time.monotonic()
    time.sleep(seconds)
    until = time.monotonic()
    back()
    back_at = time.monotonic()
    time.sleep(WITHIN_SECONDS + STEADY_SECONDS)
    return gone_at, until, back_at


def _let_files_grow(server: Server, most: int) -> None:
    """Let no file of the workers grow beyond `most` bytes, as a disk that is full does."""
    for pid in server.worker_pids():
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_full_disk_stops_writing_and_not_reading(engine, serve, database_url):
    crowd = a_crowd(engine)
    server = serve()
    with under_load(asks_of(server, crowd)) as load:
        time.sleep(BEFORE_SECONDS)
        _let_files_grow(server, 4096)
        full_at = time.monotonic()
        time.sleep(2)
        free_at = time.monotonic()
        _let_files_grow(server, resource.RLIM_INFINITY)
        time.sleep(2)

    nobody_waited(load)
    assert told_to_come_back(load, full_at, free_at, "act")
    assert {each.answer.status for each in load.of("page")} == {200}
    assert {each.answer.status for each in load.of("act", since=free_at)} == {303}
    assert kept(database_url) >= acknowledged(load) > 0
    with engine.connect() as asking:
        assert asking.scalar(text("PRAGMA integrity_check")) == "ok"
