"""Work that outlasts its request: a thread of the same program, which may be lost in a crash."""

import logging
import threading
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app
from werkzeug.local import LocalProxy

from core.engine import BACKGROUND

log = logging.getLogger("wuse")
_running: set[threading.Thread] = set()
_turns = threading.BoundedSemaphore(BACKGROUND)


def start(work: Callable[[], None]) -> None:
    """Begin `work` after the answer has gone; what it raises is logged and shown to nobody.

    Works take turns, since each needs a connection beside those of the requests.
    Only for work that a crash may interrupt without harm: one transaction, or safe to repeat.
    """
    app = cast("LocalProxy[Flask]", current_app)._get_current_object()
    thread = threading.Thread(target=_inside, args=(app, work), daemon=True)
    _running.add(thread)
    thread.start()


def _inside(app: Flask, work: Callable[[], None]) -> None:
    try:
        with _turns, app.app_context():
            work()
    except Exception:
        log.exception("work in the background ended early")
    finally:
        _running.discard(threading.current_thread())


def wait() -> None:
    """Wait until all background work is over; for tests and an orderly end."""
    for thread in list(_running):
        if thread.ident is not None:
            thread.join()
