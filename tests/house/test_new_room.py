"""A new room costs its folder, its templates, tests and migrations, and one word in app.py.

The garden of `toy_room` is laid into a copy of the house; its own tests find there all it declares.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core import migrating
from core.house import ROOT, rooms

GARDEN = Path(__file__).with_name("toy_room")
NEEDED = ("*.py", ":!docs", ":!tests/*/*", "templates", "static", "core/translations")
"""What the program and the tools of its tests are made of, without the tests themselves."""

PLANTED = '"""Planted."""\n\nimport garden.plots.models\n'


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Return a copy of the house with a room more."""
    copy = tmp_path_factory.mktemp("house")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *NEEDED]
    files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    kept = [
        "pyproject.toml",
        "accounts/rules/common_passwords.txt",
        "tests/house/test_rooms.py",
        "tests/statements.txt",
    ]
    for file in [*files.stdout.splitlines(), *kept]:
        (copy / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, copy / file)
    shutil.copytree(GARDEN, copy, dirs_exist_ok=True)
    say(copy / "migrations" / "versions" / "garden.py", "the newest", migrating.newest())
    say(copy / "app.py", f'"{rooms()[-1]}")', f'"garden", "{rooms()[-1]}")')
    return copy


def say(file, before, after):
    told = file.read_text("utf-8")
    assert told.count(before) == 1
    file.write_text(told.replace(before, after), "utf-8")


def run(house, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=house,
        env={"PATH": "/usr/bin:/bin", "TEST_ENGINES": "sqlite"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_room_of_one_word_works_in_the_running_program(house):
    told = run(house, "-m", "pytest", "-q", "tests/garden", "tests/house/test_rooms.py")

    assert told.returncode == 0, told.stdout


def test_who_may_import_it_is_held_without_another_line(house):
    told = run(house, "-m", "bench.layers")
    assert told.returncode == 0, told.stdout
    assert "Features of garden KEPT" in told.stdout

    (house / "points" / "ledger" / "rules" / "planted.py").write_text(PLANTED, "utf-8")
    (house / "garden" / "spare.py").write_text('"""Planted."""\n', "utf-8")
    told = run(house, "-m", "bench.layers")

    assert told.returncode == 1
    assert "Floors: downwards only BROKEN" in told.stdout
    assert "Features of garden BROKEN" in told.stdout
