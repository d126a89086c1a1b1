"""Pages of a list: the key of the next in an address, one cut off, turned both ways, sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, TypeVar, TypeVarTuple

from flask import request
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_
from sqlalchemy import Row as Found
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.addresses import address

Row = TypeVar("Row")
Other = TypeVar("Other")
RowKey = TypeVar("RowKey", int, str)
Columns = TypeVarTuple("Columns")

LARGEST_KEY = 2**63 - 1
LONGEST_KEY = len(str(LARGEST_KEY))
DOWN = "-"
"""Stands before the name of a column in an address that is sorted from the end."""


def row_number(typed: str) -> int | None:
    """Return the number of a row, None for what can be none: ASCII digits, 0 to 2^63 − 1."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY):
        return None
    number = int(typed)
    return number if number <= LARGEST_KEY else None


def page_key(name: str = "after") -> int | None:
    """Return the key asked for under `name` in the address; what is no key is the first page."""
    return row_number(request.args.get(name, ""))


def page_of(
    found: Sequence[Row], size: int, key: Callable[[Row], RowKey] = attrgetter("id")
) -> tuple[list[Row], RowKey | None]:
    """Return the first `size` rows and the key of the next page, None when this is the last.

    found: a page and one row more, if there is one; the key is that of the last row shown.
    """
    shown = list(found[:size])
    return shown, key(shown[-1]) if len(found) > size else None


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page is asked for: what follows one row, what stands before one, or the first."""

    after: int | None = None
    before: int | None = None

    @property
    def key(self) -> int | None:
        """Return the row it is told by."""
        return self.after if self.after is not None else self.before


def turn() -> Turn:
    """Return the page asked for in the address; what is no key is the first."""
    return Turn(page_key("after"), page_key("before"))


@dataclass(frozen=True, slots=True)
class Order:
    """In which order a list stands: by `column`, never null, then by `key`, the id of its rows."""

    key: InstrumentedAttribute[int]
    column: SQLColumnExpression[object] | None = None
    is_down: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `earlier` and `later` are the rows the pages beside it are told by."""

    rows: list[Row]
    earlier: int | None = None
    later: int | None = None

    def showing(self, rows: list[Other]) -> "Page[Other]":
        """Return the same page with its rows as they are shown."""
        return Page(rows, self.earlier, self.later)

    def urls(self, endpoint: str, kept: Mapping[str, object]) -> tuple[str | None, str | None]:
        """Return the addresses of the page before and the page after; None where there is none."""
        return (
            None if self.earlier is None else address(endpoint, {**kept, "before": self.earlier}),
            None if self.later is None else address(endpoint, {**kept, "after": self.later}),
        )


def turned(
    session: Session, asked: Select[*Columns], by: Order, at: Turn, size: int
) -> Page[Found[*Columns]]:
    """Return one page of what `asked` finds, whose rows begin with a model that has an id.

    A row that is gone, or no longer found, begins at the first page again.
    """
    begins = _begins(session, asked, by, at)
    if begins is None:
        at = Turn()
    is_back = at.after is None and at.before is not None
    goes_down = by.is_down != is_back
    if begins is not None:
        asked = asked.where(_beyond(by, begins, goes_down=goes_down))
    columns = [by.key] if by.column is None else [by.column, by.key]
    asked = asked.order_by(*(each.desc() if goes_down else each for each in columns))
    found = list(session.execute(asked.limit(size + 1)).unique())
    has_more, shown = len(found) > size, found[:size]
    if is_back:
        shown.reverse()
    has_earlier, has_later = (has_more, True) if is_back else (begins is not None, has_more)
    first, last = (_id_of(shown[0]), _id_of(shown[-1])) if shown else (None, None)
    return Page(shown, first if has_earlier else None, last if has_later else None)


def _id_of(row: Sequence[object]) -> int:
    number: int = attrgetter("id")(row[0])
    return number


def _begins(
    session: Session, asked: Select[*Columns], by: Order, at: Turn
) -> tuple[object, int] | None:
    """Return what the row a page is told by stands at: its value in the order, and its id."""
    if at.key is None:
        return None
    if by.column is None:
        return None, at.key
    told = session.execute(asked.with_only_columns(by.column).where(by.key == at.key)).first()
    return None if told is None else (told[0], at.key)


def _beyond(by: Order, begins: tuple[object, int], *, goes_down: bool) -> ColumnElement[bool]:
    value, key = begins
    is_further = by.key < key if goes_down else by.key > key
    if by.column is None:
        return is_further
    is_beyond = by.column < value if goes_down else by.column > value
    return or_(is_beyond, and_(by.column == value, is_further))


def count_of(session: Session, asked: Select[*Columns]) -> int:
    """Return how many rows `asked` finds."""
    inner = asked.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    return session.scalar(inner) or 0


@dataclass(frozen=True, slots=True)
class SortLink:
    """The head of a column: where it sorts by this column, and how it is sorted by it now."""

    url: str
    direction: str | None


@dataclass(frozen=True, slots=True)
class Sort:
    """By which of its columns a list is sorted, and whether from its end."""

    name: str
    is_down: bool = False


def sorted_by(names: Sequence[str]) -> Sort:
    """Return how the address sorts, else by the first of `names`; DOWN stands before one."""
    typed = request.args.get("sort", "")
    name = typed.removeprefix(DOWN)
    known = {each.removeprefix(DOWN) for each in names}
    if name not in known:
        typed, name = names[0], names[0].removeprefix(DOWN)
    return Sort(name, typed.startswith(DOWN))


def sort_links(
    endpoint: str, names: Sequence[str], kept: Mapping[str, object]
) -> dict[str, SortLink]:
    """Return the heads of the columns one can sort by; pressed again, a column turns round."""
    now = sorted_by(names)
    links = {}
    for name in (each.removeprefix(DOWN) for each in names):
        is_now = name == now.name
        word = f"{DOWN}{name}" if is_now and not now.is_down else name
        direction = ("descending" if now.is_down else "ascending") if is_now else None
        links[name] = SortLink(address(endpoint, {**kept, "sort": word}), direction)
    return links
