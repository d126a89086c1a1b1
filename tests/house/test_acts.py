"""A rule is told of a change by one act: not by session, authority and moment apart."""

import ast
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from core import room
from core.house import packages

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
    for package in packages():
        for file in (ROOT / package).rglob("*.py") if package not in {"core", "demo"} else ():
            inside = set(file.relative_to(ROOT / package).parts[:-1])
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


TOGETHER = {
    "commendations.nominations.rules.candidates.order": "a key to sort by",
    "volunteer.hours.rules.objections.objected_line": "two rows of one statement",
    "volunteer.sign_ups.rules.attendance_lists.on_attendance_list": "two rows of one statement",
    "volunteer.sign_ups.rules.sign_up_rows.hold_member_and_shift": "two rows of one statement",
    "volunteer.sign_ups.rules.sign_up_rows.sign_up_in": "two rows of one statement",
}
"""Public rules that answer unlike things in one tuple, and why."""


def smuggled(annotation):
    """Say whether an annotation holds a tuple of unlike things, other than the key of a mapping."""
    if not isinstance(annotation, ast.Subscript):
        return any(smuggled(each) for each in ast.iter_child_nodes(annotation))
    inside = (
        annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    )
    kind = ast.unparse(annotation.value)
    if kind == "tuple" and len({ast.unparse(each) for each in inside} - {"..."}) > 1:
        return True
    values = inside[1:] if kind in {"dict", "Mapping", "defaultdict"} else inside
    return any(smuggled(each) for each in values)


def test_no_rule_takes_unlike_things_in_one_tuple():
    """Six arguments are the most; a seventh is a sign of a thing without a name, not of a tuple."""
    taken = [
        f"{module}.{function.name}({each.arg})"
        for module, function in rules()
        for each in [*function.args.args, *function.args.kwonlyargs]
        if each.annotation is not None and smuggled(each.annotation)
    ]

    assert taken == [], "name a small dataclass, or take them apart"


def test_a_public_rule_names_what_it_answers():
    answered = {
        f"{module}.{function.name}"
        for module, function in rules()
        if not function.name.startswith("_")
        if function.returns is not None and smuggled(function.returns)
    }

    assert answered == TOGETHER.keys(), "name a small dataclass"


@pytest.mark.parametrize(
    ("annotation", "found"),
    [
        ("tuple[int, str]", True),
        ("list[tuple[Member, Shift]]", True),
        ("Mapping[int, tuple[date, int]] | None", True),
        ("tuple[int, int | None]", True),
        ("tuple[int, ...]", False),
        ("tuple[str, str]", False),
        ("dict[tuple[str, int], int]", False),
        ("Sequence[Row]", False),
    ],
)
def test_a_tuple_of_unlike_things_is_noticed(annotation, found):
    assert smuggled(ast.parse(annotation, mode="eval").body) is found


def test_the_act_itself_notes_and_tells():
    """A helper called so would hide which event stands in the trail, or who is told what."""
    helpers = [
        f"{file.relative_to(ROOT)}: {node.name}"
        for package in packages()
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name in {"_note", "_tell"}
    ]

    assert helpers == [], "act.note(event, row), act.tell(person_id, sentence)"
