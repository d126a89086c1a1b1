"""Page 44, 导入名单: the start with its three cards, the result row by row, the roster's acts."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.addresses import address
from core.db import db, run
from core.paging import page_key
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, can, community, requires
from teams.imports.models import ImportBatch, ImportKind, ImportRowState, ImportState
from teams.imports.queries import imports as queries
from teams.imports.rules import import_runs, imports
from teams.imports.rules.roster_import import ROSTER
from teams.imports.views import import_desk, import_headings
from teams.imports.words import IMPORT_KIND_WORDS, IMPORT_ROW_WORDS, IMPORT_STATE_WORDS
from teams.permissions import Permission

FLOORS = {ImportKind.ROSTER: "teams", ImportKind.GOODS: "points", ImportKind.HOURS: "volunteer"}
"""The room whose rules each kind follows, and whose routes its forms lead to."""

COUNTED = {
    ImportRowState.REFUSED: "refused",
    ImportRowState.ASK: "ask",
    ImportRowState.REPEATED: "repeated",
    ImportRowState.REMARK: "remark",
}


@bp.get("/imports", endpoint="imports")
@requires(Permission.IMPORT_READ)
def imports_start() -> ResponseReturnValue:
    """Show the three kinds with a place for a file, and what was brought before."""
    found, next_id = queries.batches(db.session(), community(), (page_key("before") or 0))
    return render_template(
        "teams/imports/imports.html",
        batches=found,
        next_id=next_id,
        kinds=list(ImportKind),
        urls={kind: _url("check", kind) for kind in ImportKind},
        kind_words=IMPORT_KIND_WORDS,
        state_words=IMPORT_STATE_WORDS,
    )


@bp.get("/imports/<id:batch_id>")
@requires(Permission.IMPORT_READ)
def import_batch(batch_id: int) -> ResponseReturnValue:
    """Show what will happen, or happened, and the rows that need a look, one sort at a time."""
    batch = queries.batch_shown(db.session(), community(), batch_id)
    show = _shown_sort(batch)
    rows, next_id = queries.rows_of(db.session(), batch, show, (page_key("after") or 0))
    return render_template(
        "teams/imports/import_batch.html",
        batch=batch,
        stage=_stage(batch),
        show=show,
        rows=rows,
        next_id=next_id,
        sorts=[(sort, batch.counts.get(name, 0)) for sort, name in COUNTED.items()],
        names=queries.names_of(db.session(), batch),
        url=lambda act, **values: _url(act, batch.kind, batch_id=batch.id, **values),
        kind_words=IMPORT_KIND_WORDS,
        row_words=IMPORT_ROW_WORDS,
    )


def _url(act: str, kind: ImportKind, **values: int) -> str:
    return address(f"{FLOORS[kind]}.{act}_{kind}", values)


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
    return "hand_in" if batch.kind is ImportKind.HOURS else "ready"


@bp.post("/imports/roster")
@requires(Permission.IMPORT_RUN)
def check_roster() -> ResponseReturnValue:
    """Check a roster."""
    return import_desk.check(ROSTER)


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
