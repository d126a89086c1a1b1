"""Where each role begins after signing in: which role decides; each room says its page."""

from flask import url_for

from core import room
from core.db import db
from core.menu import Way
from teams.authority.models import DECIDING_ROLES, Role
from teams.authority.queries import membership
from teams.members.models import Community


def page_of(person_id: int, community: Community) -> str:
    """Return the address where a person begins in `community`."""
    held = membership.authority_of(db.session(), community, person_id)
    roles = held.roles if held is not None else ()
    deciding = next((role for role in DECIDING_ROLES if role in roles), Role.VOLUNTEER)
    page = room.begins_at(deciding) or room.way(Way.HOME)
    return url_for(page, community=community.slug)
