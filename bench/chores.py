"""What is done seldom and to everybody: a roster of 10,000, the upkeep of a night, the proofs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import python_calamine
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench.flat import flat
from bench.lighthouse import lighthouse
from bench.roster_import import a_roster
from bench.serving import ROOT, settings
from bench.town import ahead
from bench.weight import weight
from bench.world import World
from core import clock, room
from core.db import run_on
from teams.authority.act import Act
from teams.imports.rules import import_batches, import_runs, imports
from teams.imports.rules.imports import Upload
from teams.imports.rules.roster_import import ROSTER
from teams.members.models import Community

ROWS = 10_000
SLOWEST_SHOWN = 8
Chore = Callable[[World, str], dict[str, Any]]


def import_roster(world: World, _url: str) -> dict[str, Any]:
    """Read a roster of 10,000 rows and bring its people in; beside it calamine that reads it."""
    upload = Upload("花名册.xlsx", a_roster(ROWS, "158"))
    began = time.perf_counter()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(upload.content))
    book.get_sheet_by_index(0).to_python()
    floor = time.perf_counter() - began
    began = time.perf_counter()
    now = clock.now()
    with Session(world.engine) as reading:
        community = reading.get_one(Community, world.community_id)
        draft = imports.read(Act(reading, now, community=community), ROSTER, upload)
    read = time.perf_counter() - began

    def bring_in(session: Session) -> int:
        session.connection().exec_driver_sql(*_patience(world.engine))
        batch_id = import_batches.keep(Act(session, now), draft)
        kept = import_batches.kept_draft(session, draft, batch_id)
        return import_runs.run_draft(Act(session, now), kept)

    added = run_on(world.engine, bring_in)
    took = time.perf_counter() - began
    told = {"rows": ROWS, "added": added, "read": read, "seconds": took, "calamine": floor}
    print(f"{'import':20} {ROWS / took:.0f} rows/s, {took:.1f} s; calamine reads in {floor:.2f} s")
    return told


def _patience(engine: Engine) -> tuple[str]:
    return (
        "SET LOCAL statement_timeout = 0" if engine.dialect.name == "postgresql" else "SELECT 1",
    )


def sweep(_world: World, url: str) -> dict[str, Any]:
    """Do the upkeep of one night in which notices end, records post and reservations lapse."""
    night = clock.day_start(clock.local_day(clock.now())) + timedelta(
        days=ahead.FIRST_IN_DAYS, hours=3
    )
    began = time.perf_counter()
    done = _flask(url, "sweep", "--at", night.isoformat())
    took = time.perf_counter() - began
    print(f"{'sweep':20} {took:.1f} s, exit {done.returncode}")
    print(done.stdout.strip())
    return {"seconds": took, "exit": done.returncode, "done": done.stdout.strip().splitlines()}


def verify(world: World, url: str) -> dict[str, Any]:
    """Ask every check of the whole, and tell which take longest; then follow the new lines alone.

    The chains are marked by a first `verify --new`; the second is what the upkeep would pay.
    """
    took: dict[str, float] = {}
    breaches: list[str] = []
    for name, check in room.checks().items():
        began = time.perf_counter()
        breaches += world.asked(check)
        took[name] = time.perf_counter() - began
    total = sum(took.values())
    slowest = sorted(took, key=lambda each: -took[each])[:SLOWEST_SHOWN]
    print(f"{'verify':20} {total:.1f} s, {len(breaches)} breaches")
    for name in slowest:
        print(f"{'':20} {took[name]:7.1f} s  {name}")
    new = [_seconds_of(url, "verify", "--new") for _ in range(2)]
    print(f"{'verify --new':20} first {new[0]:.1f} s, again {new[1]:.1f} s")
    return {
        "seconds": total,
        "slowest": {name: took[name] for name in slowest},
        "done": [f"verify --new: {new[0]:.1f} s to mark the chains, {new[1]:.1f} s afterwards"],
        "breaches": breaches[:20],
    }


def _seconds_of(url: str, *command: str) -> float:
    began = time.perf_counter()
    _flask(url, *command)
    return time.perf_counter() - began


def _flask(url: str, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "flask", "--app", "app", *command],
        cwd=ROOT,
        env=os.environ | settings(url) | {"DEMO": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


CHORES: dict[str, Chore] = {
    "flat": flat,
    "import": import_roster,
    "lighthouse": lighthouse,
    "sweep": sweep,
    "verify": verify,
    "weight": weight,
}
