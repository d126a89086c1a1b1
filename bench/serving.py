"""A web server in processes of its own on a free port, as `make serve` starts it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = Path(os.environ.get("BENCH_HOME") or ROOT / "instance" / "bench")
"""Where towns and figures are kept between runs."""

LOG = HOME / "server.log"
SECRET_KEY, FIELD_KEY = "bench-secret-key-" + "0" * 32, "bench-field-key-" + "0" * 32
PUBLIC_URL = "https://bench.example"
SLOWEST_START_SECONDS = 60
PRODUCT = ("--config", "gunicorn.conf.py", "app:create_app()")
FLOOR = (
    *("--config", "python:bench.floor"),
    *("-k", "gthread", "--threads", "4", "-w", "2", "--no-control-socket"),
)
"""The same workers and threads as `gunicorn.conf.py` gives the product on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, and the process above its workers."""

    port: int
    pid: int


def settings(database_url: str) -> dict[str, str]:
    """Return the environment of the product in production."""
    HOME.mkdir(parents=True, exist_ok=True)
    return {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "FIELD_KEY": FIELD_KEY,
        "PUBLIC_URL": PUBLIC_URL,
        "DEMO": "0",
        "LOG_FILE": str(LOG),
    }


@contextmanager
def served(
    arguments: Sequence[str], environment: Mapping[str, str], ready: str
) -> Iterator[Server]:
    """Start gunicorn with these arguments, wait until `ready` answers 200, stop it at the end."""
    port = _free_port()
    around = os.environ | dict(environment) | {"PORT": str(port)}
    bound = () if "gunicorn.conf.py" in arguments else ("-b", f"127.0.0.1:{port}")
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "gunicorn", *bound, *arguments],
        cwd=ROOT,
        env=around,
        stdout=subprocess.DEVNULL,
        stderr=(HOME / "gunicorn.log").open("ab"),
        start_new_session=True,
    )
    try:
        _wait(port, ready, process)
        yield Server(port, process.pid)
    finally:
        _stop(process)


def _free_port() -> int:
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SLOWEST_START_SECONDS
    while not _answers(port, path):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the server did not come up")
        time.sleep(0.1)


def _answers(port: int, path: str) -> bool:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
            line.request("GET", path)
            return line.getresponse().status == 200
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
