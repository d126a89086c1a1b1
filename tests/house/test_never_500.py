"""Whatever is typed into any form, by whomever: 500 is always a defect (contract 5).

On a copy of the demo town, every form each role is shown is sent with its own token: blank, with
blanks alone, with hostile words, and to rows that cannot be.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote_plus, urlsplit

from werkzeug.exceptions import HTTPException

from tests import crawl
from tests.reading import PageReader, _Page
from tests.seeded_demo import HOME, ROLES, Demo

ONE_FIELD, AT_ONCE = 2, 5
"""So many hostile words are tried in each field alone, and in all fields; they take turns."""

HOSTILE = (
    "\x00",
    "\ud800",
    "长" * 10_000,
    "👨‍👩‍👧‍👦",
    "９９９９９９９９９９９９９９９９９９",
    "9" * 400,
    "-1",
    "nan",
    "1e400",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "24:61",
    "'\"><script>",
    "%(name)s %s %",
)
ODD_IDS = ("9223372036854775807", "0", "99999999999999999999")
KEPT = {"csrf_token"}
PLAIN = "application/x-www-form-urlencoded"
LAST = ("sign_out", "leav", "eras", "withdraw", "secret", "device", "end_")
"""What takes the sign-in or the role away is sent last."""

SELECT = re.compile(r'<select[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', re.S)
OPTION = re.compile(r'<option[^>]*\bvalue="([^"]+)"')


@dataclass
class Form:
    """One form as a role was shown it."""

    role: str
    endpoint: str
    page: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def is_last(self) -> bool:
        """Say whether sending it may end what the others need."""
        return any(part in self.endpoint for part in LAST)


class Door:
    """Sends as one role and remembers every answer that must not be."""

    def __init__(self, town: Demo, role: str) -> None:
        self.town, self.role, self.faults = town, role, []
        self.reader: PageReader = town.reader(role)
        self.token = self.reader.token()
        self.last = crawl._LastWords()

    def send(self, path: str, fields: dict[str, Any], method: str = "post") -> None:
        """Send once; a role that was signed out meanwhile comes in again."""
        logging.getLogger("wuse").addHandler(self.last)
        try:
            answer = self._answer(path, fields, method)
            if answer.status_code == 401 and self.role != "anyone":
                self.reader = self.town.reader(self.role)
                self.token = self.reader.token()
                answer = self._answer(path, fields, method)
        finally:
            logging.getLogger("wuse").removeHandler(self.last)
        if answer.status_code >= 500:
            shown = {name: repr(value)[:40] for name, value in fields.items()}
            self.faults.append(f"{self.role} {method} {path} {shown}: {self.last.why}")

    def _answer(self, path: str, fields: dict[str, Any], method: str) -> Any:
        if method == "get":
            return self.reader.browser.get(f"{path.split('?', maxsplit=1)[0]}?{asked(fields)}")
        sent = fields | {"csrf_token": self.token}
        if all(isinstance(value, str) for value in sent.values()):
            return self.reader.browser.post(path, data=written(sent), content_type=PLAIN)
        return self.reader.browser.post(path, data=sent)


def asked(fields: dict[str, Any]) -> str:
    """Write fields as the question of an address."""
    return written({name: str(value)[:2000] for name, value in fields.items()})


def written(fields: dict[str, str]) -> str:
    """Write fields as a browser sends them."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields.items())


@cache
def quoted(value: str) -> str:
    """Write a value as it stands in an address; the same hostile ones come again and again."""
    return quote_plus(value, errors="surrogatepass")


def forms_on(town: Demo, visits: list[crawl.Visit]) -> Iterator[Form]:
    """Yield every form of the pages that were visited, once for each endpoint and role."""
    met: set[tuple[str, str, str]] = set()
    for visit in visits:
        yield from _new_forms(town, visit, met)


def _new_forms(town: Demo, visit: crawl.Visit, met: set[tuple[str, str, str]]) -> Iterator[Form]:
    for part in visit.forms:
        page = _Page()
        page.feed(part)
        shown = page.forms[0]
        action = str(shown["action"] or visit.path)
        endpoint = _endpoint(town, action, shown["method"])
        key = (visit.role, endpoint, " ".join(sorted(shown["fields"])))
        if key in met or not endpoint:
            continue
        met.add(key)
        choices = {name: OPTION.search(options) for name, options in SELECT.findall(part)}
        fields = {name: plausible(name, value) for name, value in shown["fields"].items()}
        fields |= {name: found[1] for name, found in choices.items() if found}
        yield Form(visit.role, endpoint, visit.path, action, shown["method"], fields)


