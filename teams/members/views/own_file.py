"""我的资料: everything kept of me, a block of each room, as a page, as a sheet and as JSON."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.gate import reader_id, rechecked
from accounts.rules.device_words import of_agent
from core import clock, room, room_members, wording, workbook_out
from core.db import db
from core.template_filters import filled, say, tongue
from core.told import Told
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.permissions import Permission


@dataclass(frozen=True, slots=True)
class Block:
    """One part of what is kept, in words: a table with its heads, or pairs where it has none."""

    title: str
    heads: list[str]
    rows: list[list[str]]


def _held() -> dict[str, object]:
    """Return what is held of the reader: as a person, and as a member of this community."""
    held = room.own_data_of_person(db.session(), reader_id())
    member_id = authority().member_id
    if member_id is not None:
        held |= room.own_data_of_member(db.session(), community().id, member_id, clock.now())
    return held


@bp.get("/me/data/whole")
@requires(Permission.OWN_DATA)
@rechecked
def own_data_whole() -> ResponseReturnValue:
    """Show me everything that is held of me, in words (PIPL 45)."""
    return render_template("teams/members/own_data_whole.html", blocks=_blocks(_held()))


@bp.get("/me/data.xlsx")
@requires(Permission.OWN_DATA)
@rechecked
def own_data_sheet() -> ResponseReturnValue:
    """Give me what is held of me as a sheet, part below part."""
    rows: list[list[str]] = []
    for block in _blocks(_held()):
        heads = [block.heads] if block.heads else []
        rows += [[block.title], *heads, *block.rows, []]
    content = workbook_out.workbook(str(_("我的全部资料")), rows)
    file = send_file(io.BytesIO(content), workbook_out.XLSX)
    file.headers["Content-Disposition"] = 'attachment; filename="my-data.xlsx"'
    file.headers["Cache-Control"] = "no-store"
    return file


def _blocks(held: Mapping[str, object]) -> list[Block]:
    """Return the single facts as one block of pairs, then each list as a table."""
    facts = {name: value for name, value in held.items() if not isinstance(value, list)}
    pairs = [pair for name, value in facts.items() for pair in _pairs(name, value)]
    tables = [(name, value) for name, value in held.items() if isinstance(value, list)]
    return [Block(str(_("基本资料")), [], pairs), *(_table(name, rows) for name, rows in tables)]


def _pairs(name: str, value: object) -> list[list[str]]:
    """Return one fact as a pair, and each of several that stand together after what they are of."""
    if not isinstance(value, Mapping):
        return [[_label(name), _cell(name, value)]]
    return [[f"{_label(name)} · {_label(each)}", _cell(each, told)] for each, told in value.items()]


def _table(name: str, rows: list[Mapping[str, object]]) -> Block:
    heads = [_label(each) for each in rows[0]] if rows else []
    cells = [[_cell(each, value) for each, value in row.items()] for row in rows]
    return Block(_label(name), heads, cells)


def _label(name: str) -> str:
    return str(say(room_members.own_data_words().fields.get(name, name)))


def _cell(name: str, value: object) -> str:
    """Return one value as somebody reads it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, StrEnum):
        return _state(value)
    if isinstance(value, date):
        return _when(value)
    if isinstance(value, Told):
        return filled(value.sentence, value.values)
    if name == "device":
        words = of_agent(str(value))
        return " · ".join(str(say(each)) for each in (words.machine, words.browser) if each)
    return str(value)


def _when(value: date) -> str:
    if isinstance(value, datetime):
        return str(wording.moment(value, community().zone, clock.now(), tongue()))
    return str(wording.full_date(value, tongue()))


def _state(value: StrEnum) -> str:
    """Return the words of a state; those of one kind stand in one mapping of its room."""
    for words in room_members.own_data_words().values:
        if type(next(iter(words))) is type(value) and value in words:
            return str(say(words[value]))
    return value.value


@bp.get("/me/data.json")
@requires(Permission.OWN_DATA)
@rechecked
def own_data_file() -> Response:
    """Give me what is held of me as a file (PIPL 45); of this community, and of me as a person."""
    text = json.dumps(_held(), ensure_ascii=False, indent=1, default=_plain)
    name = 'attachment; filename="my-data.json"'
    return Response(text, 200, {"Content-Disposition": name}, mimetype="application/json")


def _plain(value: object) -> str:
    """Write a moment or a day as RFC 3339 has it, a message as it was told.

    Raises TypeError for anything else.
    """
    if isinstance(value, Told):
        return wording.filled(value.sentence, value.values)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
