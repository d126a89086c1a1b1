"""The acts of the import page, the same for every kind; each room gives them its rules."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import Generic

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core import background, clock
from core.db import db, run
from core.errors import RuleError
from core.workbook_check import Place, Record
from teams.authority.act import Act
from teams.gate import authority, community
from teams.imports.forms import change_sent, uploaded
from teams.imports.models import ImportBatch, ImportRowState, ImportState
from teams.imports.rules import import_batches, import_runs, imports, rechecks
from teams.imports.rules.imports import Draft, ImportRules
from teams.imports.rules.rechecks import Difference
from teams.members.models import Community

MOST_PLACES = 5
"""Rows named one by one when a check tells what is otherwise now."""

LONGEST_IN_REQUEST = 500
"""Rows that come in while the reader waits; more come in behind, and the page tells how far."""


def check(rules: ImportRules[Record]) -> ResponseReturnValue:
    """Check the file that was sent, keep the answer and show it, or ask about its headings."""
    now, by = clock.now(), authority()
    draft = imports.read(Act(db.session(), now, community=community()), rules, uploaded())
    batch_id = run(lambda session: import_batches.keep(Act(session, now, by=by), draft))
    if draft.unsure is not None:
        return redirect(url_for(f".headings_{rules.kind}", batch_id=batch_id), 303)
    return redirect(url_for("teams.import_batch", batch_id=batch_id), 303)


def mend(rules: ImportRules[Record], batch_id: int, row_id: int) -> ResponseReturnValue:
    """Check a kept workbook again with what was typed into one row, or decided about it."""
    now, by, change = clock.now(), authority(), change_sent(row_id)
    batch = imports.batch_in(db.session(), community().id, batch_id, rules.kind)
    before = _unsettled(batch)
    draft = imports.read_again(
        Act(db.session(), now, community=community()), rules, batch_id, change
    )
    run(lambda session: import_batches.keep(Act(session, now, by=by), draft))
    if change.texts and _unsettled(draft) >= before:
        flash(gettext("这一行还有要改的地方，您填的字留着，请看原因。"), "wait")
    show = ImportRowState.ASK if change.decision else ImportRowState.REFUSED
    return redirect(url_for("teams.import_batch", batch_id=batch_id, show=show), 303)


def check_again(rules: ImportRules[Record], batch_id: int) -> ResponseReturnValue:
    """Check a kept workbook once more as it is, and tell what changed."""
    now, by, here = clock.now(), authority(), community()
    batch = imports.batch_in(db.session(), here.id, batch_id, rules.kind)
    was_handed_in = batch.state is ImportState.SUBMITTED
    recheck = rechecks.read(Act(db.session(), now, community=here), rules, batch)
    changed = recheck.changed
    run(lambda session: rechecks.keep(Act(session, now, by=by), recheck))
    if recheck.draft.unsure is not None:
        return redirect(url_for(f".headings_{rules.kind}", batch_id=batch_id), 303)
    for words in _changes(changed):
        flash(words, "wait" if changed.risen else "success")
    if was_handed_in and not changed.is_same:
        flash(gettext("这份表变了，从审核里拿回来了，请看过再提交一次。"), "wait")
    return redirect(url_for("teams.import_batch", batch_id=batch_id), 303)


def _changes(changed: Difference) -> list[str]:
    """Say what a check found that the one before had not."""
    if changed.is_same:
        return [gettext("又查了一遍，和上次一样。")]
    told = []
    if changed.settled:
        rows, count = _named(changed.settled), len(changed.settled)
        told.append(
            ngettext("%(num)s 行好了：%(rows)s。", "%(num)s 行好了：%(rows)s。", count, rows=rows)
        )
    if changed.risen:
        rows, count = _named(changed.risen), len(changed.risen)
        told.append(
            ngettext(
                "%(num)s 行新有问题：%(rows)s。", "%(num)s 行新有问题：%(rows)s。", count, rows=rows
            )
        )
    more, fewer = changed.more, -changed.more
    if more > 0:
        told.append(ngettext("能新增的多了 %(num)s 条。", "能新增的多了 %(num)s 条。", more))
    elif fewer > 0:
        told.append(ngettext("能新增的少了 %(num)s 条。", "能新增的少了 %(num)s 条。", fewer))
    return told or [gettext("又查了一遍，有的行原因变了，请看一看。")]


def _named(places: Sequence[Place]) -> str:
    """Name the first of some rows, and say when there are more."""
    first = "、".join(
        gettext("%(sheet)s 第 %(row)s 行", sheet=sheet, row=row)
        for sheet, row in places[:MOST_PLACES]
    )
    return first if len(places) <= MOST_PLACES else gettext("%(rows)s 等", rows=first)


def _unsettled(shown: ImportBatch | Draft[Record]) -> int:
    counts = shown.counts if isinstance(shown, ImportBatch) else shown.checked.figures()
    return int(counts["refused"] + counts["ask"])


def run_batch(rules: ImportRules[Record], batch_id: int) -> ResponseReturnValue:
    """Bring in what a workbook was accepted for: at once, or behind the page when it is much."""
    now, here = clock.now(), community()
    batch = imports.batch_in(db.session(), here.id, batch_id, rules.kind)
    link = url_for("teams.import_batch", batch_id=batch_id)
    job = _Job(rules, here.id, batch_id, link)
    if batch.counts["new"] <= LONGEST_IN_REQUEST:
        added = job.run()
        flash(ngettext("导入好了，新增 %(num)s 条。", "导入好了，新增 %(num)s 条。", added))
    else:
        run(
            lambda session: import_runs.start(
                Act(session, now), session.get_one(ImportBatch, batch_id)
            )
        )
        background.start(job.run_and_tell)
    return redirect(link, 303)


def submit(rules: ImportRules[Record], batch_id: int, words: str) -> ResponseReturnValue:
    """Hand a checked workbook in to who may bring it in, and say so in `words`."""
    return _stepped(rules, batch_id, import_runs.submit, words)


def send_back(rules: ImportRules[Record], batch_id: int) -> ResponseReturnValue:
    """Give a workbook back to who handed it in."""
    return _stepped(rules, batch_id, import_runs.send_back, gettext("退回去了，已经告诉提交的人。"))


def _stepped(
    rules: ImportRules[Record],
    batch_id: int,
    step: Callable[[Act, ImportBatch], None],
    words: str,
) -> ResponseReturnValue:
    by, now, here = authority(), clock.now(), community().id
    run(
        lambda session: step(
            Act(session, now, by=by), imports.batch_in(session, here, batch_id, rules.kind)
        )
    )
    flash(words)
    return redirect(url_for("teams.import_batch", batch_id=batch_id), 303)


class _Job(Generic[Record]):
    """One run, in the request or behind it: the same transaction either way."""

    def __init__(
        self, rules: ImportRules[Record], community_id: int, batch_id: int, link: str
    ) -> None:
        self.rules, self.community_id, self.batch_id, self.link = (
            rules,
            community_id,
            batch_id,
            link,
        )
        self.by = authority()

    def run(self) -> int:
        """Read the kept file once more and write what it accepts."""
        now = clock.now()
        here = db.session().get_one(Community, self.community_id)
        draft = imports.read_again(
            Act(db.session(), now, community=here), self.rules, self.batch_id
        )
        rows = draft.checked.rows
        if rows > LONGEST_IN_REQUEST:
            run(lambda session: import_runs.note_progress(session, self.batch_id, rows))
        return run(lambda session: import_runs.run_draft(Act(session, now, by=self.by), draft))

    def run_and_tell(self) -> None:
        """Run, giving signs of life, and leave the reader a message how it ended."""
        is_over = threading.Event()
        background.start(lambda: self._beat(is_over))
        try:
            self.run()
        except RuleError as refusal:
            current_app.logger.info("import %s: %s", self.batch_id, refusal.sentence)
        finally:
            is_over.set()
            run(self._note_end)

    def _beat(self, is_over: threading.Event) -> None:
        while not is_over.wait(import_runs.BEAT.total_seconds()):
            with contextlib.suppress(SQLAlchemyError):
                run(lambda session: import_runs.beat(Act(session, clock.now()), self.batch_id))

    def _note_end(self, session: Session) -> None:
        import_runs.note_end(Act(session, clock.now()), self.batch_id, self.by.person_id, self.link)
