"""The events the code notes in the audit trail, read from the code itself."""

import ast
from functools import cache

from core.house import ROOT, packages
from volunteer.sign_ups.models import BY_LEADER, SignUpMove

BUILT = {
    "attendance_": [
        f"attendance_{act.value}" for act in (*BY_LEADER, SignUpMove.CONFIRM, SignUpMove.REOPEN)
    ]
}
"""Events whose names are set together, by what they begin with: the names there are."""


@cache
def trees():
    files = [
        ROOT / "app.py",
        *(each for package in packages() for each in (ROOT / package).rglob("*.py")),
    ]
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text("utf-8")) for file in files}


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


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
        events = [event for value in given for event in spelt(value, inside) or []]
        return events or None
    return None


class Walk:
    """One reading of the code: the events it notes with their details, the calls that tell none."""

    def __init__(self) -> None:
        self.events: set[str] = set()
        self.details: set[str] = set()
        self.untold: list[str] = []
        for file, tree in trees().items():
            for inside in [*functions(tree), tree]:
                for call in calls_in(inside):
                    self._read(file, inside, call)

    def _read(self, file: str, inside: ast.AST, call: ast.Call) -> None:
        found = spelt(call.args[0], inside) or spelt(call.args[0], trees()[file])
        self.events.update(found or [])
        self.details |= {word.arg for word in call.keywords if word.arg}
        if found is None:
            self.untold.append(f"{file}:{call.lineno}")


def calls_in(inside: ast.AST) -> list[ast.Call]:
    """Return what is noted in a function, or at the top of a module outside any."""
    nodes = list(ast.walk(inside))
    if isinstance(inside, ast.Module):
        within = {id(node) for function in functions(inside) for node in ast.walk(function)}
        nodes = [node for node in nodes if id(node) not in within]
    return [node for node in nodes if isinstance(node, ast.Call) and is_noting(node)]


def is_noting(call: ast.Call) -> bool:
    """Say whether it is `act.note(event, row, …)`; the diary of the demo is another book."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "note":
        return False
    return len(call.args) == 2 and ast.unparse(call.func.value) != "diary"
