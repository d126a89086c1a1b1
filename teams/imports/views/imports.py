"""Page 44, 导入名单: the start with its three cards, the result row by row, the roster's acts."""

from collections.abc import Mapping
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core import clock, room
from core.addresses import address
from core.db import db, run
from core.paging import DOWN, page_key, sort_links, sorted_by, turn
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, can, community, requires
from teams.imports.models import ImportBatch, ImportRowState, ImportState
from teams.imports.queries import imports as queries
from teams.imports.queries.imports import BatchFilter
from teams.imports.rules import import_runs, imports
from teams.imports.rules.roster_import import ROSTER
from teams.imports.views import import_desk, import_headings
from teams.imports.words import IMPORT_ROW_WORDS, IMPORT_STATE_WORDS
from teams.permissions import Permission

FILTERS = frozenset({"q", "kind", "left"})
SORTED = [f"{DOWN}{name}" if name == "made" else name for name in queries.SORTS]
"""What the list is sorted by, the newest first."""

COUNTED = {
    ImportRowState.REFUSED: "refused",
    ImportRowState.ASK: "ask",
    ImportRowState.REPEATED: "repeated",
    ImportRowState.REMARK: "remark",
}


def will_do(counts: Mapping[str, int]) -> str:
    """Say what bringing the roster in will do."""
    told: str = ngettext(
        "登记 %(num)s 位志愿者，发给编号，进各自的队伍。",
        "登记 %(num)s 位志愿者，发给编号，进各自的队伍。",
        counts["new"],
    )
    if counts.get("withdrawn"):
        told += ngettext(
            "另记 %(num)s 位已退出的。", "另记 %(num)s 位已退出的。", counts["withdrawn"]
        )
    return told


@bp.get("/imports", endpoint="imports")
@requires(Permission.IMPORT_READ)
def imports_start() -> ResponseReturnValue:
    """Show each kind with a place for a file, and what was brought before."""
    books, kind = room.workbooks(), request.args.get("kind", "")
    words = request.args.get("q", "")[:60]
    wanted = BatchFilter(words, kind if kind in books else "", "left" in request.args)
    page, count = queries.batches(db.session(), community(), wanted, turn(), sorted_by(SORTED))
    shown = {name: value for name, value in request.args.items() if name in FILTERS}
    by_sort = {name: value for name, value in request.args.items() if name == "sort"}
    return render_template(
        "teams/imports/imports.html",
        batches=page.rows,
        count=count,
        wanted=wanted,
        chips_shown=_chips(wanted, shown | by_sort),
        kept={name: value for name, value in {**shown, **by_sort}.items() if name != "q"},
        beside=page.urls("teams.imports", shown | by_sort),
        heads=sort_links("teams.imports", SORTED, shown),
        books=books,
        urls={each: _url("check", each) for each in books},
        state_words=IMPORT_STATE_WORDS,
    )


