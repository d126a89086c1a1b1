"""The blueprint the pages of this room add their routes to."""

from teams.gate import community_blueprint

bp = community_blueprint("garden", __name__)

blueprints = (bp,)
