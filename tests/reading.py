"""A client that reads as a person does, and checks every page it is given."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask import session as form_session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from accounts.act import Act
from accounts.models import Person
from accounts.rules import login_sessions
from core.db import db
from core.engine import WRITES
from teams.members.models import Member
from tests import statements
from tests.builders import NOW

CONTROLS = {"input", "textarea", "select", "button"}
VISITORS_SWITCH = "/language"
"""The one form without a token: it changes a visitor's own cookie, and opens no session."""
VISITORS_SWITCH = "/language"
"""The one form without a token: it changes a visitor's own cookie, and opens no session."""
VOID = {"input", "meta", "link", "br", "img", "hr", "path", "use", "rect", "circle"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.headings: list[str] = []
        self.title = ""
        self.words: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.links: list[str] = []
        self._inside: list[str] = []
        self._choosing = ""
        self._offered: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("id"):
            self.ids[given["id"]] += 1
        self._find_faults(tag, given)
        self._note(tag, given)
        if tag not in VOID:
            self._inside.append(tag)

    def _find_faults(self, tag: str, given: dict[str, str]) -> None:
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"<{tag}> carries a style or a script")
        if tag == "script" and "src" not in given:
            self.faults.append("an inline script")

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "h1":
            self.headings.append("")
        elif tag == "form":
            self._offered.clear()
            method = given.get("method", "get").lower()
            self.forms.append({"method": method, "action": given.get("action"), "fields": {}})
        elif tag in CONTROLS and self.forms and given.get("name"):
            self._choosing = given["name"] if tag == "select" else ""
            self.forms[-1]["fields"].setdefault(given["name"], given.get("value", ""))
        elif tag == "option" and self._choosing:
            self._choose(given)
        elif tag == "a" and given.get("href"):
            self.links.append(given["href"])

    def _choose(self, option: dict[str, str]) -> None:
        """Keep the chosen option of a list; without one the first, as a browser does."""
        fields = self.forms[-1]["fields"]
        is_first = self._choosing not in self._offered
        self._offered.add(self._choosing)
        if is_first or "selected" in option:
            fields[self._choosing] = option.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._choosing = ""
        if tag in self._inside:
            while self._inside and self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "script" in self._inside:
            return
        if "title" in self._inside and "svg" not in self._inside:
            self.title += data
            return
        if "h1" in self._inside and self.headings:
            self.headings[-1] += data
        self.words.append(data)


class Read:
    """One answer as a person sees it."""

    def __init__(self, response: TestResponse, asked: list[str]) -> None:
        self.response = response
        self.status = response.status_code
        self.asked = asked
        self.statements = len(asked)
        self.html = response.data.decode("utf-8", "replace")
        self.page = _Page()
        self.is_page = response.content_type.startswith("text/html") and self.status not in {303}
        if self.is_page:
            self.page.feed(self.html)

    @property
    def words(self) -> str:
        """The visible words, white space folded."""
        return re.sub(r"\s+", " ", " ".join(self.page.words)).strip()

    @property
    def go_to(self) -> str:
        """Where a 303 leads."""
        return str(self.response.headers.get("Location", ""))

    def times_read(self, table: str) -> int:
        """How many statements read this table."""
        return sum(bool(re.search(rf"\b(FROM|JOIN) {table}\b", each)) for each in self.asked)

    def form(self, action_ends: str = "") -> dict[str, Any]:
        """The fields of the POST form whose action ends so, a list with its chosen option."""
        for form in self.page.forms:
            if form["method"] == "post" and str(form["action"]).endswith(action_ends):
                return dict(form["fields"])
        raise AssertionError(f"no form to {action_ends!r} on the page")


class PageReader:
    """A browser without a screen: keeps its cookies, sends the token, checks what it gets.

    What it is given may cost as many statements as `tests/statements.txt` says.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()

    def get(self, path: str, **kwargs: Any) -> Read:
        """Fetch a page."""
        return self._ask("GET", path, **kwargs)

    def post(self, path: str, fields: dict[str, Any] | None = None, **kwargs: Any) -> Read:
        """Send a form with its token."""
        return self._ask("POST", path, data=self.with_token(fields or {}), **kwargs)

    def with_token(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Add the CSRF token a page would have carried."""
        if "csrf_token" in fields:
            return fields
        return fields | {"csrf_token": self.token()}

    def token(self) -> str:
        """Return a token of this browser's own form session."""
        with self.app.test_request_context():
            token = str(generate_csrf())
            raw = form_session["csrf_token"]
        with self.browser.session_transaction() as kept:
            kept["csrf_token"] = raw
        return token

    def follow(self, read: Read) -> Read:
        """Go where a 303 leads."""
        assert read.status == 303, read.words or read.status
        return self.get(read.go_to)

    def _ask(self, method: str, path: str, **kwargs: Any) -> Read:
        counted: list[str] = []
        own = threading.get_ident()

        def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
            if threading.get_ident() == own and not statement.upper().startswith(
                ("BEGIN", "PRAGMA", "ROLLBACK", "COMMIT")
            ):
                counted.append(statement)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            response = self.browser.open(path, method=method, **kwargs)
        finally:
            event.remove(engine, "before_cursor_execute", count)
        read = Read(response, counted)
        assert read.status < 500 or read.status == 503, f"{method} {path} answered {read.status}"
        if read.is_page:
            check_page(path, read)
        if read.status < 400:
            statements.note(self.app, method, path, read.statements)
        return read


def check_page(path: str, read: Read) -> None:
    """Hold every page to the house's habits."""
    page = read.page
    assert len(page.headings) == 1, f"{path}: {len(page.headings)} h1"
    heading = re.sub(r"\s+", " ", page.headings[0]).strip()
    assert page.title.strip().startswith(heading), f"{path}: title {page.title!r}, h1 {heading!r}"
    doubled = [name for name, times in page.ids.items() if times > 1]
    assert not doubled, f"{path}: ids twice: {doubled}"
    assert not page.faults, f"{path}: {page.faults}"
    for form in page.forms:
        assert form["action"] is not None, f"{path}: a form without an action"
        if form["method"] == "post" and form["action"] != VISITORS_SWITCH:
            assert "csrf_token" in form["fields"], f"{path}: a POST form without a token"


SignedIn = Callable[[Person], PageReader]


def sign_in(reader: PageReader, engine: Engine, person: Person) -> PageReader:
    """Give the reader's browser a live login session of `person`."""
    with Session(engine.execution_options(**{WRITES: True})) as opened, opened.begin():
        loaded = opened.get_one(Person, person.id)
        token = login_sessions.begin(Act(opened, NOW), loaded, "测试机", is_staff=False)
    reader.browser.set_cookie("wuse", token)
    return reader


def enter(
    session: Session, signed_in: Callable[[Person], PageReader], member: Member
) -> PageReader:
    """Sign in as the member; the session that made them lets go of the database first."""
    person = member.person
    session.commit()
    return signed_in(person)
