"""Where each role begins after signing in: the one place that decides."""

from flask import url_for

from core.db import db
from teams.authority.models import Role
from teams.authority.queries import membership
from teams.members.models import Community

PAGES = (
    (Role.COMMUNITY_ADMIN, "commendations.today"),
    (Role.COORDINATOR, "commendations.today"),
    (Role.SHOP_CLERK, "points.counter"),
    (Role.STOCK_KEEPER, "points.products"),
    (Role.SUPERVISOR, "commendations.today"),
)
"""The first role held decides; whoever holds none of them begins at the own home."""

HOME = "volunteer.home"


def page_of(person_id: int, community: Community) -> str:
    """Return the address where a person begins in `community`."""
    held = membership.authority_of(db.session(), community, person_id)
    roles = held.roles if held is not None else ()
    page = next((page for role, page in PAGES if role in roles), HOME)
    return url_for(page, community=community.slug)
