"""我的资料: everything kept of me, of every floor, as a file; here since this floor is on top."""

import json
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from accounts import queries as own
from accounts.gate import reader_id, rechecked
from accounts.models import Person
from accounts.rules import people
from commendations import own_file as honours
from commendations.blueprint import bp
from commendations.permissions import Permission
from core import clock
from core.db import db
from points import own_file as points
from teams import own_file as membership
from teams.gate import authority, community, current_member, requires
from volunteer import own_file as service


@bp.get("/me/data.json")
@requires(Permission.OWN_DATA)
@rechecked
def own_data_file() -> Response:
    """Give me what is held of me as a file (PIPL 45); of this community, and of me as a person."""
    held = _person(db.session()) | own.own_file(db.session(), reader_id())
    if authority().member_id is not None:
        held |= _membership(db.session())
    text = json.dumps(held, ensure_ascii=False, indent=1, default=_plain)
    name = 'attachment; filename="my-data.json"'
    return Response(text, 200, {"Content-Disposition": name}, mimetype="application/json")


def _person(session: Session) -> dict[str, Any]:
    person = session.get_one(Person, reader_id())
    guardian = people.guardian_of(session, person.id)
    return {
        "name": person.name,
        "birth_on": person.birth_on,
        "sex": person.sex,
        "address": person.address,
        "phone": people.phone_of(person),
        "identity_tail": person.identity_tail,
        "registered_at": person.registered_at,
        "guardian": guardian
        and {
            "name": guardian.name,
            "relation": guardian.relation,
            "phone": people.guardian_phone(guardian),
            "consented_at": guardian.consented_at,
        },
    }


def _membership(session: Session) -> dict[str, Any]:
    member = current_member(session)
    return (
        membership.block(session, community(), member)
        | service.block(session, community(), member.id)
        | points.block(session, community(), member.id, clock.now())
        | honours.block(session, community(), member.id)
    )


def _plain(value: object) -> str:
    """Write a moment or a day as RFC 3339 has it. Raises TypeError for anything else."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
