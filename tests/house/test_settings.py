"""Settings are named with their unit, declared by the room they govern, and read by field."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from core import house, room
from core.room_settings import settings_in

ROOT = Path(__file__).parents[2]
UNITS = {
    "%": ("percent",),
    "个工作日": ("working_days",),
    "个月": ("months",),
    "人": ("people", "principals"),
    "件": ("items",),
    "分": ("points",),
    "分钟": ("minutes",),
    "单": ("redemptions",),
    "天": ("days",),
    "小时": ("hours",),
    "岁": ("years",),
    "次": ("marks", "no_shows"),
    "点": ("hour",),
    "项": ("readings",),
}
"""How the name of a setting ends that is counted in a unit."""

SAID = {
    "points/ledger/views/hourly_points.py": "the form of this one setting is sent there",
    "demo/past.py": "the town changed a setting once",
}
"""Where a setting is named in a string, because it is changed there and not read."""

OWNERS = [
    (owner, name)
    for owner in house.rooms()
    if (ROOT / owner / "settings.py").exists() or (ROOT / owner / "settings").exists()
    for name in settings_in(importlib.import_module(f"{owner}.settings").SETTINGS)
]


def programs(folder: str) -> list[Path]:
    """Return the code and the templates of one room."""
    return sorted((ROOT / folder).rglob("*.py")) + sorted(
        (ROOT / "templates" / folder).rglob("*.html")
    )


def strings(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


@pytest.mark.parametrize("setting", room.settings().values(), ids=lambda setting: setting.name)
def test_a_setting_ends_in_its_unit_or_is_a_plain_choice(setting):
    if setting.choices or setting.is_yes_or_no:
        return
    endings = tuple(f"_{ending}" for ending in UNITS[setting.limits.unit])

    assert setting.name.endswith(endings), "say the unit in the name, or name the unit here"
    assert setting.limits.least <= setting.default <= setting.limits.most


def test_no_two_settings_share_a_name_of_now_or_before():
    names = [name for each in room.settings().values() for name in (each.name, each.earlier)]
    names = [name for name in names if name]

    assert len(names) == len(set(names))
    assert sorted(name for _owner, name in OWNERS) == sorted(room.settings())


def test_no_room_names_a_setting_of_a_room_above_it():
    packages = house.packages()
    words = {
        path: set(re.findall(r"\w+", path.read_text("utf-8")))
        for package in packages
        for path in programs(package)
    }
    named = [
        f"{path.relative_to(ROOT)}: {name} of {owner}"
        for owner, name in OWNERS
        for lower in packages[: packages.index(owner)]
        for path in programs(lower)
        if "_" in name and name in words[path]
    ]

    assert named == []


def test_settings_are_read_by_field_and_never_by_string():
    names = {name for _owner, name in OWNERS}
    packages = house.packages()
    read = [
        f"{path.relative_to(ROOT)}: {name}"
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in SAID
        for name in names & strings(path)
    ]

    assert read == [], "act.settings(PointsSettings).collect_days"


def test_everything_a_room_lets_set_is_read_somewhere():
    code = "\n".join(
        path.read_text("utf-8") for package in house.rooms() for path in programs(package)
    )

    assert [name for _owner, name in OWNERS if f".{name}" not in code] == []
