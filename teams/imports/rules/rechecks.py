"""A kept workbook checked once more as it is: what is otherwise than at the check before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.workbook_check import Asked, Checked, Place, Record, Refused
from teams.authority.act import Act
from teams.imports.models import LEFT_OUT, ImportBatch, ImportRow
from teams.imports.rules import import_batches, import_rows, import_runs, imports
from teams.imports.rules.import_runs import ImportUnderway
from teams.imports.rules.imports import Draft, ImportRules

_Told = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a check found beside the one before: rows in order again, rows newly at fault.

    `more` is how many records more can come in than before, below nothing for fewer.
    """

    settled: tuple[Place, ...]
    risen: tuple[Place, ...]
    more: int
    is_same: bool


@dataclass(frozen=True, slots=True)
class Recheck(Generic[Record]):
    """What a kept file says when it is read again, and what of that is otherwise than before."""

    draft: Draft[Record]
    changed: Difference


def read(act: Act, rules: ImportRules[Record], batch: ImportBatch) -> Recheck[Record]:
    """Read the kept file of a batch again, and say what is otherwise now. Stores nothing.

    Raises ImportUnderway, NotFound, FileForgotten, in that order.
    """
    if import_runs.is_alive(act, batch):
        raise ImportUnderway
    draft = imports.read_again(act, rules, batch.id)
    return Recheck(draft, _difference(act.session, batch, draft))


def keep(act: Act, recheck: Recheck[Record]) -> None:
    """Store what the check found anew, if anything is; else nobody has touched the batch.

    So whoever only looks can still be its second person. Raises NotAllowed, Stale, in that order.
    """
    if not recheck.changed.is_same:
        import_batches.keep(act, recheck.draft)


def _difference(session: Session, batch: ImportBatch, draft: Draft[Record]) -> Difference:
    before, after = set(_kept(session, batch)), set(_found(draft.checked))
    had, have = _places(before), _places(after)
    counts = draft.counts()
    return Difference(
        settled=tuple(sorted(had - have)),
        risen=tuple(sorted(have - had)),
        more=_coming(counts) - _coming(batch.counts),
        is_same=before == after
        and all(batch.counts.get(name, 0) == figure for name, figure in counts.items()),
    )


def _coming(counts: dict[str, int]) -> int:
    return counts["new"] + counts.get("withdrawn", 0)


def _kept(session: Session, batch: ImportBatch) -> Iterator[_Told]:
    rows = session.scalars(
        select(ImportRow).where(
            ImportRow.community_id == batch.community_id,
            ImportRow.batch_id == batch.id,
            ImportRow.state.in_(LEFT_OUT),
        )
    )
    for row in rows:
        yield row.sheet, row.row_number, import_rows.opened(row).why


def _found(checked: Checked[Record]) -> Iterator[_Told]:
    aside = (asked for asked, _ in checked.aside)
    rows: list[Refused | Asked] = [*checked.refused, *checked.asked, *aside]
    for shown in rows:
        yield import_rows.plain_file_name(shown.sheet), shown.row, shown.why


def _places(told: set[_Told]) -> set[Place]:
    return {(sheet, row) for sheet, row, _ in told}
