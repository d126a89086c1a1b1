"""The blueprints the pages of this room add their routes to."""

from flask import Blueprint

from teams.gate import community_blueprint

bp = community_blueprint("commendations", __name__)
open_bp = Blueprint("verify", __name__)

blueprints = (bp, open_bp)
