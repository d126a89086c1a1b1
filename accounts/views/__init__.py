"""Pages of the floor `accounts`: signing in and out, language, the own secret."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

blueprints = [bp]
