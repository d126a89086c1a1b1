"""Many people at once: keep-alive lines that each send the next request when they are answered."""

from __future__ import annotations

import asyncio
import itertools
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

OF_FORMS = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: who sends it (the token of a session), what, and which answers are right."""

    path: str
    token: str = ""
    form: tuple[tuple[str, str], ...] | None = None
    right: frozenset[int] = frozenset({200})

    @property
    def method(self) -> str:
        """What is done."""
        return "GET" if self.form is None else "POST"


@dataclass(frozen=True, slots=True)
class Door:
    """What every form of a run carries: a visitor's cookie and the token that belongs to it."""

    cookie_name: str = ""
    session: str = ""
    csrf: str = ""

    def cookies(self, ask: Ask) -> str:
        """Return the cookies of a request."""
        signed = f"{self.cookie_name}={ask.token}" if ask.token else ""
        return "; ".join(each for each in (signed, self.session) if each)

    def fields(self, ask: Ask) -> list[tuple[str, str]]:
        """Return the fields of a form with its token."""
        return [*(ask.form or ()), *([("csrf_token", self.csrf)] if self.csrf else [])]


@dataclass(slots=True)
class Sent:
    """What came back: seconds of each answer, how many of each status, and the wrong ones."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    own_cpu: float = 0.0
    bytes: int = 0

    @property
    def right(self) -> int:
        """How many answers were right."""
        return len(self.times) - self.wrong.total()

    def percentile(self, part: float) -> float:
        """Return the milliseconds within which that part of the answers came."""
        if not self.times:
            return 0.0
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000


class _Line(asyncio.Protocol):
    """One connection, kept; one request on its way at a time."""

    def __init__(self) -> None:
        self.got = bytearray()
        self.answer: asyncio.Future[bytes] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self.transport = transport

    def connection_lost(self, _why: Exception | None) -> None:
        self.transport = None
        if self.answer and not self.answer.done():
            self.answer.set_result(b"")

    def data_received(self, data: bytes) -> None:
        self.got += data
        if self.answer and not self.answer.done() and _is_whole(self.got):
            self.answer.set_result(bytes(self.got))

    def ask(self, message: bytes) -> asyncio.Future[bytes]:
        self.got.clear()
        self.answer = asyncio.get_running_loop().create_future()
        if self.transport is None:
            self.answer.set_result(b"")
        else:
            self.transport.write(message)
        return self.answer


def _is_whole(got: bytearray) -> bool:
    end = got.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(got[:end]).lower()
    if b"transfer-encoding: chunked" in head:
        return got.endswith(b"\r\n0\r\n\r\n")
    at = head.find(b"content-length:")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return len(got) >= end + 4 + length


def message_of(ask: Ask, door: Door, port: int) -> bytes:
    """Return the request as it goes over the line."""
    lines = [f"{ask.method} {ask.path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    cookies, body = door.cookies(ask), b""
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if ask.form is not None:
        body = urlencode(door.fields(ask)).encode()
        lines += [f"Content-Type: {OF_FORMS}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "Accept-Encoding: gzip", "", ""]).encode() + body


async def _press(port: int, asks: Iterator[Ask], door: Door, until: float, sent: Sent) -> None:
    line: _Line | None = None
    loop = asyncio.get_running_loop()
    while time.monotonic() < until:
        ask = next(asks, None)
        if ask is None:
            break
        if line is None or line.transport is None:
            _, line = await loop.create_connection(_Line, "127.0.0.1", port)
        began = time.monotonic()
        answer = await line.ask(message_of(ask, door, port))
        _note(sent, ask, answer, time.monotonic() - began)
        if b"connection: close" in answer[:400].lower() and line.transport:
            line.transport.close()
            line = None
    if line is not None and line.transport:
        line.transport.close()


def _note(sent: Sent, ask: Ask, answer: bytes, seconds: float) -> None:
    status = int(answer[9:12]) if answer else 0
    sent.times.append(seconds)
    sent.statuses[status] += 1
    sent.bytes += len(answer)
    if status not in ask.right:
        sent.wrong[f"{ask.method} {ask.path.split('?')[0]} {status}"] += 1


def press(port: int, asks: Iterator[Ask], door: Door, lines: int, seconds: float) -> Sent:
    """Send requests over so many lines for so long, or until there are none left."""
    sent, locked = Sent(), _Shared(asks)

    async def everybody() -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(_press(port, locked, door, until, sent) for _ in range(lines)))

    before, began = _own_cpu(), time.monotonic()
    asyncio.run(everybody())
    sent.seconds, sent.own_cpu = time.monotonic() - began, _own_cpu() - before
    return sent


class _Shared:
    """Requests that many lines draw from."""

    def __init__(self, asks: Iterator[Ask]) -> None:
        self.asks = asks

    def __iter__(self) -> _Shared:
        return self

    def __next__(self) -> Ask:
        return next(self.asks)


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def first(asks: Iterator[Ask], count: int) -> list[Ask]:
    """Return the first requests of a leg."""
    return list(itertools.islice(asks, count))
