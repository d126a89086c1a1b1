"""Walk the demo town by its links as each role, and remember where every page was found."""

from __future__ import annotations

import logging
import pickle
import re
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from accounts.models import Guardian
from commendations.certificates.models import Award
from points.redemptions.models import Redemption
from teams.authority.models import Role, RoleBinding
from teams.members.models import Member
from teams.notices.models import Notice, NoticeLine, NoticeLineState
from tests import shared
from tests.reading import PageReader, Read
from tests.seeded_demo import HOME, PHONES, ROLES, Demo, person_with
from volunteer.hours.models import SERVICE_RECORDS, ServiceRecord
from volunteer.sign_ups.models import SignUp

VOLUNTEER = PHONES["volunteer"]

MOST_OF_A_KIND = 3
"""So many addresses of one page are tried as one role: another activity, another state."""

ELSEWHERE = re.compile(r"^(https?:|tel:|mailto:|sms:|#|data:)")
FORM = re.compile(r"<form\b.*?</form>", re.S)
NOT_PAGES = re.compile(r"^(/static/|/bootstrap/|/health/|/favicon)")


@dataclass(frozen=True)
class Visit:
    """One address as one role found it."""

    role: str
    endpoint: str
    path: str
    status: int
    linked_from: str
    """The page whose link led here; empty for an address everybody may type."""
    is_page: bool
    shape: frozenset[str]
    """Which kinds of elements the page is built from."""
    forms: tuple[str, ...] = ()
    """The forms of the page as they were sent, to be filled in later."""
    fault: str = ""
    """What the page broke, if it could not be read."""


def endpoint_of(app: Flask, path: str) -> str | None:
    """Return the name of the page behind `path`, or None when there is none."""
    try:
        return app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")[0]
    except (HTTPException, RequestRedirect):
        return None


