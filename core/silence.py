"""A PostgreSQL that says nothing: found out while somebody waits, and nobody else waits for it.

A server that is stopped refuses at once. One that is frozen, or behind a dead line, keeps every
caller waiting for as long as the caller likes, and four callers are all a worker has. So whoever
has waited for a moment has the server called on a line of its own; when nobody answers there
either, all who wait give up, and those who come later are told at once, until it answers again.
"""

import threading
import time
from collections.abc import Generator
from typing import Any, Self

import psycopg
from psycopg.errors import ConnectionTimeout

from core.prepared import PreparedConnection

DOUBT_AFTER_SECONDS = 0.3
CALL_SECONDS = 2
PAUSE_SECONDS = 0.25
REST_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 4.5


class Silent(psycopg.OperationalError):
    """The database does not answer; said on our side, the line is given up."""


class Watch:
    """Whether one server answers, as far as the callers of one engine know."""

    def __init__(self) -> None:
        self.is_silent = False
        self._calling = threading.Lock()
        self._parameters: dict[str, Any] = {}

    def connect(
        self, _dialect: object, _record: object, _arguments: object, parameters: dict[str, Any]
    ) -> "PatientConnection":
        """Open a line, as SQLAlchemy's `do_connect` asks. Raises Silent while nobody answers."""
        if self.is_silent:
            raise Silent("the database does not answer")
        self._parameters = parameters
        try:
            return PatientConnection.connect(**parameters).watched_by(self)
        except ConnectionTimeout:
            self.doubt()
            raise

    def doubt(self) -> None:
        """Have the server called, unless it is being called already."""
        if self._calling.acquire(blocking=False):
            threading.Thread(target=self._call_until_it_answers, daemon=True).start()

    def _call_until_it_answers(self) -> None:
        try:
            while not self._answers():
                self.is_silent = True
                time.sleep(PAUSE_SECONDS)
            self.is_silent = False
            time.sleep(REST_SECONDS)
        finally:
            self._calling.release()

    def _answers(self) -> bool:
        """Say whether somebody answers; a refusal is an answer too."""
        try:
            psycopg.connect(**self._parameters | {"connect_timeout": CALL_SECONDS}).close()
        except ConnectionTimeout:
            return False
        except psycopg.Error:
            return True
        return True


class PatientConnection(PreparedConnection):
    """A connection that waits only for a server that is there."""

    _watch: Watch

    def watched_by(self, watch: Watch) -> Self:
        """Ask `watch` when the server is slow."""
        self._watch = watch
        return self

    def wait(self, gen: Any, *how: Any, **more: Any) -> Any:
        """Wait as psycopg does, which sends nothing down at every tick without an answer."""
        return super().wait(self._watched(gen) if hasattr(self, "_watch") else gen, *how, **more)

    def _watched(self, gen: Any) -> Generator[Any, Any, Any]:
        began = time.monotonic()
        self._give_up_if(is_over=self._watch.is_silent)
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready:
                    self._still_nothing(time.monotonic() - began)
                wanted = gen.send(ready)
        except StopIteration as done:
            return done.value

    def _still_nothing(self, waited: float) -> None:
        if waited >= DOUBT_AFTER_SECONDS:
            self._watch.doubt()
        self._give_up_if(is_over=self._watch.is_silent or waited >= LONGEST_WAIT_SECONDS)

    def _give_up_if(self, *, is_over: bool) -> None:
        if is_over:
            self.pgconn.finish()
            raise Silent("the database does not answer")
