"""The shown rows and mends of a batch, kept sealed: keys, plain file names, opened again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from core import bulk, keyring
from core.workbook_check import Asked, Checked, Place, Record, Refused, Remark, Repeated
from teams.imports.models import ImportBatch, ImportRow, ImportRowState

COME_IN = "come_in"
LEAVE_OUT = "leave_out"
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of a shown row: our column, its heading, what it says, whether it is at fault."""

    column: str
    heading: str
    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A shown row, opened: the sheet, the columns at fault, why, its cells, and a decision."""

    sheet: str
    column: str
    why: str
    cells: tuple[ShownCell, ...] = ()
    decision: str = ""


def sealed_key(kind: str, row_key: str) -> str:
    """Return what a row is known by when it comes again; its content cannot be guessed back."""
    return keyring.sealer().index(row_key, f"import:{kind}")


def plain_file_name(name: str) -> str:
    """Return a file name that can be stored and shown: visible characters, its extension kept."""
    visible = "".join(letter for letter in name if letter.isprintable()).strip()
    stem, _, extension = visible.rpartition(".")
    return f"{stem[-100:]}.{extension[:10]}" if stem else visible[:LONGEST_NAME]


def opened(row: ImportRow) -> ShownRow:
    """Open a shown row for the page or for a mend."""
    told = json.loads(keyring.sealer().open(row.sealed, _row_bound(row.batch_id)))
    wrong = set(told["column"].split("、"))
    cells = tuple(
        ShownCell(column, heading, text, heading in wrong)
        for column, heading, text in told["cells"]
    )
    return ShownRow(told["sheet"], told["column"], told["why"], cells, told["decision"])


def opened_mends(batch: ImportBatch) -> dict[Place, dict[str, str]]:
    """Open what people typed to mend a batch."""
    if batch.mends_sealed is None:
        return {}
    told = json.loads(keyring.sealer().open(batch.mends_sealed, _mends_bound(batch)))
    return {(sheet, row): texts for sheet, row, texts in told}


def sealed_mends(batch: ImportBatch, mends: Mapping[Place, Mapping[str, str]]) -> bytes | None:
    """Seal what people typed to mend a batch."""
    if not mends:
        return None
    told = [[sheet, row, dict(texts)] for (sheet, row), texts in mends.items()]
    return keyring.sealer().seal(json.dumps(told), _mends_bound(batch))


def write(session: Session, batch: ImportBatch, checked: Checked[Record]) -> None:
    """Replace the shown rows of `batch` by those of a new check."""
    session.execute(
        delete(ImportRow).where(
            ImportRow.community_id == batch.community_id, ImportRow.batch_id == batch.id
        )
    )
    bulk.write(session, insert(ImportRow), list(_rows(batch, checked)))


def _rows(batch: ImportBatch, checked: Checked[Record]) -> Iterator[dict[str, object]]:
    for refused in checked.refused:
        cells = _cells(checked, refused)
        told = ShownRow(refused.sheet, refused.column, refused.why, cells)
        yield _row(batch, ImportRowState.REFUSED, refused, told)
    for asked, held in zip(checked.asked, checked.held, strict=True):
        yield _asked(batch, checked, asked, held.row_key, "")
    for asked, held in checked.aside:
        yield _asked(batch, checked, asked, held.row_key, LEAVE_OUT)
    for repeated in checked.repeated:
        told = ShownRow(repeated.sheet, "、".join(repeated.differs), "")
        yield _row(batch, ImportRowState.REPEATED, repeated, told)
    for remark in checked.remarks:
        told = ShownRow(remark.sheet, remark.column, remark.why)
        yield _row(batch, ImportRowState.REMARK, remark, told)


def _asked(
    batch: ImportBatch, checked: Checked[Record], asked: Asked, row_key: str, decision: str
) -> dict[str, object]:
    told = ShownRow(asked.sheet, "", asked.why, _cells(checked, asked), decision)
    key = sealed_key(batch.kind, row_key)
    return {**_row(batch, ImportRowState.ASK, asked, told), "row_key": key}


def _cells(checked: Checked[Record], shown: Refused | Asked) -> tuple[ShownCell, ...]:
    """Return the cells of a line to be mended: its own, and those it is at fault for not having."""
    line = checked.lines[shown.sheet, shown.row]
    wrong = shown.column.split("、") if isinstance(shown, Refused) else []
    lacking = {
        column: usual
        for column, usual in line.usual.items()
        if column not in line.headings and usual in wrong
    }
    return tuple(
        ShownCell(column, heading, line.text(column), is_wrong=False)
        for column, heading in (*line.headings.items(), *lacking.items())
    )


def _row(
    batch: ImportBatch,
    state: ImportRowState,
    shown: Refused | Asked | Repeated | Remark,
    told: ShownRow,
) -> dict[str, object]:
    text = json.dumps(
        {
            "sheet": told.sheet,
            "column": told.column,
            "why": told.why,
            "cells": [[cell.column, cell.heading, cell.text] for cell in told.cells],
            "decision": told.decision,
        }
    )
    return {
        "community_id": batch.community_id,
        "batch_id": batch.id,
        "sheet": plain_file_name(shown.sheet),
        "row_number": shown.row,
        "state": state,
        "same_as_row": shown.same_as_row if isinstance(shown, Repeated) else None,
        "sealed": keyring.sealer().seal(text, _row_bound(batch.id)),
        "row_key": "",
    }


def _row_bound(batch_id: int) -> str:
    return f"import_row:{batch_id}"


def _mends_bound(batch: ImportBatch) -> str:
    return f"import_mends:{batch.id}"
