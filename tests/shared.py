"""What is made once for a whole run, whichever worker comes first, and used by all of them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

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


class _Compiled(BytecodeCache):
    """The templates as one program of this worker compiled them, for the others."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if f"{bucket.key}{bucket.checksum}" in self.kept:
            bucket.bytecode_from_string(self.kept[f"{bucket.key}{bucket.checksum}"])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[f"{bucket.key}{bucket.checksum}"] = bucket.bytecode_to_string()


TEMPLATES = _Compiled()
