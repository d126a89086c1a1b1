"""`flask seed-demo`: two made-up communities with three months behind them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from core import clock
from core.db import run
from demo import (
    activities,
    attendance,
    coming,
    county,
    disputes,
    doubles,
    goods,
    honours,
    insurance,
    newcomers,
    papers,
    past,
    standing,
    sweeping,
)
from demo.names import FLAVOURS
from demo.outings import Casting, history
from demo.shopping import Shopping
from demo.town import Diary, Event, Town
from teams.members.models import Community

Runner = Callable[[Callable[[Session], Any]], Any]
Tell = Callable[[int, int], None]

HOUR_OF_THE_DEMO = 10


def _say_nothing(_done: int, _of: int) -> None:
    return


def seed(
    session_runner: Runner,
    today: date,
    hour: int = HOUR_OF_THE_DEMO,
    tell: Tell = _say_nothing,
) -> None:
    """Write the demo as of `hour` o'clock on `today` (community-local), all of it or nothing.

    The same day and hour give the same rows. session_runner: `core.db.run` or one like it, called
    once. tell: called with how many events are done, and of how many.
    """
    session_runner(lambda session: _write(session, today, hour, tell))


def _write(session: Session, today: date, hour: int, tell: Tell) -> None:
    towns = [Town(flavour, today, hour) for flavour in FLAVOURS]
    county.make_county(session, towns)
    events = _diary_of(session, towns).until(towns[0].now)
    for done, event in enumerate(events, start=1):
        _let_happen(session, event)
        tell(done, len(events))


def _diary_of(session: Session, towns: list[Town]) -> Diary:
    diary = Diary()
    for day in sweeping.days(towns[0].today):
        diary.note(towns[0].at(day, 0, 5), sweeping.sweep)
    for town in towns:
        activities.remember_kinds(session, town)
        insurance.write_down(diary, town)
        casting = Casting(town)
        told = coming.specials(town, casting)
        outings = [*told, *history(town, casting), *coming.coming(town, casting)]
        for outing in outings:
            activities.write_down(diary, town, outing)
            attendance.write_down(diary, town, outing)
        disputes.write_down(diary, town, outings)
        coming.write_down_others(diary, town)
        coming.write_down_turns(diary, town, told)
        standing.write_down(diary, town)
        goods.write_down(diary, town)
        past.write_down(diary, town)
        honours.write_down(diary, town)
        Shopping(town).write_down(diary)
        newcomers.write_down(diary, town)
        doubles.write_down(diary, town)
        papers.write_down(diary, town)
    return diary


def _let_happen(session: Session, event: Event) -> None:
    event.act(session, event.moment)
    session.flush()
    session.expunge_all()


def is_empty(session: Session) -> bool:
    """Say whether nobody and nothing is in the database yet."""
    return session.scalar(select(Person.id).limit(1)) is None and (
        session.scalar(select(Community.id).limit(1)) is None
    )


@click.command("seed-demo")
@click.option("--when-empty", is_flag=True, help="Say nothing and do nothing when data exist.")
@with_appcontext
def seed_demo(*, when_empty: bool) -> None:
    """Fill an empty database with two made-up communities and three months of their life.

    Only with DEMO=1, and only into an empty database. The rows are the same each time; their dates
    are counted from today. Takes up to a minute.
    """
    if not current_app.config["DEMO"]:
        raise click.ClickException("seed-demo fills in made-up people; it runs with DEMO=1 alone.")
    if not run(is_empty):
        if when_empty:
            return
        raise click.ClickException("the database is not empty; nothing was changed.")
    local = clock.local(clock.now())
    with click.progressbar(length=100, label="demo") as bar:
        seed(run, local.date(), local.hour, _on(bar))


def _on(bar: Any) -> Tell:
    def tell(done: int, of: int) -> None:
        bar.update(done * 100 // of - bar.pos)

    return tell


commands: tuple[click.Command, ...] = (seed_demo,)
