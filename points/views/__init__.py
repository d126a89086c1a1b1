"""Pages of the floor `points`; each module below adds its routes to `bp`."""

from teams.gate import community_blueprint

bp = community_blueprint("points", __name__)

blueprints = [bp]
