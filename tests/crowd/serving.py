"""The real server: gunicorn with our `gunicorn.conf.py` in processes of its own, on a free port."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.engine import THREADS
from tests.conftest import FIELD_KEY, SECRET_KEY

ROOT = Path(__file__).parents[2]
SLOWEST_START_SECONDS = 60


@dataclass
class Server:
    """A running server: its port, its master process and the file its log goes to."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    workers: int

    @property
    def threads(self) -> int:
        """How many requests it answers at once."""
        return self.workers * THREADS

    def get(self, path: str) -> tuple[int, dict[str, str], float]:
        """Fetch a page on a line of its own; return status, headers and seconds."""
        began = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("GET", path)
            answer = line.getresponse()
            answer.read()
        return answer.status, dict(answer.getheaders()), time.monotonic() - began

    def wait_for(self, path: str, within: float) -> float:
        """Ask until the page is 200; return how long it took, fail after `within` seconds."""
        began = time.monotonic()
        while True:
            try:
                if self.get(path)[0] == 200:
                    return time.monotonic() - began
            except OSError:
                assert self.process.poll() is None, self.printed()
            assert time.monotonic() - began < within, self.printed()
            time.sleep(0.05)

    def printed(self) -> str:
        """The end of the server's log, for a test that fails."""
        return self.log.read_text()[-4000:]

    def worker_pids(self) -> list[int]:
        """The worker processes, children of the master."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


def _free_port() -> int:
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def served(database_url: str, folder: Path) -> Iterator[Server]:
    """Start the server on `database_url` and wait until it answers; stop it at the end."""
    port, log = _free_port(), folder / "server.log"
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DEMO": "1",
        "PORT": str(port),
        "SECRET_KEY": SECRET_KEY,
        "FIELD_KEY": FIELD_KEY,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:create_app()"]
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT
        )
    server = Server(port, process, log, 1 if database_url.startswith("sqlite") else 2)
    try:
        server.wait_for("/health/live", SLOWEST_START_SECONDS)
        yield server
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
