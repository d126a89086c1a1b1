"""Pages of the floor `teams`; each module below adds its routes to `bp`.

`door` and `county` are blueprints of their own, since their pages stand outside any community.
"""

from flask import Blueprint

from teams.gate import community_blueprint

bp = community_blueprint("teams", __name__)
door = Blueprint("accounts", __name__)
county = Blueprint("county", __name__, url_prefix="/county")

blueprints = [bp, door, county]

from teams.views import (  # noqa: E402, F401 - the routes are added once the blueprints are there
    audit_trail,
    corrections,
    counties,
    county_admins,
    county_calendar,
    desk_notices,
    desk_registering,
    entrance,
    exports,
    facts,
    full_fields,
    imports,
    joining,
    locks,
    me,
    members,
    notices,
    own_data,
    previews,
    registering,
    roles,
    settings,
    staff_passwords,
)
