"""People at their phones: plain lines of the standard library, with cookies and form tokens."""

from __future__ import annotations

import html
import http.client
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

FORM = re.compile(r'<form[^>]*\baction="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
CONTROL = re.compile(r"<(?:input|button|textarea)\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took."""

    method: str
    path: str
    status: int
    headers: dict[str, str]
    page: str
    seconds: float

    @property
    def words(self) -> str:
        """The words of the page, without its marks."""
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.page)))

    def form(self, action_ends: str) -> dict[str, str]:
        """The fields of the form whose action ends so; a box that is not ticked is not sent."""
        for action, body in FORM.findall(self.page):
            if html.unescape(action).split("?")[0].endswith(action_ends):
                return dict(_fields(body))
        raise AssertionError(f"{self.path} ({self.status}) has no form to {action_ends}")


def _fields(body: str) -> list[tuple[str, str]]:
    controls = CONTROL.findall(body)
    sent = [each for each in controls if 'type="checkbox"' not in each or " checked" in each]
    return [(_of(each, "name"), _of(each, "value")) for each in sent if _of(each, "name")]


def _of(control: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', control)
    return html.unescape(found[1]) if found else ""


@dataclass
class Phone:
    """One browser: it keeps its cookies and every answer it was given."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields))

    def send(self, page: Answer, action_ends: str, path: str, **more: Any) -> Answer:
        """Send the form of a page that was opened, with what is typed into it."""
        return self.post(path, page.form(action_ends) | more)

    def sign_in(self, number: str, pin: str) -> Answer:
        """Sign in with number and PIN."""
        return self.send(self.get("/sign-in"), "/sign-in", "/sign-in", login=number, secret=pin)

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        began = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            page = answer.read().decode()
        self._keep(answer)
        named = {name.lower(): value for name, value in answer.getheaders()}
        told = Answer(method, path, answer.status, named, page, time.monotonic() - began)
        self.answers.append(told)
        return told

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for given in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(given).items():
                self.cookies[name] = morsel.value


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all acts at the same moment, each on a thread of its own; return what each came to."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
