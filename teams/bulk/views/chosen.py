"""Whom a page of many is for: ticked in the list, all that was found, or all of an import."""

from flask import request

from core.db import db
from core.inputs import of_card
from core.paging import page_key
from teams.bulk.forms import numbers_in
from teams.bulk.queries import chosen as queries
from teams.gate import community
from teams.members.models import Member, MemberState
from teams.members.queries.people import MemberFilter


def wanted() -> MemberFilter:
    """Return the filter in the address; what is no filter narrows nothing."""
    state = next((each for each in MemberState if each.value == request.args.get("state")), None)
    return MemberFilter(
        of_card(request.args.get("q", ""))[:60],
        state,
        page_key("team"),
        import_id=page_key("import"),
        has_no_secret="no_secret" in request.args,
        place_id=page_key("place"),
    )


def chosen() -> list[Member]:
    """Return whom the address names: everybody found, or the ticked ones."""
    if "all" in request.args or "import" in request.args:
        return queries.found(db.session(), community(), wanted())
    return queries.ticked(db.session(), community(), numbers_in(request.args.getlist("m")))


def packed(members: list[Member]) -> str:
    """Return their numbers as one field carries them."""
    return ",".join(str(member.id) for member in members)
