"""The blueprints the pages of this room add their routes to.

`sign_in_pages` and `county` are blueprints of their own: their pages stand outside any community.
"""

from flask import Blueprint

from teams.gate import community_blueprint

bp = community_blueprint("teams", __name__)
sign_in_pages = Blueprint("accounts", __name__)
county = Blueprint("county", __name__, url_prefix="/county")

blueprints = (bp, sign_in_pages, county)
