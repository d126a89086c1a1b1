"""A value, a guard, a set of states is said in one place and used from there."""

import ast
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
