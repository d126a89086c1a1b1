"""The program inside this process: requests of a leg without a server, counted and profiled."""

from __future__ import annotations

import http.client
import os
import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

import app as program  # noqa: TID251 - the bench builds the program
from bench.load import Ask, Door
from bench.serving import settings
from core.db import db

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
COOKIE, FORM_COOKIE = "wuse", "form"
"""Cookies of the product, with `__Host-` before them where its address is https."""


@dataclass(slots=True)
class Inside:
    """The program with a door to it."""

    app: Flask
    door: Door
    engine: Engine

    def send(self, ask: Ask) -> int:
        """Send one request; return the status of its answer."""
        client = FlaskClient(self.app, use_cookies=False)
        headers = {"Cookie": self.door.cookies(ask), "Accept-Encoding": "gzip"}
        if ask.form is None:
            return client.get(ask.path, headers=headers).status_code
        fields: dict[str, list[str]] = {}
        for name, value in self.door.fields(ask):
            fields.setdefault(name, []).append(value)
        return client.post(ask.path, data=fields, headers=headers).status_code


def door_of(page: str, cookies: list[str]) -> Door:
    """Return the door a page with a form opens, from its answer."""
    found = TOKEN.search(page)
    session = next((each.split(";")[0] for each in cookies if FORM_COOKIE in each), "")
    prefix = session.partition(FORM_COOKIE)[0]
    return Door(f"{prefix}{COOKIE}", session, found[1] if found else "")


def opened_at(port: int) -> Door:
    """Open the door of a running server."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", "/sign-in")
        answer = line.getresponse()
        cookies = answer.headers.get_all("Set-Cookie") or []
        return door_of(answer.read().decode(), cookies)


@contextmanager
def inside(database_url: str) -> Iterator[Inside]:
    """Build the program on a database, as production does, and open its door."""
    before = dict(os.environ)
    os.environ.update(settings(database_url))
    try:
        app = program.create_app()
    finally:
        os.environ.clear()
        os.environ.update(before)
    opened = inside_of(app)
    yield opened
    opened.engine.dispose()


def inside_of(app: Flask) -> Inside:
    """Open the door of a program that is built."""
    answer = FlaskClient(app, use_cookies=False).get("/sign-in")
    door = door_of(answer.get_data(as_text=True), answer.headers.getlist("Set-Cookie"))
    with app.app_context():
        return Inside(app, door, db.engine)


@dataclass(slots=True)
class Statement:
    """One statement of a request, as it was sent, with what it carried."""

    words: str
    values: Any
    seconds: float = 0.0


@dataclass(slots=True)
class Counted:
    """What one request asked of the database: statements, and how often a transaction began."""

    statements: list[Statement] = field(default_factory=list)
    transactions: int = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Counted]:
    """Note every statement while the block runs."""
    found = Counted()
    began: list[float] = []

    def before(_c: Any, _cursor: Any, words: str, values: Any, *_: Any) -> None:
        found.statements.append(Statement(words, values))
        began.append(time.perf_counter())

    def after(*_: Any) -> None:
        found.statements[-1].seconds = time.perf_counter() - began.pop()

    def commits(*_: Any) -> None:
        found.transactions += 1

    heard = (
        ("before_cursor_execute", before),
        ("after_cursor_execute", after),
        ("commit", commits),
    )
    for name, listener in heard:
        event.listen(engine, name, listener)
    try:
        yield found
    finally:
        for name, listener in heard:
            event.remove(engine, name, listener)
