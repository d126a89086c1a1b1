"""What a feature keeps to itself: a change to it touches its folder, its templates and its tests.

Rules, queries, words and tables are what a feature offers to those above it. Its views, its forms,
its templates and every name that begins with an underscore are its own: nobody else names them,
but for what is listed here with the reason.
"""

import ast
import re

import pytest

from bench.layers import folders_of
from core.house import ROOT, packages

FEATURES = {f"{room}.{each}" for room in packages() for each in folders_of(room)}
USED = re.compile(r'{%-?\s*(?:include|from|extends|import)\s+"([a-z_]+/[a-z_]+/[^"]+)"')
OFFERED = {
    "teams.notices.views.titles": "title and body of a notice, given to every page",
    "teams.imports.views.import_desk": "the acts of the import page, given each room's own rules",
    "teams.imports.views.import_headings": "the headings of the import page, likewise",
    "teams.files.views.files": "a file that a form sent, looked at before anything is written",
    "teams.gate.forms": "the lock of a session, drawn by the gate and answered by signing in",
    "teams.settings.views.settings": "a setting that moves rows of a room above along with it",
    "teams.settings.views.setting_values": "the trail writes a setting's value in its words",
    "teams.members.views.shown_once": "a secret on its way to the page that shows it once",
    "teams.members.forms.desk": "teams to choose from, wherever a member is given something",
    "volunteer.activities.forms.acts": "a press about a shift, on the pages of its sign-ups",
    "volunteer.attendance.views.attendance": "a shift whose list the reader keeps, for its minutes",
    "volunteer.sign_ups.views.leader_shown": "the leader's phone, where it may be known",
    "teams.imports.views.imports": "the workbook of the roster, as its room declares it",
    "points.goods.views.imports": "the workbook of goods, as its room declares it",
    "volunteer.hours.views.imports": "the workbook of hours, as its room declares it",
    "points.goods.forms.goods": "the sentence for a field left empty in the room's forms",
    "commendations.nominations.views.acts": "an act on a round, by the pages of its later stages",
}
OFFERED_TEMPLATES = {
    "points/goods/_words.html": "how a product and its pieces are written in the room",
    "teams/privacy/_notice_words.html": "the notice beside a form that must not be left",
    "teams/privacy/_told_parents.html": "the notice beside a form that must not be left",
    "teams/settings/_calendar.html": "the days of a community and of its county",
}
OFFERED_TO_TESTS = {
    "volunteer.sign_ups.views.looks": "what a member reads of a certificate that is missing",
}


def feature_of(module):
    """Return the feature a module or file is of, or its room where it is of none."""
    parts = module.split(".")
    return ".".join(parts[:2]) if ".".join(parts[:2]) in FEATURES else parts[0]


def imported(source):
    """Yield (module, name) of every import, a module that is imported as (itself, "")."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                inner = f"{node.module}.{each.name}".replace(".", "/")
                is_module = (ROOT / f"{inner}.py").exists() or (ROOT / inner).is_dir()
                yield (f"{node.module}.{each.name}", "") if is_module else (node.module, each.name)


def is_own(module, name):
    """Say whether a feature keeps this to itself."""
    inside = module.removeprefix(f"{feature_of(module)}.").split(".")
    return inside[0] in {"views", "forms"} or any(each.startswith("_") for each in (*inside, name))


def taken(path):
    """Return what a file takes of other features that is their own."""
    me = feature_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return {
        module
        for module, name in imported(path.read_text("utf-8"))
        if feature_of(module) in FEATURES - {me} and is_own(module, name)
    }


@pytest.mark.parametrize("room", packages())
def test_no_feature_takes_what_another_keeps(room):
    found = {path: taken(path) - set(OFFERED) for path in (ROOT / room).rglob("*.py")}

    assert {str(path.relative_to(ROOT)): each for path, each in found.items() if each} == {}


def test_what_is_offered_is_taken():
    everything = set().union(
        *(taken(p) for room in packages() for p in (ROOT / room).rglob("*.py"))
    )

    assert set(OFFERED) <= everything


def test_no_template_takes_a_part_of_another_features():
    found = [
        (str(path.relative_to(ROOT)), used)
        for path in (ROOT / "templates").rglob("*.html")
        for used in USED.findall(path.read_text("utf-8"))
        if used.split("/")[0] in packages()
        and used.split("/")[:2] != list(path.relative_to(ROOT / "templates").parts[:2])
        and used not in OFFERED_TEMPLATES
    ]

    assert found == []


def test_the_tests_of_a_feature_open_no_other():
    found = {
        str(path.relative_to(ROOT)): sorted(each)
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.relative_to(ROOT).parts[1] in packages()
        for own in [".".join(path.relative_to(ROOT).parts[1:3])]
        if (each := {m for m in taken(path) - set(OFFERED_TO_TESTS) if feature_of(m) != own})
    }

    assert found == {}


@pytest.mark.parametrize(
    ("module", "name", "own"),
    [
        ("volunteer.sign_ups.views.looks", "look_of", True),
        ("volunteer.sign_ups.rules.sign_ups", "_note", True),
        ("volunteer.sign_ups.rules.sign_ups", "sign_up", False),
        ("teams.gate", "requires", False),
    ],
)
def test_what_is_a_features_own(module, name, own):
    assert is_own(module, name) is own
