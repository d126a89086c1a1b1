"""What is made once for a whole run, whichever worker comes first, and used by all of them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())


def memory() -> Path:
    """Where test databases lie: in memory, since a disk waits for every commit."""
    found = Path("/dev/shm")  # noqa: S108 - a file of our own is made inside
    return found if os.access(found, os.W_OK) else Path("/tmp")  # noqa: S108


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the file `name` of this run; the first who asks makes it, the others wait."""
    path = memory() / f"wuse-{RUN}-{name}"
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            half_made = path.with_name(f"{path.name}.part")
            make(half_made)
            half_made.rename(path)
    return path


def sweep_up() -> None:
    """Take away the files of this run."""
    for each in memory().glob(f"wuse-{RUN}-*"):
        each.unlink(missing_ok=True)
