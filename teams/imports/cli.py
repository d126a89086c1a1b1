"""`flask import roster|goods|hours FILE`: a workbook checked, and with --run brought in."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from core import clock, room
from core.db import db, run
from core.errors import NotFound, RuleError
from core.workbook_check import Checked, Record
from teams.authority.act import Act
from teams.authority.queries import membership
from teams.imports.rules import import_batches, import_runs, imports
from teams.imports.rules.imports import Draft, ImportRules, Upload
from teams.imports.rules.roster_import import ROSTER

STEPS = 3

group = AppGroup(
    "import", help="Bring a workbook in: check it, and with --run write what was accepted."
)


def gather(_app: object) -> None:
    """Give the group the command of each workbook that rooms bring in."""
    for each in room.workbooks().values():
        group.add_command(each.command)


def command_of(rules: ImportRules[Record], what: str) -> click.Command:
    """Return the command that checks a workbook and brings it in."""

    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--community", "slug", required=True, help="The community it belongs to.")
    @click.option("--run", "is_run", is_flag=True, help="Write it; without this only check.")
    @click.option("--json", "is_json", is_flag=True, help="Print the answer as JSON.")
    @with_appcontext
    def command(file: Path, slug: str, is_run: bool, is_json: bool) -> None:  # noqa: FBT001 - flags of click
        _import_file(rules, file, slug, is_run=is_run, is_json=is_json)

    words = (
        f"Check FILE (.xlsx or .csv) as {what}.\n\nWithout --run nothing is stored. With --run all "
        "accepted rows come in together or not at all; rows in doubt stay out. The same file "
        "again adds nothing. Refused rows do not fail the command; a file that cannot be read, "
        "or an unknown community, ends with exit code 1."
    )
    return click.command(rules.kind, help=words)(command)


def _import_file(
    rules: ImportRules[Record], file: Path, slug: str, *, is_run: bool, is_json: bool
) -> None:
    upload = Upload(file.name, file.read_bytes())
    try:
        with _progress(is_shown=not is_json) as bar:
            draft = _read(rules, upload, slug)
            if draft.unsure is not None:
                raise draft.unsure
            bar.update(1)
            added = _run(draft) if is_run else 0
            bar.update(STEPS - 1)
    except RuleError as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    if is_json:
        answer = {**draft.checked.as_json(), "added": added}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _say_result(draft.checked, added, is_run=is_run)


def _read(rules: ImportRules[Record], upload: Upload, slug: str) -> Draft[Record]:
    try:
        community = membership.community_by_slug(db.session(), slug)
    except NotFound as unknown:
        raise click.ClickException(f"No community is called {slug}.") from unknown
    return imports.read(Act(db.session(), clock.now(), community=community), rules, upload)


def _run(draft: Draft[Record]) -> int:
    """Keep the batch and run it in one transaction; a file with nothing new changes nothing."""
    figures = draft.checked.figures()
    if not figures["new"] + figures.get("withdrawn", 0):
        return 0
    now = clock.now()

    def act(session: Session) -> int:
        batch_id = import_batches.keep(Act(session, now), draft)
        kept = import_batches.kept_draft(session, draft, batch_id)
        is_vouched = draft.rules.needs_second_person
        return import_runs.run_draft(Act(session, now), kept, is_vouched=is_vouched)

    return run(act)


def _progress(*, is_shown: bool) -> Any:
    return click.progressbar(
        length=STEPS, label="checking, writing", file=sys.stderr, hidden=not is_shown
    )


def _say_result(checked: Checked[Record], added: int, *, is_run: bool) -> None:
    figures = checked.figures()
    words = {
        "rows": "rows read",
        "new": "can come in",
        "known": "came in before",
        "withdrawn": "left the community",
        "minutes": "minutes of what can come in",
        "refused": "refused",
        "repeated": "repeated",
        "ask": "to be decided on the page 导入",
        "remark": "remarks",
    }
    for name, label in words.items():
        if name in figures:
            click.echo(f"{figures[name]:>8,}  {label}")
    click.echo(f"{added:>8,}  added" if is_run else "Nothing was stored: add --run to bring it in.")
    _table("refused", [(one.sheet, one.row, one.column, one.why) for one in checked.refused])
    _table(
        "repeated", [(one.sheet, one.row, "", f"= {one.same_as_row}") for one in checked.repeated]
    )
    _table("to be decided", [(one.sheet, one.row, "", one.why) for one in checked.asked])
    _table("remarks", [(one.sheet, one.row, one.column, one.why) for one in checked.remarks])


def _table(title: str, rows: Sequence[tuple[str, int, str, str]]) -> None:
    """Print rows in columns; a Chinese character is two columns wide."""
    if not rows:
        return
    click.echo(f"\n{title}:")
    sheet_wide = max(_width(row[0]) for row in rows)
    column_wide = max(_width(row[2]) for row in rows)
    for sheet, number, column, why in rows:
        click.echo(
            f"  {_padded(sheet, sheet_wide)} {number:>6}  {_padded(column, column_wide)}  {why}"
        )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - _width(text))


roster = command_of(ROSTER, "the roster of volunteers")

commands: tuple[click.Command, ...] = (group,)
