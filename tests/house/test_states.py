"""The life of every row stands in a table, and docs/states.md prints all of them."""

import ast
import sys
from pathlib import Path

from bench import states
from core.base import Base
from core.house import packages
from core.states import StateTable

ROOT = Path(__file__).parents[2]
STILL = {"ImportRow", "Period", "Wallet"}
"""Rows whose state no rule of the program changes yet."""

SPELT = {"IN_TEAM", "KEPT", "PUBLISHED"}
"""IN_TEAM draws an index of its own table; the other two are what is shown, by chance the same."""


def writes_state(node):
    """Say whether a piece of code writes the state of a row that is there already."""
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    if called == "setattr":
        return ast.unparse(node.args[1]) == "'state'"
    names = {each.arg for each in node.keywords}
    return "state" in names and called.endswith(".values") and called.startswith("update(")


def test_only_the_tables_write_a_state():
    writing = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for package in packages()
        for file in (ROOT / package).rglob("*.py")
        if file != ROOT / "core" / "states.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if writes_state(node)
    ]

    assert writing == [], "a state is written by the StateTable of its model"


def test_every_row_with_a_state_has_one_table():
    held = {each.class_.__name__ for each in Base.registry.mappers if "state" in each.columns}

    assert sorted(table.model.__name__ for table in StateTable.every) == sorted(held - STILL)


def test_the_document_is_what_the_code_draws():
    assert states.DOCUMENT.read_text("utf-8") == states.drawn(), "run `make states`"


def test_every_move_has_a_line_and_is_called_a_move():
    for table in StateTable.every:
        moves = {move for _, move in table.moves}
        kind = type(next(iter(moves)))
        assert moves == set(kind), table.model.__name__
        assert kind.__name__.endswith("Move"), kind.__name__


def test_a_set_of_states_a_move_begins_from_is_derived_from_the_table():
    """A set with a name of its own beside the table would stay behind when the table changes."""
    begun = {table.begins(move) for table in StateTable.every for _, move in table.moves}
    beside = {
        f"{module.__name__}.{name}"
        for module in list(sys.modules.values())
        if module.__name__.split(".")[0] in packages() and ".models" in module.__name__
        for name, value in vars(module).items()
        if isinstance(value, tuple) and len(value) > 1 and is_states(value)
        if frozenset(value) in begun
    }

    assert {each.rpartition(".")[2] for each in beside} <= SPELT, beside


def is_states(value):
    return all(type(each).__name__.endswith("State") for each in value)