def first_addresses(app: Flask, community: str = HOME) -> list[str]:
    """Return the addresses of all pages that need no row's number."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= {"community"}:
            values = {"community": community} if rule.arguments else {}
            found.append(adapter.build(rule.endpoint, values))
    return sorted(path for path in found if not NOT_PAGES.match(path))


def found_otherwise(demo: Demo) -> list[str]:
    """Return the addresses people reach by a printed code, or on a day of their own."""
    adapter = demo.app.url_map.bind("localhost")
    found = []
    with Session(demo.engine) as asking:
        mine = asking.scalars(
            select(Member.id).where(Member.person_id == person_with(asking, VOLUNTEER).id)
        ).first()
        for endpoint, statement in _otherwise(mine or 0).items():
            names = {
                name
                for rule in demo.app.url_map.iter_rules(endpoint)
                for name in rule.arguments - {"community"}
            }
            value = asking.scalars(statement.limit(1)).first()
            if value is not None:
                community = (
                    {} if endpoint.startswith(("county.", "verify.")) else {"community": HOME}
                )
                found.append(adapter.build(endpoint, community | dict.fromkeys(names, value)))
    return found


def _otherwise(mine: int) -> dict[str, Select[Any]]:
    hanging = NoticeLine.state == NoticeLineState.HANGING
    honours = Notice.kind != SERVICE_RECORDS
    lines = select(NoticeLine.id).join(Notice, Notice.id == NoticeLine.notice_id)
    return {
        "commendations.new_revocation": select(Award.id).where(Award.revoked_at.is_(None)),
        "commendations.object_to_line": lines.where(hanging, honours, NoticeLine.member_id != mine),
        "county.admin_password_slip": select(RoleBinding.id).where(
            RoleBinding.role == Role.COMMUNITY_ADMIN
        ),
        "points.redemption_slip": select(Redemption.id).where(Redemption.collected_at.is_not(None)),
        "teams.member_guardian": select(Member.id).join(
            Guardian, Guardian.person_id == Member.person_id
        ),
        "teams.password_slip": select(RoleBinding.id).where(RoleBinding.role == Role.COORDINATOR),
        "verify.show": select(Award.verification_code),
        "volunteer.arrival": select(SignUp.shift_id).where(SignUp.member_id == mine),
        "volunteer.record": select(ServiceRecord.id).where(ServiceRecord.member_id == mine),
    }


def shape_of(html: str) -> frozenset[str]:
    """Return the distinct opening tags with their classes and roles."""
    tags = re.findall(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>", html)
    return frozenset(
        " ".join([name, *sorted(re.findall(r'\b(?:class|role|type)="([^"]*)"', rest))])
        for name, rest in tags
    )


def walk(demo: Demo, role: str, typed: list[str]) -> list[Visit]:
    """Follow every link `role` is shown, a few of each kind, and return what answered."""
    reader = demo.reader(role)
    waiting = deque((path, "") for path in typed)
    times: dict[str, int] = {}
    met: set[str] = set()
    visits: list[Visit] = []
    while waiting:
        path, linked_from = waiting.popleft()
        endpoint = endpoint_of(demo.app, path) or ""
        if path in met or times.get(endpoint, 0) >= MOST_OF_A_KIND:
            continue
        met.add(path)
        times[endpoint] = times.get(endpoint, 0) + 1
        read, fault = _read(reader, path)
        if read is None:
            broken = Visit(role, endpoint, path, 500, linked_from, False, frozenset(), fault=fault)
            visits.append(broken)
            continue
        visits.append(_visit(role, endpoint, path, linked_from, read))
        waiting.extend((link, path) for link in links_of(read, path))
    return visits


class _LastWords(logging.Handler):
    """Remembers why the last page broke."""

    def __init__(self) -> None:
        super().__init__()
        self.why = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            broken = record.exc_info[1]
            self.why = f"{type(broken).__name__}: {str(broken)[:200]}"


def _read(reader: PageReader, path: str) -> tuple[Read | None, str]:
    """Fetch a page; one that breaks is told of, not raised, so that all are told at once."""
    last = _LastWords()
    logging.getLogger("wuse").addHandler(last)
    try:
        return reader.get(path), ""
    except Exception as broken:
        return None, f"{str(broken)[:300]} {last.why}"
    finally:
        logging.getLogger("wuse").removeHandler(last)


def _visit(role: str, endpoint: str, path: str, linked_from: str, read: Read) -> Visit:
    if not (read.is_page and read.status == 200):
        return Visit(role, endpoint, path, read.status, linked_from, False, frozenset())
    forms = tuple(FORM.findall(read.html))
    return Visit(role, endpoint, path, read.status, linked_from, True, shape_of(read.html), forms)


def links_of(read: Read, path: str) -> list[str]:
    """Return the addresses of this house an answer leads to."""
    if read.status == 303:
        return [read.go_to.split("#")[0]]
    if not read.is_page:
        return []
    here = urlsplit(path).path
    links = [f"{here}{link}" if link.startswith("?") else link for link in read.page.links]
    links = [link.split("#")[0] for link in links if not ELSEWHERE.match(link)]
    return [link for link in links if not NOT_PAGES.match(link)]


def everywhere(demo: Demo) -> list[Visit]:
    """Walk as every role; done once a run, since every worker's town holds the same."""
    if not demo.visits:
        found = shared.once("walk.pickle", lambda path: _walk_into(path, demo))
        demo.visits, demo.statements = pickle.loads(found.read_bytes())  # noqa: S301 - our own
    return demo.visits


def _walk_into(path: Path, demo: Demo) -> None:
    typed = [*first_addresses(demo.app), *found_otherwise(demo)]
    with demo.listening():
        visits = [visit for role in ROLES for visit in walk(demo, role, typed)]
    path.write_bytes(pickle.dumps((visits, demo.statements)))


def to_look_at(visits: list[Visit]) -> list[Visit]:
    """Choose the fewest pages that between them show every kind of element of every endpoint."""
    chosen: list[Visit] = []
    shown: dict[str, set[str]] = {}
    for visit in sorted(visits, key=lambda each: -len(each.shape)):
        already = shown.setdefault(visit.endpoint, set())
        if visit.is_page and not visit.shape <= already:
            already |= visit.shape
            chosen.append(visit)
    return chosen


def best_of(visits: list[Visit], endpoint: str, role: str) -> Visit | None:
    """Return the fullest page of an endpoint, as `role` saw it or else as anybody did."""
    pages = [visit for visit in visits if visit.endpoint == endpoint and visit.is_page]
    own = [visit for visit in pages if visit.role == role]
    return max(own or pages, key=lambda visit: len(visit.shape), default=None)
