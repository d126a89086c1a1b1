"""Upkeep: what falls due by itself, done by one worker at a time, job by job.

Each job stands alone: one that fails is told of and tried again in the next round, and the others
go on. Every job may run twice, or on two machines at once, without doing anything twice.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from core import clock, lease, room
from core.db import run
from core.declarations import Job
from core.errors import Unavailable

MOST_BATCHES = 10_000
PAUSE_SECONDS = 60
LEASE_NAME = "upkeep"
LEASE_LASTS = timedelta(seconds=150)
log = logging.getLogger("wuse.upkeep")


@dataclass(slots=True)
class Round:
    """What one round of upkeep did: how many by job, and which jobs failed."""

    done: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def sweep(now: datetime, may_go_on: Callable[[], bool] = lambda: True) -> Round:
    """Do every due job of every room, lowest room first; stop early when `may_go_on` says no."""
    told = Round()
    for name, job in room.jobs().items():
        if not may_go_on():
            break
        try:
            told.done[name] = _do_all(job, now)
        except (Unavailable, DBAPIError):
            log.warning("%s: the database did not answer; tried again later", name)
            told.failed.append(name)
        except Exception:
            log.exception("%s failed; it is tried again in the next round", name)
            told.failed.append(name)
    return told


def _do_all(job: Job, now: datetime) -> int:
    """Do one job batch by batch, each in a transaction of its own, until none is left."""
    total = 0
    for _ in range(MOST_BATCHES):
        done = run(lambda session: job(session, now))
        total += done
        if done == 0:
            break
    return total


@click.command("sweep")
@click.option("--at", "moment", default=None, help="Pretend it is this moment (DEMO=1 alone).")
@with_appcontext
def sweep_command(moment: str | None) -> None:
    """Do what is due: notices that end, hours that post, points that expire, reminders.

    Safe to run twice, and on two machines at once. `make run` and `make serve` do it by themselves
    every minute. The exit code is 1 when a job failed; the others are done all the same.
    """
    told = sweep(_moment(moment))
    for name, done in told.done.items():
        if done:
            click.echo(f"{done:>6} {name}")
    if told.failed:
        raise click.ClickException(f"failed, to be tried again: {'; '.join(told.failed)}")
    click.echo("Nothing is due any more.")


def _moment(given: str | None) -> datetime:
    if given is None:
        return clock.now()
    if not current_app.config["DEMO"]:
        raise click.ClickException("--at works with DEMO=1 alone.")
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as unread:
        raise click.ClickException(f"{given!r} is no moment; write 2026-05-15T10:00+08:00.") from (
            unread
        )
    if moment.tzinfo is None:
        raise click.ClickException(f"{given!r} has no zone; write 2026-05-15T10:00+08:00.")
    return moment


@click.command("upkeep")
@click.option("--every", "pause", default=PAUSE_SECONDS, help="Seconds between two rounds.")
@with_appcontext
def upkeep_command(pause: int) -> None:
    """Do what is due, round after round, until told to stop (SIGTERM or Ctrl+C).

    However many of these run, on however many machines, one works at a time. When it dies another
    takes over within three minutes; when it is stopped, at once.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    me = f"{socket.gethostname()}:{os.getpid()}"
    while not stop.is_set():
        _one_round(me, stop)
        stop.wait(pause)
    _give_back(me)


def _one_round(me: str, stop: threading.Event) -> None:
    """Do one round when the lease is ours and the program may write."""
    if current_app.config["READ_ONLY"]:
        return

    def mine() -> bool:
        now = clock.now()
        held = run(lambda session: lease.take(session, LEASE_NAME, me, now, LEASE_LASTS))
        return held and not stop.is_set()

    try:
        told = sweep(clock.now(), mine)
    except (Unavailable, DBAPIError):
        log.warning("the database did not answer; upkeep tries again in a minute")
        return
    for name, done in told.done.items():
        if done:
            log.info("%s: %s", name, done)


def _give_back(me: str) -> None:
    try:
        run(lambda session: lease.give_back(session, LEASE_NAME, me))
    except (Unavailable, DBAPIError):
        log.warning("the lease could not be given back; it ends by itself")


commands: tuple[click.Command, ...] = (sweep_command, upkeep_command)
