"""Checking and running workbooks in tests, as a page or the command line would."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.authority.rules import Authority
from teams.imports.models import ImportBatch, ImportRow, ImportRowState
from teams.imports.rules import import_batches, import_runs, imports
from teams.imports.rules.imports import Change, ImportRules, Upload
from teams.members.models import Community
from tests.builders import NOW
from tests.workbook_builders import WORKBOOKS, workbook

LATER = datetime.fromisoformat("2026-11-21T02:00:00+00:00")
"""The day the three workbooks were made for, 10:00 in Shanghai."""


def the_file(name: str) -> Upload:
    return Upload(name, (WORKBOOKS / name).read_bytes())


def a_file(
    headings: list[str], *rows: dict[str, Any], name: str = "某表.xlsx", **given: Any
) -> Upload:
    """A workbook of one sheet with these headings and rows."""
    title = given.pop("title", None)
    lines = ([[title]] if title else []) + [headings]
    lines += [[row.get(heading, "") for heading in headings] for row in rows]
    return Upload(name, workbook(*lines, **given))


def check(
    session: Session,
    rules: ImportRules[Any],
    community: Community,
    upload: Upload,
    by: Authority | None = None,
    now: datetime = LATER,
) -> ImportBatch:
    """Check a file and keep its batch."""
    draft = imports.read(Act(session, now, community=community), rules, upload)
    return session.get_one(ImportBatch, import_batches.keep(Act(session, now, by=by), draft))


def change(
    session: Session,
    rules: ImportRules[Any],
    batch: ImportBatch,
    changed: Change,
    by: Authority | None = None,
) -> ImportBatch:
    """Mend or decide one shown row."""
    community = session.get_one(Community, batch.community_id)
    draft = imports.read_again(Act(session, LATER, community=community), rules, batch.id, changed)
    return session.get_one(ImportBatch, import_batches.keep(Act(session, LATER, by=by), draft))


def run_batch(
    session: Session,
    rules: ImportRules[Any],
    batch: ImportBatch,
    by: Authority | None = None,
    **given: Any,
) -> int:
    """Run a kept batch."""
    community = session.get_one(Community, batch.community_id)
    draft = imports.read_again(Act(session, LATER, community=community), rules, batch.id)
    return import_runs.run_draft(Act(session, LATER, by=by), draft, **given)


__all__ = ["LATER", "NOW", "a_file", "change", "check", "run_batch", "the_file"]


def only_row_id(session, state=ImportRowState.REFUSED):
    session.expire_all()
    found = session.scalars(select(ImportRow.id).where(ImportRow.state == state)).one()
    session.rollback()
    return found


def without_token(fields):
    """The fields of a form as shown; the reader adds a token of its own."""
    return {name: value for name, value in fields.items() if name != "csrf_token"}