def _endpoint(town: Demo, action: str, method: str) -> str:
    adapter = town.app.url_map.bind("localhost")
    try:
        return str(adapter.match(urlsplit(action).path, method=method.upper())[0])
    except HTTPException:
        return ""


def plausible(name: str, value: str) -> str:
    """Return what somebody might type, so that one bad field reaches the rule alone."""
    if value or name in KEPT:
        return value
    if name.endswith("_on") or "date" in name or name == "day":
        return "2026-11-30"
    if name in {"begins", "ends", "arrived", "left"} or name.endswith(("-arrived", "-left")):
        return "10:00"
    if re.search(r"number|_no$", name):
        return "DJ0011"
    if re.search(r"minutes|points|quantity|places|price|count|cost|days|hours|age", name):
        return "1"
    return "社区服务台说明情况，本人来电"


def variants(fields: dict[str, str], turn: int) -> Iterator[dict[str, Any]]:
    """Yield what is sent instead: all at once, then field by field."""
    names = [name for name in fields if name not in KEPT]
    turns = [HOSTILE[(turn + step * 4) % len(HOSTILE)] for step in range(AT_ONCE)]
    for value in ("", "　 ", *turns):
        yield dict.fromkeys(names, value)
    for at, name in enumerate(names):
        for step in range(ONE_FIELD):
            yield fields | {name: HOSTILE[(turn + at + step * 5) % len(HOSTILE)]}
    if any("file" in name for name in names):
        yield fields | {
            name: (io.BytesIO(b"PK\x03\x04"), "x.xlsx") for name in names if "file" in name
        }
    yield fields


def odd_paths(action: str) -> Iterator[str]:
    """Yield the address with each of its numbers replaced by one that no row has."""
    for found in re.finditer(r"/\d+", action):
        for odd in ODD_IDS:
            yield f"{action[: found.start()]}/{odd}{action[found.end() :]}"


def fullest(visits: list[crawl.Visit]) -> list[crawl.Visit]:
    """Return every page once, as the role that is shown most of it."""
    best: dict[str, crawl.Visit] = {}
    for visit in sorted(visits, key=lambda each: len(each.shape)):
        if visit.is_page:
            best[visit.path] = visit
    return list(best.values())


def never_offered(town: Demo, tried: set[str]) -> Iterator[Form]:
    """Yield, for each act no page offered today, a form as somebody might make it up."""
    adapter = town.app.url_map.bind("localhost")
    made_up = {"reason": "本人来电，核对过", "version": "1", "request_key": "k-1", "code": "1"}
    for rule in town.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint not in tried:
            known = dict.fromkeys(rule.arguments, "1") | {"community": HOME}
            values = {name: known[name] for name in rule.arguments}
            for role in ("volunteer", "leader", "coordinator", "keeper", "admin"):
                action = adapter.build(rule.endpoint, values)
                yield Form(role, rule.endpoint, "", action, "post", dict(made_up))


def faults_in(town: Demo, visits: list[crawl.Visit]) -> tuple[list[str], set[str]]:
    """Send everything to the town; return what broke, and the endpoints that were tried."""
    doors = {role: Door(town, role) for role in ROLES}
    shown = list(forms_on(town, fullest(visits)))
    shown += list(never_offered(town, {form.endpoint for form in shown}))
    tried: set[str] = set()
    for turn, form in enumerate(sorted(shown, key=lambda form: form.is_last)):
        door, sent = doors[form.role], list(variants(form.fields, turn))
        odd = list(odd_paths(form.action))
        if form.endpoint in tried:
            sent, odd = [sent[0], sent[2 + turn % AT_ONCE]], []
        tried.add(form.endpoint)
        for path in odd:
            door.send(path, form.fields, form.method)
        for fields in sent:
            door.send(form.action, fields, form.method)
    return [fault for door in doors.values() for fault in door.faults], tried


def test_no_form_and_no_address_ever_breaks(demo, spare_town):
    faults, tried = faults_in(spare_town, crawl.everywhere(demo))

    assert "\n".join(faults) == ""
    assert len(tried) > 100
