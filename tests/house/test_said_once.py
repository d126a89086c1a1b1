"""A value, a guard, a set of states is said in one place and used from there."""

import ast
import importlib
import re
from collections import defaultdict
from enum import Enum
from pathlib import Path

import pytest

from core.house import packages

TREES = {
    str(path): ast.parse(path.read_text(encoding="utf-8"))
    for package in packages()
    if package != "demo"
    for path in sorted(Path(package).rglob("*.py"))
}


def _everywhere(fault, *excepted):
    return [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in TREES.items()
        if path not in excepted
        for node in fault(tree)
    ]


def _enums(tree):
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [each.name for each in classes if ast.unparse(each).split(":")[0].endswith("Enum)")]


HOMES: dict[str, set[str]] = defaultdict(set)
"""The name of each enumeration → the modules that define one."""

for _path, _tree in TREES.items():
    for _name in _enums(_tree):
        HOMES[_name].add(_path)

MEMBER = re.compile(r"(?:\w+\.)*(\w+)\.[A-Z][A-Z_0-9]*(?:\.value)?")
"""A member of an enumeration, as it is written."""

TABLE = "Grant"
"""The roles that hold a permission are a row of the table of who may what: its one place."""


def sets_of(tree):
    """Yield enumeration and node of each tuple, list or set of two or more of its members."""
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    rows = {arg for each in calls if ast.unparse(each.func) == TABLE for arg in each.args}
    for node in ast.walk(tree):
        if node in rows:
            continue
        if isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) > 1:
            named = [MEMBER.fullmatch(ast.unparse(each)) for each in node.elts]
            kinds = {each[1] if each else "" for each in named}
            if len(kinds) == 1 and kinds <= HOMES.keys():
                yield kinds.pop(), node


def test_a_set_of_members_stands_beside_its_enumeration():
    astray = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in TREES.items()
        for name, node in sets_of(tree)
        if path not in HOMES[name]
    ]

    assert astray == [], "name it beside the enumeration, and import the name"


def test_a_set_of_members_written_into_a_query_is_seen():
    planted = "asked.where(Hold.state.in_([HoldState.VOIDED, models.HoldState.LAPSED]))"

    assert [name for name, _node in sets_of(ast.parse(planted))] == ["HoldState"]


def _sets_named_in(module):
    """Return the members → the names a module gives them."""
    names = defaultdict(list)
    for name, value in vars(module).items():
        is_set = isinstance(value, tuple | frozenset) and len(value) > 1
        if name.isupper() and is_set and all(isinstance(each, Enum) for each in value):
            names[frozenset(value)].append(name)
    return names


@pytest.mark.parametrize("path", sorted(set.union(*HOMES.values())))
def test_no_set_of_members_has_two_names(path):
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))

    assert [names for names in _sets_named_in(module).values() if len(names) > 1] == []


def same_twice(trees):
    """Return the places of public functions with one name and one body, docstrings aside."""
    seen = defaultdict(list)
    for path, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                seen[node.name, ast.dump(ast.Module(body, []))].append(f"{path}: {node.name}")
    return [places for places in seen.values() if len(places) > 1]


def test_no_two_public_functions_have_one_name_and_one_body():
    assert same_twice(TREES) == []


def test_a_function_copied_into_another_file_is_seen():
    copied, other = "def said(a):\n    'Say %s.'\n    return str(a)", "def said(a):\n    return a"
    trees = {"a.py": copied % "it", "b.py": other, "c.py": copied % "so"}

    assert same_twice({path: ast.parse(code) for path, code in trees.items()}) == [
        ["a.py: said", "c.py: said"]
    ]


def edges_of_a_window(tree):
    """Yield where the settings are read that open check-in and close check-out."""
    for node in ast.walk(tree):
        name = getattr(node, "attr", None) or getattr(node, "value", None)
        if str(name).startswith(("check_in_opens_minutes", "check_out_closes_minutes")):
            yield node


def test_the_window_of_a_shift_is_reckoned_in_one_place():
    settings = [path for path in TREES if "/settings" in path]

    assert _everywhere(edges_of_a_window, "volunteer/activities/rules/windows.py", *settings) == []


def test_a_window_reckoned_by_hand_is_seen():
    planted = "opens_at = shift.starts_at - timedelta(minutes=settings.check_in_opens_minutes)"

    assert len(list(edges_of_a_window(ast.parse(planted)))) == 1


def ages_of_law(tree):
    """Yield where an age is weighed against the one of the law, or reckoned, by hand."""
    for node in ast.walk(tree):
        if getattr(node, "id", "") in {"ADULT_AT", "ALONE_AT"}:
            yield node
        if isinstance(node, ast.BinOp) and "birth_on.year" in ast.unparse(node):
            yield node


def test_who_is_under_age_is_said_by_core():
    assert _everywhere(ages_of_law, "core/ages.py") == []


@pytest.mark.parametrize("code", ["age < ADULT_AT", "day.year - person.birth_on.year"])
def test_an_age_weighed_by_hand_is_seen(code):
    assert len(list(ages_of_law(ast.parse(code)))) == 1


def translated_refusals(tree):
    """Yield where the words of a caught refusal are translated by hand."""
    for node in ast.walk(tree):
        is_said = isinstance(node, ast.Call) and ast.unparse(node.func) in {"gettext", "_"}
        if is_said and any(getattr(of, "attr", "") == "message" for of in node.args):
            yield node


def test_a_refusal_is_put_into_words_by_core():
    assert _everywhere(translated_refusals, "core/template_filters.py") == []
    pages = Path("templates").rglob("*.html")
    assert [str(page) for page in pages if ".message|say" in page.read_text("utf-8")] == []


def test_a_refusal_translated_by_hand_is_seen():
    assert list(translated_refusals(ast.parse("gettext(refusal.message, **refusal.values)")))


def of_a_dialect(tree):
    """Yield where a row that may be there is written by hand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("on_conflict"):
            yield node


def test_a_row_that_may_be_there_is_written_by_core():
    assert _everywhere(of_a_dialect, "core/upsert.py") == []


def test_a_row_written_by_hand_is_seen():
    planted = ast.parse("sqlite.insert(Wallet).values(id=1).on_conflict_do_nothing()")

    assert [node.attr for node in of_a_dialect(planted)] == ["on_conflict_do_nothing"]


def cut_by_hand(tree):
    """Yield where what was read is cut to a page."""
    for node in ast.walk(tree):
        is_head = isinstance(node, ast.Slice) and node.lower is None and node.upper is not None
        if is_head and ast.unparse(node.upper).endswith(("PAGE", "AT_ONCE", ".limit")):
            yield node.upper


def test_a_page_is_cut_by_core():
    assert _everywhere(cut_by_hand) == []


def test_a_page_cut_by_hand_is_seen():
    planted = "rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None"

    assert len(list(cut_by_hand(ast.parse(planted)))) == 1
