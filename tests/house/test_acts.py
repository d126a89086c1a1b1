"""A rule is told of a change by one act: not by session, authority and moment apart."""

import ast
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from core import room
from core.house import floors

ROOT = Path(__file__).parents[2]
OF_ONE_CHANGE = {"session", "by", "now"}
"""What an act holds. A reading that is told neither who nor when takes the session alone."""


def declared():
    """Return what the rooms list for core to call, which knows no act: jobs, steps, sources."""
    found, waiting = set(), list(room.rooms().values())
    while waiting:
        each = waiting.pop()
        if is_dataclass(each):
            waiting += [getattr(each, field.name) for field in fields(each)]
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, tuple | list | frozenset):
            waiting += each
        elif callable(each) and hasattr(each, "__code__"):
            found.add((each.__module__, each.__name__))
    return found


def rules():
    """Yield every function of the rules of every room, and of what lies beside them."""
    for floor in floors():
        for file in (ROOT / floor).rglob("*.py") if floor not in {"core", "demo"} else ():
            inside = set(file.relative_to(ROOT / floor).parts[:-1])
            if inside & {"views", "forms", "queries", "gate"} or file.stem in {
                "act",
                "gate",
                "cli",
                "queries",
            }:
                continue
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield module, node


def is_apart(function):
    """Say whether a function takes two parts of an act, or one of them or the place beside it."""
    taken = {each.arg for each in [*function.args.args, *function.args.kwonlyargs]}
    parts = taken & OF_ONE_CHANGE
    return len(parts) > 1 or ("act" in taken and bool(taken & (OF_ONE_CHANGE | {"community"})))


def test_a_rule_takes_the_act_and_not_its_parts():
    known = declared()
    assert len(known) > 20, "the rooms declare their jobs"

    apart = [
        f"{module}.{each.name}"
        for module, each in rules()
        if is_apart(each) and (module, each.name) not in known
    ]

    assert apart == [], "take `act: Act` (teams.authority.act, or accounts.act below it)"


@pytest.mark.parametrize(
    ("signature", "found"),
    [
        ("session, now", True),
        ("session, row, by", True),
        ("row, *, by, now", True),
        ("act, row, now", True),
        ("act, community", True),
        ("act, row", False),
        ("session, community", False),
        ("row, now", False),
        ("self, session, row", False),
    ],
)
def test_parts_of_an_act_are_noticed(signature, found):
    (function,) = ast.parse(f"def rule({signature}): ...").body

    assert is_apart(function) is found
