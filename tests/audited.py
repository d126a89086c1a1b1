"""The events the code notes in the audit trail, read from the code itself."""

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.house import ROOT, floors
from volunteer.sign_ups.models import BY_LEADER, SignUpAct

BUILT = {
    "attendance_": [
        f"attendance_{act.value}" for act in (*BY_LEADER, SignUpAct.CONFIRM, SignUpAct.REOPEN)
    ]
}
"""Events whose names are set together, by what they begin with: the names there are."""
UNPACKED = {("teams/members/rules/members.py", "_change"): ["member_suspended", "member_resumed"]}
"""Functions that take the event inside something else: the events they are called with."""
RECORD = ("accounts/rules/audit.py", "record")


@dataclass(frozen=True)
class Noting:
    """A function that notes an event, and which of its parameters names it."""

    parameter: str
    place: int


@cache
def trees():
    files = [
        ROOT / "app.py",
        *(each for floor in floors() for each in (ROOT / floor).rglob("*.py")),
    ]
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text("utf-8")) for file in files}


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def module_file(name: str) -> str:
    path = Path(*name.split("."))
    return str(path.with_suffix(".py"))


@cache
def known_names(file: str) -> dict[str, tuple[str, str]]:
    """Return what a module calls by name or through a module → file and function meant."""
    found = {function.name: (file, function.name) for function in functions(trees()[file])}
    for node in ast.walk(trees()[file]):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                said = alias.asname or alias.name
                inner = module_file(f"{node.module}.{alias.name}")
                if inner in trees():
                    found[f"{said}."] = (inner, "")
                else:
                    found[said] = (module_file(node.module), alias.name)
    return found


def called(file: str, call: ast.Call) -> tuple[str, str] | None:
    target = call.func
    if isinstance(target, ast.Name):
        return known_names(file).get(target.id)
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        module = known_names(file).get(f"{target.value.id}.")
        return (module[0], target.attr) if module else None
    return None


def event_of(call: ast.Call, noting: Noting) -> ast.expr | None:
    for word in call.keywords:
        if word.arg == noting.parameter:
            return word.value
    return call.args[noting.place] if len(call.args) > noting.place else None


def spelt(expression: ast.expr, inside: ast.AST) -> list[str] | None:
    """Return the events an expression may name, or None when that cannot be told."""
    if isinstance(expression, ast.Constant):
        return [str(expression.value)]
    if isinstance(expression, ast.IfExp):
        return (spelt(expression.body, inside) or []) + (spelt(expression.orelse, inside) or [])
    if isinstance(expression, ast.JoinedStr) and isinstance(expression.values[0], ast.Constant):
        return BUILT.get(str(expression.values[0].value))
    if isinstance(expression, ast.Name):
        given = [
            node.value
            for node in ast.walk(inside)
            if isinstance(node, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == expression.id for t in node.targets)
        ]
        said = [event for value in given for event in spelt(value, inside) or []]
        return said or None
    return None


def parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in [*function.args.args, *function.args.kwonlyargs]]


@cache
def calls_by_target():
    """Return every call of the code by the function it means: file, function around it, call."""
    found = defaultdict(list)
    for file, tree in trees().items():
        for inside in [*functions(tree), None]:
            for call in calls_in(tree, inside):
                found[called(file, call)].append((file, inside, call))
    return found


class Walk:
    """One reading of the code: the events it notes with their details, the calls that tell none."""

    def __init__(self) -> None:
        self.noting = {RECORD: Noting("event", 1)}
        self.events: set[str] = set()
        self.details: set[str] = set()
        self.untold: list[str] = []
        waiting = list(self.noting)
        while waiting:
            waiting += self._callers_of(waiting.pop())

    def _callers_of(self, wanted: tuple[str, str]) -> list[tuple[str, str]]:
        """Read every call of `wanted`; return the functions that only hand an event on to it."""
        handing_on = []
        for file, inside, call in calls_by_target().get(wanted, ()):
            handing_on += self._read(file, inside, call, self.noting[wanted])
            self._note_details(wanted, call)
        return handing_on

    def _note_details(self, wanted: tuple[str, str], call: ast.Call) -> None:
        file, name = wanted
        asked = next(each for each in functions(trees()[file]) if each.name == name)
        given = {word.arg for word in call.keywords if word.arg}
        self.details |= given - set(parameters(asked))

    def _read(self, file, inside, call, noting) -> list[tuple[str, str]]:
        said = event_of(call, noting)
        key = (file, inside.name if inside is not None else "")
        names = parameters(inside) if inside is not None else []
        if isinstance(said, ast.Name) and said.id in names:
            is_new = key not in self.noting
            self.noting[key] = Noting(said.id, names.index(said.id))
            return [key] if is_new else []
        found = UNPACKED.get(key)
        if said is not None and found is None:
            found = (spelt(said, inside) if inside is not None else None) or spelt(
                said, trees()[file]
            )
        self.events.update(found or [])
        if found is None:
            self.untold.append(f"{file}:{call.lineno}")
        return []


def calls_in(tree, inside):
    if inside is not None:
        return [node for node in ast.walk(inside) if isinstance(node, ast.Call)]
    within = {id(node) for function in functions(tree) for node in ast.walk(function)}
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in within
    ]
