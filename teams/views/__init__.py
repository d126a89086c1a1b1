"""Pages of the floor `teams`; each module below adds its routes to `bp`."""

from teams.gate import community_blueprint

bp = community_blueprint("teams", __name__)

blueprints = [bp]
