"""Pages of who you are: choosing a community, signing in and out."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

blueprints = [bp]
