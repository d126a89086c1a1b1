"""A steady load: a few people who go on asking, whatever comes back, and what they noted."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.crowd.people import Answer

PAUSE_SECONDS = 0.15
Ask = Callable[[], Answer]


@dataclass(frozen=True, slots=True)
class Noted:
    """One answer: what was asked, when, and what came."""

    kind: str
    began: float
    answer: Answer

    @property
    def ended(self) -> float:
        """When it came."""
        return self.began + self.answer.seconds


@dataclass
class Load:
    """Everything that was answered so far, or broke off."""

    noted: list[Noted] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def of(self, *kinds: str, since: float = 0.0, until: float = float("inf")) -> list[Noted]:
        """What was asked after `since` and answered before `until`."""
        return [
            each
            for each in self.noted
            if each.kind in kinds and each.began >= since and each.ended <= until
        ]

    def keep_asking(self, kind: str, ask: Ask) -> None:
        """Ask until told to stop."""
        while not self._stop.wait(PAUSE_SECONDS):
            began = time.monotonic()
            try:
                self.noted.append(Noted(kind, began, ask()))
            except OSError as failure:
                self.broken.append(f"{kind}: {failure!r}")


@contextmanager
def under_load(asks: dict[str, Ask], each: int = 2) -> Iterator[Load]:
    """Let `each` people ask each question over and over while the block runs."""
    load = Load()
    threads = [
        threading.Thread(target=load.keep_asking, args=(kind, ask))
        for (kind, ask), _ in itertools.product(asks.items(), range(each))
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load._stop.set()
        for thread in threads:
            thread.join()
