"""The demo town: one seeded database for the tests that only read it, and its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, select, text
from sqlalchemy.orm import Session

from accounts.act import Act
from accounts.models import Person
from accounts.rules import login_sessions
from core import clock, keyring
from core.base import Base
from core.db import db
from core.engine import WRITES
from tests import statements
from tests.reading import PageReader

HOME = "dongjie"
PASSWORD = "wuse-demo-2026"
PIN = "246810"
PHONES = {
    "volunteer": "13900000001",
    "leader": "13900000002",
    "deputy": "13900000003",
    "coordinator": "13900000004",
    "clerk": "13900000005",
    "keeper": "13900000006",
    "supervisor": "13900000007",
    "admin": "13900000008",
    "county": "13900000009",
}
"""Who signs in with which phone (contract 7); `anyone` is not signed in."""

ROWS_AT_ONCE = 500
NEXT_NUMBER = (
    "SELECT setval(pg_get_serial_sequence('{0}', 'id'), "
    "(SELECT coalesce(max(id), 0) + 1 FROM {0}), false)"
)

ROLES = ("anyone", *PHONES)


@dataclass
class Demo:
    """A program on a seeded database. Tests that ask for it change nothing."""

    app: Flask
    engine: Engine
    statements: dict[str, Any] = field(default_factory=dict)
    """Each distinct statement that was sent while `listening`, with the first values."""

    visits: list[Any] = field(default_factory=list)
    """What `tests.crawl.everywhere` found, once it was asked."""

    def __post_init__(self) -> None:
        """Let the program be known as one on the town."""
        self.app.extensions[statements.TOWN] = self

    def token_of(self, role: str) -> str:
        """Sign a role in on a new device."""
        with Session(self.engine.execution_options(**{WRITES: True})) as opened, opened.begin():
            return login_sessions.begin(
                Act(opened, clock.now()),
                person_with(opened, PHONES[role]),
                "测试机",
                is_staff=False,
            )

    def reader(self, role: str) -> PageReader:
        """Return a client signed in as `role`."""
        reader = PageReader(self.app)
        if role != "anyone":
            reader.browser.set_cookie("wuse", self.token_of(role))
        return reader

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep what is sent to the database meanwhile."""

        def keep(_c: object, _cursor: object, sent: str, values: Any, *_: object) -> None:
            self.statements.setdefault(sent, values)

        event.listen(self.engine, "before_cursor_execute", keep)
        try:
            yield
        finally:
            event.remove(self.engine, "before_cursor_execute", keep)


def person_with(session: Session, phone: str) -> Person:
    """Find the person of a phone number."""
    index = keyring.sealer().index(phone, "phone")
    return session.scalars(select(Person).where(Person.phone_index == index)).one()


def seed(app: Flask) -> Demo:
    """Make the tables and run `flask seed-demo` as an operator would."""
    with app.app_context():
        engine = db.engine
        Base.metadata.create_all(engine)
    # In a context of its own: a command has no request, whatever this worker asked before.
    told = Context().run(app.test_cli_runner().invoke, args=["seed-demo"])
    assert told.exit_code == 0, told.output
    return Demo(app, engine)


def town_of(app: Flask) -> Demo:
    """Return the town a program's database already holds."""
    with app.app_context():
        return Demo(app, db.engine)


def moved(demo: Demo, app: Flask) -> Demo:
    """Copy a seeded town row by row onto the PostgreSQL of `app`, which has the tables.

    Seeding writes act by act; on a file in memory that is many times quicker than on a server.
    """
    with app.app_context():
        engine = db.engine
    with demo.engine.connect() as reading, engine.begin() as writing:
        writing.execute(text("SET session_replication_role = replica"))
        for table in Base.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in reading.execute(select(table))]
            for at in range(0, len(rows), ROWS_AT_ONCE):
                writing.execute(table.insert(), rows[at : at + ROWS_AT_ONCE])
            if "id" in table.c:
                writing.execute(text(NEXT_NUMBER.format(table.name)))
        writing.execute(text("SET session_replication_role = origin"))
    demo.engine.dispose()
    return Demo(app, engine)
