"""How the real server stands a crowd: signing in, then pressing one shift, many at once.

Run: python -m bench.crowd [clients rounds]. SQLite in a new file unless DATABASE_URL names another
empty database with the newest schema. Prints answers a second, the median and the slowest answer,
and how many of each status, then how long a killed worker is away.
"""

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

from core import engine as engines
from core import keyring, migrating
from tests.conftest import FIELD_KEY
from tests.crowd.people import Answer, Phone, together
from tests.crowd.serving import Server, served
from tests.crowd.town import Crowd, a_crowd, tokens_of


def tell(what: str, answers: list[Answer], seconds: float) -> None:
    """Print one line about the answers to one kind of press."""
    times = sorted(each.seconds for each in answers)
    statuses = dict(sorted(Counter(each.status for each in answers).items()))
    print(
        f"{what:8} {len(answers) / seconds:6.0f}/s  p50 {median(times) * 1000:5.0f} ms  "
        f"slowest {times[-1] * 1000:5.0f} ms  {statuses}"
    )


def pressed(server: Server, crowd: Crowd, tokens: list[str], rounds: int) -> None:
    """Let everybody sign in `rounds` times, then press one shift once."""
    phones = [Phone(server.port) for _ in tokens]
    door = phones[0].get("/sign-in")
    typed = door.form("/sign-in")

    def enter(at: int) -> list[Answer]:
        phones[at].cookies |= phones[0].cookies
        who = {"login": crowd.numbers[at], "secret": crowd.pin}
        return [phones[at].post("/sign-in", typed | who) for _ in range(rounds)]

    began = time.monotonic()
    told = together([lambda at=at: enter(at) for at in range(len(tokens))])
    tell("sign-in", [each for several in told for each in several], time.monotonic() - began)
    _press_one_shift([Phone(server.port, {"wuse": each}) for each in tokens], crowd)


def _press_one_shift(phones: list[Phone], crowd: Crowd) -> None:
    there = f"shifts/{crowd.coming_id}/sign-ups"
    page = crowd.path(f"activities/{crowd.coming_activity_id}")
    forms = [phone.get(page).form(there) for phone in phones]
    pairs = list(zip(phones, forms, strict=True))
    began = time.monotonic()
    told = together([lambda p=p, f=f: p.post(crowd.path(there), f) for p, f in pairs])
    tell("sign-up", told, time.monotonic() - began)


def killed(server: Server) -> None:
    """Kill every worker and say how long nobody answered."""
    pids = server.worker_pids()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    print(f"killed   {len(pids)} workers, back after {server.wait_for('/sign-in', 60):.2f} s")


def main() -> None:
    """Build the town, start the server, let the crowd in."""
    clients, rounds = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (32, 8)
    keyring.use(FIELD_KEY)
    migrating.import_models()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/crowd.db"
        engine = engines.create(url.replace("postgresql://", "postgresql+psycopg://"))
        migrating.upgrade(engine)
        crowd = a_crowd(engine)
        tokens = tokens_of(engine, crowd, clients)
        engine.dispose()
        with served(str(engine.url.render_as_string(hide_password=False)), Path(folder)) as server:
            pressed(server, crowd, tokens, rounds)
            killed(server)


if __name__ == "__main__":
    main()
