"""No routes stand here: the gate they must say is on the floor above (`teams.views.door`)."""

from flask import Blueprint

blueprints: list[Blueprint] = []
