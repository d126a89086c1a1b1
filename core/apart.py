"""A file looked at by a process of its own, so that no file can take the server along.

The process is a module of ours started as a program, never forked from a server of many threads.
It reads the file from its standard input, answers on its standard output, gets no secret, bounds
its own memory and processor time before it looks, and dies with whoever asked.
"""

import contextlib
import ctypes
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from core.errors import Unavailable

ROOT = Path(__file__).parent.parent
_DIE_WITH_PARENT = 1


@dataclass(frozen=True, slots=True)
class Bounds:
    """What looking at one file may cost; `seconds` are those of a clock on the wall."""

    memory_bytes: int
    processor_seconds: int
    seconds: int
    answer_bytes: int


def look(module: str, argument: str, content: bytes, bounds: Bounds) -> bytes | None:
    """Return what `module` answers about a file; None where it cost more than the bounds.

    Raises Unavailable when the machine cannot start it.
    """
    command = [sys.executable, "-m", module, argument.replace("\0", "")]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            timeout=bounds.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    except OSError as unable:
        raise Unavailable from unable
    if done.returncode or len(done.stdout) > bounds.answer_bytes:
        return None
    return done.stdout


def bind(bounds: Bounds) -> None:
    """Bound this process, and let it end with its parent where the system knows how."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory_bytes),
        (resource.RLIMIT_CPU, bounds.processor_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
