"""A room names nothing of a room above it, in no string either; what it declares is its own."""

import ast
import re

import pytest

from core import house, room
from core.base import Base
from core.catalogue import ROOT
from core.room_settings import settings_in

NAMES = house.packages()
SHARED = ("layout", "components", "errors")
"""Folders of templates that belong to the ground."""


def texts_of(name):
    """Return every string a room says: those of its code, and its templates whole."""
    named = set()
    for path in (ROOT / name).rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        named |= {
            n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    folders = SHARED if name == "core" else (name,)
    for path in (each for f in folders for each in (ROOT / "templates" / f).rglob("*.html")):
        named |= set(re.findall(r"""["']([\w.:-]+)["']""", path.read_text("utf-8")))
    return named


def of_rooms(app):
    """Return what only one room may name → that room: pages, events, permissions, settings."""
    owner = {}
    for name, each in room.rooms().items():
        blueprints = {pages.name for pages in each.blueprints}
        pages = {page for page in app.view_functions if page.partition(".")[0] in blueprints}
        sorts = {sort.name for sort in each.notices}
        permissions = {str(grant.permission) for grant in each.permissions}
        settings = set(settings_in(each.settings)) if each.settings is not None else set()
        for named in pages | sorts | permissions | settings | set(each.trail.events):
            if named not in {"anyone", "signed-in"}:
                owner[named] = name
    return owner


def named_from_below(owner):
    return {
        f"{name}: {named!r}"
        for name in NAMES
        for named in texts_of(name) & set(owner)
        if NAMES.index(owner[named]) > NAMES.index(name)
    }


def test_nothing_of_a_room_is_named_below_it(app):
    assert sorted(named_from_below(of_rooms(app))) == []


@pytest.mark.parametrize("named", ["points.counter", "redemption_sold", "shop:sell"])
def test_a_name_from_above_is_seen(app, named):
    owner = of_rooms(app) | {"members": "demo"}

    assert owner[named] == "points"
    assert any(each.endswith(": 'members'") for each in named_from_below(owner))


def test_no_table_of_a_room_is_named_below_it():
    tables = {
        mapper.local_table.name: mapper.class_.__module__.partition(".")[0]
        for mapper in Base.registry.mappers
    }
    keys = re.compile(r"^(\w+)\.id$")
    found = [
        f"{name}: {named}"
        for name in NAMES
        for named in texts_of(name)
        if (match := keys.match(named)) and match.group(1) in tables
        if NAMES.index(tables[match.group(1)]) > NAMES.index(name)
    ]

    assert found == []


def test_no_page_asks_whether_a_page_is_there():
    guards = [
        str(path.relative_to(ROOT))
        for name in NAMES
        for path in (ROOT / name).rglob("*.py")
        if "view_functions" in path.read_text("utf-8")
    ]

    assert guards == ["teams/communities/cli.py"], "it lists the pages, and guards none"
