"""Pages of the floor `commendations`; each module below adds its routes to `bp`."""

from flask import Blueprint

from teams.gate import community_blueprint

bp = community_blueprint("commendations", __name__)
open_bp = Blueprint("verify", __name__)

blueprints = [bp, open_bp]

from commendations.views import (  # noqa: E402 - they need `bp`
    batches,
    certificates,
    honours,
    names,
    objections,
    own_file,
    today,
)

__all__ = [
    "batches",
    "blueprints",
    "bp",
    "certificates",
    "honours",
    "names",
    "objections",
    "open_bp",
    "own_file",
    "today",
]
