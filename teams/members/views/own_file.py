"""我的资料 as a file: everything kept of me, a block of each room."""

import json
from datetime import date

from flask import Response

from accounts.gate import reader_id, rechecked
from core import clock, room
from core.db import db
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.permissions import Permission


@bp.get("/me/data.json")
@requires(Permission.OWN_DATA)
@rechecked
def own_data_file() -> Response:
    """Give me what is held of me as a file (PIPL 45); of this community, and of me as a person."""
    held = room.own_data_of_person(db.session(), reader_id())
    member_id = authority().member_id
    if member_id is not None:
        held |= room.own_data_of_member(db.session(), community().id, member_id, clock.now())
    text = json.dumps(held, ensure_ascii=False, indent=1, default=_plain)
    name = 'attachment; filename="my-data.json"'
    return Response(text, 200, {"Content-Disposition": name}, mimetype="application/json")


def _plain(value: object) -> str:
    """Write a moment or a day as RFC 3339 has it. Raises TypeError for anything else."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
