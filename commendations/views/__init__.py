"""Pages of the floor `commendations`; each module below adds its routes to `bp`."""

from teams.gate import community_blueprint

bp = community_blueprint("commendations", __name__)

blueprints = [bp]
