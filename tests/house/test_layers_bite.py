"""Each layer contract, broken on purpose in a copy of the house, fails by its name."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import layers
from core.house import ROOT, packages, rooms

TOLD = re.compile(r" BROKEN( \(\d+ ignored imports\))?$")

BREACHES = {
    **{
        f"Features of {room}": {f"{room}/helpers.py": ""}
        for room in rooms()
        if layers.layers_of(room)
    },
    "Floors: downwards only": {"teams/members/rules/planted.py": "import points.ledger.models"},
    "Storeys inside each feature": {"points/goods/helpers.py": ""},
    "Features of teams": {
        "teams/settings/rules/planted.py": "import teams.members.rules.joining",
    },
    "Features of points": {
        "points/ledger/rules/planted.py": "import points.redemptions.rules.collecting",
    },
    "Features of volunteer": {
        "volunteer/activities/rules/planted.py": "import volunteer.hours.rules.records",
    },
    "Features of commendations": {
        "commendations/levels/rules/planted.py": "import commendations.rounds.rules.awards",
    },
    "Rules and models know no web": {"points/ledger/rules/planted.py": "import flask"},
    "No circles between modules of a package": {
        "core/planted_one.py": "import core.planted_two",
        "core/planted_two.py": "import core.planted_one",
    },
}


@pytest.fixture
def copied_house(tmp_path):
    for package in packages():
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("*.pyc"))
    for file in ("pyproject.toml", ".importlinter"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def broken_contracts(house):
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.partition(" BROKEN")[0] for line in told.stdout.splitlines() if TOLD.search(line)]


def test_the_contracts_are_what_the_rooms_say():
    assert layers.CONTRACTS.read_text("utf-8") == layers.drawn(), "run `make layers`"


def test_each_contract_is_broken_here():
    names = re.findall("^name = (.+)$", layers.drawn(), re.MULTILINE)

    assert sorted(names) == sorted(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_contract_fails_when_it_is_broken(copied_house, contract):
    for file, source in BREACHES[contract].items():
        (copied_house / file).write_text(f'"""Planted."""\n{source}\n', "utf-8")

    assert broken_contracts(copied_house) == [contract]


def test_nobody_imports_the_program(copied_house):
    (copied_house / "teams" / "planted.py").write_text('"""Planted."""\n\nimport app\n', "utf-8")

    told = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "check", "--select", "TID251", "teams"],
        cwd=copied_house,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "`app` is banned" in told.stdout
