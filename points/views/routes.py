"""The blueprint the pages of this floor add their routes to."""

from teams.gate import community_blueprint

bp = community_blueprint("points", "points.views")
