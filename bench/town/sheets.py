"""All tables the town is written into, and the ids their rows will have."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.town.book_sheets import BookSheets
from bench.town.people_sheets import PeopleSheets
from bench.town.service_sheets import ServiceSheets
from bench.town.sheet import Sheet
from core.base import Base

BY_CODE = "qr"
"""How those came and went who scanned the code at the place."""


BLOCK = 1_000_000
"""So many ids of each table belong to one station: stations are written side by side."""


class Numbers:
    """The ids rows will have, table by table: from `first` on, or after the last there is."""

    def __init__(self, session: Session, first: int = 0) -> None:
        self.session, self.first = session, first
        self.counting: dict[type[Base], Iterator[int]] = {}

    def next(self, model: type[Base]) -> int:
        """Return the next id of a table."""
        if model not in self.counting:
            self.counting[model] = itertools.count(self.first or self._after_the_last(model))
        return next(self.counting[model])

    def _after_the_last(self, model: type[Base]) -> int:
        return (self.session.scalar(select(func.max(model.__table__.c.id))) or 0) + 1


class Sheets(PeopleSheets, ServiceSheets, BookSheets):
    """One sheet a table. `in_order`: what others point at comes first."""

    def __init__(self, numbers: Numbers) -> None:
        self.next = numbers.next
        self._of_people()
        self._of_service()
        self._of_notices()
        self._of_books()
        self._of_goods()

    def in_order(self) -> list[Sheet]:
        """Return all sheets so that no row comes before one it points at."""
        return [each for each in vars(self).values() if isinstance(each, Sheet)]
