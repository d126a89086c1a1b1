"""Pages of the floor `teams`; each module below adds its routes to `bp`.

`door` and `county` are blueprints of their own, since their pages stand outside any community.
"""

from flask import Blueprint

from teams.gate import community_blueprint

bp = community_blueprint("teams", __name__)
door = Blueprint("accounts", __name__)
county = Blueprint("county", __name__, url_prefix="/county")

<<<<<<< HEAD
blueprints = [bp, door, county]

from teams.views import (  # noqa: E402, F401 - the routes are added once the blueprints are there
    audit_trail,
    counties,
    desk_notices,
    entrance,
    joining,
    me,
    members,
    notices,
    own_data,
    registering,
    roles,
    settings,
)
=======
blueprints = [bp]

from teams.views import imports  # noqa: E402 - it needs `bp`

__all__ = ["blueprints", "bp", "imports"]
>>>>>>> 59fa506 (Show each import row by row and mend it on the page)
