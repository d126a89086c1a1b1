"""A value, a guard, a set of states is said in one place and used from there."""

import ast
from collections import defaultdict
from pathlib import Path

FLOORS = ("core", "accounts", "teams", "points", "volunteer", "commendations")
TREES = {
    str(path): ast.parse(path.read_text(encoding="utf-8"))
    for floor in FLOORS
    for path in sorted(Path(floor).rglob("*.py"))
}


def _everywhere(fault, *excepted):
    return [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in TREES.items()
        if path not in excepted
        for node in fault(tree)
    ]


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


def translated_refusals(tree):
    """Yield where the words of a caught refusal are translated by hand."""
    for node in ast.walk(tree):
        is_said = isinstance(node, ast.Call) and ast.unparse(node.func) in {"gettext", "_"}
        if is_said and any(getattr(of, "attr", "") == "message" for of in node.args):
            yield node


def test_a_refusal_is_put_into_words_by_core():
    assert _everywhere(translated_refusals, "core/typesetting.py") == []
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
