"""Pages of the floor `volunteer`; each module below adds its routes to `bp`."""

from teams.gate import community_blueprint

bp = community_blueprint("volunteer", __name__)

blueprints = [bp]