def _chips(wanted: BatchFilter, shown: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Return the ways to narrow the list: by kind, or to those with rows left outside."""
    plain = {name: value for name, value in shown.items() if name not in {"kind", "left"}}
    is_all = not (wanted.kind or wanted.has_left)
    return [
        (_("全部"), address("teams.imports", plain), is_all),
        *(
            (_(book.words), address("teams.imports", {**plain, "kind": kind}), kind == wanted.kind)
            for kind, book in room.workbooks().items()
        ),
        (_("还有行没进来"), address("teams.imports", {**plain, "left": 1}), wanted.has_left),
    ]


@bp.get("/imports/<id:batch_id>")
@requires(Permission.IMPORT_READ)
def import_batch(batch_id: int) -> ResponseReturnValue:
    """Show what will happen, or happened, and the rows that need a look, one sort at a time."""
    batch = queries.batch_shown(db.session(), community(), batch_id)
    show, stage = _shown_sort(batch), _stage(batch)
    rows, next_id = queries.rows_of(db.session(), batch, show, (page_key("after") or 0))
    kept_since = clock.now() - import_runs.KEPT_FOR
    return render_template(
        "teams/imports/import_batch.html",
        batch=batch,
        stage=stage,
        is_kept=batch.made_at > kept_since,
        following=_following(batch, kept_since) if stage == ImportState.RUN else [],
        show=show,
        rows=rows,
        next_id=next_id,
        sorts=[(sort, batch.counts.get(name, 0)) for sort, name in COUNTED.items()],
        names=queries.names_of(db.session(), batch),
        url=lambda act, **values: _url(act, batch.kind, batch_id=batch.id, **values),
        book=room.workbooks()[batch.kind],
        row_words=IMPORT_ROW_WORDS,
    )


def _following(batch: ImportBatch, since: datetime) -> list[tuple[ImportBatch, str]]:
    """Return the imports that may come in after this one, each with where it is checked again."""
    kinds = [kind for kind, book in room.workbooks().items() if book.follows == batch.kind]
    if not kinds:
        return []
    found = queries.following(db.session(), community(), kinds, since)
    return [(each, _url("recheck", each.kind, batch_id=each.id)) for each in found]


def _url(act: str, kind: str, **values: int) -> str:
    return address(f"{room.workbooks()[kind].pages}.{act}_{kind}", values)


def _shown_sort(batch: ImportBatch) -> ImportRowState:
    """Return the sort of rows asked for, else the first there is."""
    asked = request.args.get("show", "")
    if asked in set(ImportRowState):
        return ImportRowState(asked)
    filled = [
        sort
        for sort, name in COUNTED.items()
        if batch.counts.get(name) or (sort is ImportRowState.ASK and batch.counts.get("aside"))
    ]
    return next(iter(filled), ImportRowState.REFUSED)


def _stage(batch: ImportBatch) -> str:
    """Say in one word what the page offers: it chooses the box on top."""
    if batch.started_at is not None and batch.state is not ImportState.RUN:
        return "underway" if import_runs.is_alive(Act(db.session(), clock.now()), batch) else "died"
    if batch.state is not ImportState.CHECKED:
        return batch.state.value
    if batch.counts.get("unsure"):
        return "unsure"
    has_new = batch.counts["new"] + batch.counts.get("withdrawn", 0)
    if not has_new:
        return "nothing"
    if not can(Permission.IMPORT_RUN):
        return "reading"
    book = room.workbooks()[batch.kind]
    return "hand_in" if book.needs_second_person or not can(book.run_permission) else "ready"


@bp.post("/imports/roster")
@requires(Permission.IMPORT_RUN)
def check_roster() -> ResponseReturnValue:
    """Check a roster."""
    return import_desk.check(ROSTER)


@bp.post("/imports/roster/<id:batch_id>/checks")
@requires(Permission.IMPORT_RUN)
def recheck_roster(batch_id: int) -> ResponseReturnValue:
    """Check a kept roster again, without the file."""
    return import_desk.check_again(ROSTER, batch_id)


@bp.get("/imports/roster/<id:batch_id>/headings")
@requires(Permission.IMPORT_RUN)
def headings_roster(batch_id: int) -> ResponseReturnValue:
    """Ask what the headings of a roster mean."""
    return import_headings.ask(ROSTER, batch_id)


@bp.post("/imports/roster/<id:batch_id>/headings")
@requires(Permission.IMPORT_RUN)
def teach_roster(batch_id: int) -> ResponseReturnValue:
    """Take what the headings of a roster mean, and check it again."""
    return import_headings.teach(ROSTER, batch_id)


@bp.post("/imports/roster/<id:batch_id>/rows/<id:row_id>")
@requires(Permission.IMPORT_RUN)
def mend_roster(batch_id: int, row_id: int) -> ResponseReturnValue:
    """Mend or decide one row of a roster."""
    return import_desk.mend(ROSTER, batch_id, row_id)


@bp.post("/imports/roster/<id:batch_id>/run")
@requires(Permission.IMPORT_RUN)
def run_roster(batch_id: int) -> ResponseReturnValue:
    """Bring the people of a roster in."""
    return import_desk.run_batch(ROSTER, batch_id)


@bp.post("/imports/<id:batch_id>/drop")
@requires(Permission.IMPORT_RUN)
def drop_import(batch_id: int) -> ResponseReturnValue:
    """Leave a batch that was not run, of any kind."""
    by, now = authority(), clock.now()
    kind = queries.batch_shown(db.session(), community(), batch_id).kind
    here = community().id
    run(
        lambda session: import_runs.drop(
            Act(session, now, by=by), imports.batch_in(session, here, batch_id, kind)
        )
    )
    return redirect(url_for(".imports"), 303)
