"""The web server and the upkeep run together, and each is started again when it dies."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def soon(what: Callable[[], Any]) -> Any:
    """Wait until `what` says something; no test of ours says how fast."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


class Served:
    """The program as `make serve` runs it, on a database of its own."""

    def __init__(self, empty: Path, folder: Path) -> None:
        shutil.copy(empty, folder / "wuse.db")
        self.port = free_port()
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder / 'wuse.db'}",
            "SECRET_KEY": "s" * 32,
            "FIELD_KEY": "f" * 32,
            "PUBLIC_URL": "https://wuse.example.cn",
            "PORT": str(self.port),
            "DEMO": "0",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "core.serving"],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )

    def child(self, word: str) -> int | None:
        """Return the process number of the child whose command holds `word`."""
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes().decode()
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and word in command:
                return int(entry.name)
        return None

    def answers(self) -> bool:
        """Say whether the web server answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False


@pytest.fixture(scope="session")
def empty(templates: dict[str, str]) -> Path:
    """A database with the newest schema, to be copied."""
    return Path(str(make_url(templates["sqlite"]).database)).with_name("template.db")


@pytest.fixture(scope="module")
def served(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    running = Served(empty, tmp_path_factory.mktemp("served"))
    try:
        soon(running.answers)
        yield running
    finally:
        running.process.terminate()
        running.process.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize("word", ["gunicorn", "upkeep"])
def test_what_is_killed_is_started_again_alone(served, word):
    other = {"gunicorn": "upkeep", "upkeep": "gunicorn"}[word]
    before, untouched = soon(lambda: served.child(word)), soon(lambda: served.child(other))

    os.kill(before, signal.SIGKILL)
    after = soon(lambda: (now := served.child(word)) and now != before and now)

    assert after != before
    assert served.child(other) == untouched
    assert soon(served.answers)


def test_what_was_told_to_stop_leaves_nobody_behind(empty, tmp_path):
    running = Served(empty, tmp_path)
    soon(running.answers)
    children = [soon(lambda word=word: running.child(word)) for word in ("gunicorn", "upkeep")]

    running.process.terminate()

    assert running.process.wait(PATIENCE_SECONDS) == 0
    assert not any(Path(f"/proc/{number}").exists() for number in children)


def test_when_it_is_killed_itself_nobody_is_left_behind(empty, tmp_path):
    running = Served(empty, tmp_path)
    soon(running.answers)
    children = [soon(lambda word=word: running.child(word)) for word in ("gunicorn", "upkeep")]

    running.process.kill()
    running.process.wait()

    assert soon(lambda: not any(Path(f"/proc/{number}").exists() for number in children))


def test_a_port_that_is_taken_ends_the_start(served):
    second = subprocess.run(
        [sys.executable, "-m", "core.serving"],
        cwd=ROOT,
        env=served.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert second.returncode != 0
    assert "Address already in use" in second.stderr
