"""The floor's own legs: what is asked of it beside the product's."""

from __future__ import annotations

import http.client
import random
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing

from bench.floor.schema import ACTIVITIES, ITEMS, VOLUNTEERS, laid
from bench.load import Ask, Door
from bench.postgres import Postgres
from bench.serving import FLOOR, Server, served

PROGRAMS = {"sign-up": "raw", "redemption": "raw", "list": "full"}
"""Which program answers a leg of the floor."""

_dice = random.Random(7)  # noqa: S311 - rows, not secrets


class Floors:
    """Floor programs that are started when they are first asked for, and stopped with the run."""

    def __init__(self, server: Postgres, kept: ExitStack) -> None:
        self.server, self.kept = server, kept
        self.url = ""
        self.running: dict[str, Server] = {}

    def at(self, leg: str) -> Server:
        """Return the server of a leg."""
        program = PROGRAMS[leg]
        if program not in self.running:
            self.url = self.url or laid(self.server)
            command = (*FLOOR, f"bench.floor.{program}:app")
            started = served(command, {"FLOOR_URL": self.url}, "/ready")
            self.running[program] = self.kept.enter_context(started)
        return self.running[program]


def door_to(leg: str, server: Server) -> Door:
    """Return what a request of the leg carries: the cookie of who is signed in, if anybody is."""
    if PROGRAMS[leg] == "raw":
        return Door()
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        line.request("GET", "/ready")
        answer = line.getresponse()
        answer.read()
    cookies = [each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or []]
    return Door(session="; ".join(cookies))


def asks_of(leg: str) -> Iterator[Ask]:
    """Yield requests of a leg, at random."""
    while True:
        volunteer = ("volunteer", str(_dice.randint(1, VOLUNTEERS)))
        if leg == "list":
            yield Ask("/activities")
        elif leg == "sign-up":
            activity = ("activity", str(_dice.randint(1, ACTIVITIES)))
            yield Ask("/sign-ups", form=(activity, volunteer))
        else:
            item = ("item", str(_dice.randint(1, ITEMS)))
            yield Ask("/redemptions", form=(item, volunteer, ("once", uuid.uuid4().hex)))
