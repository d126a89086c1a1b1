"""Reads of imports: the batches of a community, and the shown rows of one, opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import SQLColumnExpression, String, cast, select
from sqlalchemy.orm import Session

from accounts.models import Person
from core.masking import name_for_staff, numbers_covered
from core.paging import Order, Page, Sort, Turn, count_of, page_of, turned
from core.tenancy import row_in
from teams.imports.models import ImportBatch, ImportRow, ImportRowState, ImportState
from teams.imports.rules import import_rows
from teams.imports.rules.import_rows import ShownRow
from teams.members.models import Community

AT_ONCE = 20
MOST_FOLLOWING = 5
SORTS: dict[str, SQLColumnExpression[object] | None] = {
    "made": None,
    "file": ImportBatch.file_name,
    "kind": ImportBatch.kind,
    "state": cast(ImportBatch.state, String),
    "added": ImportBatch.rows_added,
}
"""What the list of imports can be sorted by."""

_LEFT = ImportBatch.counts["refused"].as_integer()

SUBJECTS = frozenset({"name", "title"})


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """One shown row as the page prints it."""

    id: int
    number: int
    same_as_row: int | None
    told: ShownRow

    @property
    def subject(self) -> str:
        """Return whom or what the row is about, as its sheet names it."""
        named = (cell.text for cell in self.told.cells if cell.column in SUBJECTS)
        return next(named, "")

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return the filled cells, heading and text, with long numbers covered."""
        return [(cell.heading, numbers_covered(cell.text)) for cell in self.told.cells if cell.text]


@dataclass(frozen=True, slots=True)
class BatchFilter:
    """Which imports are wanted: words of the file's name, one kind, with rows left outside."""

    words: str = ""
    kind: str = ""
    has_left: bool = False


def batches(
    session: Session, community: Community, wanted: BatchFilter, at: Turn, sort: Sort
) -> tuple[Page[ImportBatch], int]:
    """Return a page of the imports that were not dropped, and how many there are."""
    asked = select(ImportBatch).where(
        ImportBatch.community_id == community.id, ImportBatch.state != ImportState.DROPPED
    )
    if wanted.words.strip():
        words = wanted.words.strip()
        asked = asked.where(ImportBatch.file_name.contains(words, autoescape=True))
    if wanted.kind:
        asked = asked.where(ImportBatch.kind == wanted.kind)
    if wanted.has_left:
        asked = asked.where(_LEFT > 0)
    order = Order(ImportBatch.id, SORTS[sort.name], is_down=sort.is_down)
    found = turned(session, asked, order, at, AT_ONCE)
    return found.showing([row[0] for row in found.rows]), count_of(session, asked)


def following(
    session: Session, community: Community, kinds: Sequence[str], since: datetime
) -> Sequence[ImportBatch]:
    """Return the newest imports of `kinds` with rows left outside, uploaded after `since`."""
    return session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.community_id == community.id,
            ImportBatch.kind.in_(kinds),
            ImportBatch.state != ImportState.DROPPED,
            ImportBatch.made_at > since,
            _LEFT > 0,
        )
        .order_by(ImportBatch.id.desc())
        .limit(MOST_FOLLOWING)
    ).all()


def batch_shown(session: Session, community: Community, batch_id: int) -> ImportBatch:
    """Return one import of the community. Raises NotFound, for a dropped one too."""
    kept = ImportBatch.state != ImportState.DROPPED
    return row_in(session, ImportBatch, community.id, batch_id, kept)


def rows_of(
    session: Session, batch: ImportBatch, state: ImportRowState, after_id: int
) -> tuple[list[OpenedRow], int | None]:
    """Return 20 shown rows of one sort, in order, and where the next page begins."""
    found = session.scalars(
        select(ImportRow)
        .where(
            ImportRow.community_id == batch.community_id,
            ImportRow.batch_id == batch.id,
            ImportRow.state == state,
            ImportRow.id > after_id,
        )
        .order_by(ImportRow.id)
        .limit(AT_ONCE + 1)
    ).all()
    rows, following = page_of(found, AT_ONCE)
    shown = [
        OpenedRow(row.id, row.row_number, row.same_as_row, import_rows.opened(row)) for row in rows
    ]
    return shown, following


def names_of(session: Session, batch: ImportBatch) -> dict[int, str]:
    """Return the names of those who had a hand in a batch, by id."""
    ids = {batch.made_by_id, batch.submitted_by_id, batch.approved_by_id} - {None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row[0]: name_for_staff(row[1]) for row in rows}
