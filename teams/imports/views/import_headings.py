"""对一对列: what each heading of a workbook means, asked where it is not known."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from core import clock, room
from core.db import db, run
from core.errors import RuleError
from core.masking import numbers_covered
from core.workbook_check import Record
from core.workbook_headings import Heading, lessons
from teams.authority.act import Act
from teams.authority.rules import Authority
from teams.gate import authority, community
from teams.imports.forms import columns_sent
from teams.imports.models import ImportBatch
from teams.imports.rules import import_batches, import_headings, imports
from teams.imports.rules.import_headings import Lesson
from teams.imports.rules.imports import Draft, ImportRules


def ask(rules: ImportRules[Record], batch_id: int) -> ResponseReturnValue:
    """Show every heading of the kept file with its first values and what it may mean."""
    batch = imports.batch_in(db.session(), community().id, batch_id, rules.kind)
    shown = imports.headings_of(db.session(), rules, community(), batch_id)
    return _page(rules, batch, shown, [one.guess for one in shown], None)


def teach(rules: ImportRules[Record], batch_id: int) -> ResponseReturnValue:
    """Check the kept file again by what was chosen, and remember it for the community.

    A choice by which the file still cannot be read stays on the page, and nothing is kept of it.
    """
    now, by, here = clock.now(), authority(), community()
    batch = imports.batch_in(db.session(), here.id, batch_id, rules.kind)
    shown = imports.headings_of(db.session(), rules, here, batch_id)
    chosen = columns_sent(rules.layout, len(shown))
    lesson = Lesson(rules.layout, shown, lessons(shown, chosen, rules.layout))
    draft = imports.read_taught(
        Act(db.session(), now, community=here), rules, batch_id, lesson.taught
    )
    if draft.unsure is not None:
        return _page(rules, batch, shown, chosen, draft.unsure), 400
    run(lambda session: _keep(session, draft, lesson, by, now))
    flash(gettext("对好了，下次同样的列自动认得。"))
    return redirect(url_for("teams.import_batch", batch_id=batch_id), 303)


def _keep(
    session: Session, draft: Draft[Record], lesson: Lesson, by: Authority, now: datetime
) -> None:
    batch_id = import_batches.keep(Act(session, now, by=by), draft)
    import_headings.teach(Act(session, now, by=by), session.get_one(ImportBatch, batch_id), lesson)


def _page(
    rules: ImportRules[Record],
    batch: ImportBatch,
    shown: Sequence[Heading],
    chosen: Sequence[str],
    refusal: RuleError | None,
) -> str:
    samples = [[numbers_covered(text) for text in heading.samples] for heading in shown]
    return render_template(
        "teams/imports/import_headings.html",
        batch=batch,
        rows=list(zip(shown, samples, chosen, strict=True)),
        columns=[(column, rules.layout.usual(column)) for column in rules.layout.columns],
        required=[rules.layout.usual(column) for column in rules.layout.required],
        url=url_for(f".teach_{rules.kind}", batch_id=batch.id),
        refusal=refusal,
        book=room.workbooks()[batch.kind],
    )
