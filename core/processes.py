"""Which process does a piece of work, so that one that was killed is known to be gone at once."""

import os
import socket
from pathlib import Path


def own_name() -> str:
    """Return a name for this process that no later one of this machine bears."""
    return f"{socket.gethostname()[:60]}/{os.getpid()}/{_began(os.getpid())}"


def is_gone(name: str) -> bool:
    """Tell whether the named process is surely over.

    False for one of another machine, and where this machine does not tell when processes began.
    """
    machine, _, rest = name.rpartition("/")[0].rpartition("/")
    began = name.rpartition("/")[2]
    if machine != socket.gethostname()[:60] or not (rest.isdecimal() and began):
        return False
    return _began(int(rest)) != began


def _began(process_id: int) -> str:
    """Return when a process began, in ticks since the machine started; "" if nobody tells."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
