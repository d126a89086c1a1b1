"""`make serve` and `make run`: the web server with the upkeep beside it, each restarted alone."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

PR_SET_PDEATHSIG = 1
WEB = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:create_app()"]
UPKEEP = [sys.executable, "-m", "flask", "--app", "app", "upkeep"]
SOON_SECONDS = 15
PORT_PATIENCE_SECONDS = 5
"""The server before us may still be ending and hold the port."""

LONGEST_WAIT_SECONDS = 30
GRACE_SECONDS = 35
LOOK_EVERY_SECONDS = 0.2


@dataclass
class Child:
    """One process that is kept running; how long to wait before it is started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait_seconds: float = 0.0
    starts: int = 0

    def start(self) -> None:
        """Start it, with a group of its own so that Ctrl+C reaches it through us alone."""
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - one thread
        )
        self.started_at = time.monotonic()
        self.starts += 1

    def look_after(self) -> int | None:
        """Start it again when it has died and has waited; return its code when it never came up.

        A web server that ends soon after its first start is not tried for ever; one that was killed
        is.
        """
        code = self.process.poll() if self.process is not None else None
        if code is None:
            return None
        lived = time.monotonic() - self.started_at
        if self.starts == 1 and lived < SOON_SECONDS and code >= 0:
            return code or 1
        if lived < self.wait_seconds:
            return None
        _say(f"{self.name} ended with {code}; it is started again")
        is_quick = lived < self.wait_seconds + SOON_SECONDS
        self.wait_seconds = min(LONGEST_WAIT_SECONDS, 2 * self.wait_seconds + 1) if is_quick else 0
        self.start()
        return None

    def stop(self) -> None:
        """Ask it to end and finish what it took."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        """Wait for its end, and end it the hard way after `until`."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _end_with_parent() -> None:
    """Let the kernel end this child when we are killed, so that nothing keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class _Stopped(BaseException):
    """Somebody asked us to stop."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stopped


def main() -> int:
    """Keep the web server and the upkeep running until told to stop; return the exit code."""
    children = [Child("the web server", WEB)]
    if os.environ.get("READ_ONLY", "0") != "1":
        children.append(Child("the upkeep", UPKEEP))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        if _is_port_taken():
            return 1
        return _keep(children)
    except _Stopped:
        return 0
    finally:
        _end(children)


def _is_port_taken() -> bool:
    """Say so when another program still holds our port after a short wait.

    The web server would say it too, but on a busy machine so late that it looks like one that had
    been up and died, and would be started again for ever.
    """
    port = int(os.environ.get("PORT", "8000"))
    until = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError as refused:
                if refused.errno != errno.EADDRINUSE:
                    return False
            else:
                return False
        if time.monotonic() >= until:
            _say(f"Address already in use: 127.0.0.1:{port}. Choose another with PORT=…")
            return True
        time.sleep(LOOK_EVERY_SECONDS)


def _keep(children: list[Child]) -> int:
    for child in children:
        child.start()
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        for child in children:
            code = child.look_after()
            if code is not None:
                return code


def _end(children: list[Child]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.stop()
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.wait(until)


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
