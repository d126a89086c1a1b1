"""Refusals come in the order a docstring promises, and not in that of keyword arguments."""

import ast
import re
from functools import cache

import pytest

from tests.house.sources import ROOT, Code, Place, program

IN_THAT_ORDER = re.compile(r"\bRaises (.*?),? in that order\b")
CODE = Code(program())
ROOTS = {("core.errors", "RuleError"), ("core.inputs", "BadInput")}


@cache
def kinds_of(place: Place) -> frozenset[Place]:
    """Return a class and all it descends from."""
    node = CODE.tops.get(place)
    if not isinstance(node, ast.ClassDef):
        return frozenset()
    above = [CODE.meaning(place[0], base) for base in node.bases]
    return frozenset({place}).union(*(kinds_of(each) for each in above if isinstance(each, tuple)))


def is_refusal(place: object) -> bool:
    return isinstance(place, tuple) and bool(ROOTS & kinds_of(place))


REFUSALS = {place[1] for place in CODE.tops if is_refusal(place)}


class Running(ast.NodeVisitor):
    """Walk a function as it runs, into all it calls, and keep the refusals in their order."""

    def __init__(self, module: str, inside: tuple[Place, ...] = ()) -> None:
        self.module, self.inside = module, inside
        self.found: list[Place] = []

    def visit_Call(self, node: ast.Call) -> None:
        """What is handed over is worked out before the call."""
        if isinstance(node.func, ast.Attribute):
            self.visit(node.func.value)
        for each in [*node.args, *node.keywords]:
            self.visit(each)
        self._meet(node.func)
        if isinstance(node.func, ast.Attribute) and not CODE.meaning(self.module, node.func):
            self._meet_method(node.func.attr)

    def visit_Name(self, node: ast.Name) -> None:
        self._meet(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.visit(node.value)
        self._meet(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._gather(node)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._gather(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._gather(node)

    def _gather(self, node: ast.GeneratorExp | ast.ListComp | ast.SetComp) -> None:
        for each in [*node.generators, node.elt]:
            self.visit(each)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        for each in node.body:
            self.visit(each)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for each in node.body:
            self.visit(each)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def _meet(self, node: ast.expr) -> None:
        place = CODE.meaning(self.module, node)
        if not isinstance(place, tuple) or place in self.inside:
            return
        if is_refusal(place):
            self.found.append(place)
        elif not isinstance(CODE.tops.get(place), ast.ClassDef | None):
            self.found += refusals_of(place, self.inside)

    def _meet_method(self, name: str) -> None:
        module, method = CODE.methods.get(name, ("", None))
        if method is not None and (module, name) not in self.inside:
            running = Running(module, (*self.inside, (module, name)))
            running.visit(method)
            self.found += running.found


KNOWN: dict[Place, list[Place]] = {}


def refusals_of(place: Place, inside: tuple[Place, ...] = ()) -> list[Place]:
    """Return what a function or a constant may refuse with, in the order it is reached."""
    if place not in KNOWN:
        running = Running(place[0], (*inside, place))
        running.visit(CODE.tops[place])
        KNOWN[place] = running.found
    return KNOWN[place]


def promised(docstring: str) -> list[str]:
    """Return the refusals a docstring names in its order, without what it says in brackets."""
    found = IN_THAT_ORDER.search(" ".join(docstring.split()))
    words = re.sub(r"\([^()]*\)", "", found[1]) if found else ""
    return [each for each in re.findall(r"\b[A-Z]\w+", words) if each in REFUSALS]


PROMISES = {
    place: promised(ast.get_docstring(node) or "")
    for place, node in CODE.tops.items()
    if isinstance(node, ast.FunctionDef)
}


def is_kept(promise: list[str], reached: list[Place]) -> bool:
    """Say whether each promised refusal, or one of its kind, comes after the one before."""
    left = iter(reached)
    return all(
        any(name in {each[1] for each in kinds_of(came)} for came in left) for name in promise
    )


@pytest.mark.parametrize(
    "place", [place for place, promise in PROMISES.items() if promise], ids=".".join
)
def test_refusals_come_in_the_promised_order(place):
    assert is_kept(PROMISES[place], refusals_of(place)), [each[1] for each in refusals_of(place)]


SAID = re.compile(r"\b[Ii]n\s+th(?:at|is)\s+order\b")
OF_NO_REFUSALS = {
    ("volunteer.sign_ups.rules.cancelling", "give_up"),
    ("volunteer.service_time.rules.service_time", "suggest"),
}
"""Speak of the order of rows held, and of what is worked out (T1 to T7 are tested)."""

WALKED = {
    ("core.resident_number", "read_number"): (
        "tests/core/test_resident_number.py",
        "test_faults_of_a_number_are_told_in_that_order",
    ),
    ("points.redemptions.queries.product_list", "reason_against"): (
        "tests/points/redemptions/test_product_pages.py",
        "test_reasons_against_one_piece_more_come_in_that_order",
    ),
    ("volunteer.sign_ups.rules.eligibility", "verdict"): (
        "tests/volunteer/sign_ups/test_verdict_order.py",
        "test_a_verdict_is_tried_in_this_order",
    ),
}
"""Promise an order of what has no class of its own: the test that walks through it."""


def test_every_promise_of_an_order_is_read_or_walked_through():
    speaking = {
        place
        for place, node in CODE.tops.items()
        if isinstance(node, ast.FunctionDef) and SAID.search(ast.get_docstring(node) or "")
    }

    promising = {place for place, promise in PROMISES.items() if promise}
    assert speaking - OF_NO_REFUSALS == promising | WALKED.keys()


@pytest.mark.parametrize("place", WALKED, ids=".".join)
def test_a_walk_through_an_order_stands_where_it_is_said(place):
    path, walk = WALKED[place]

    assert f"\ndef {walk}(" in (ROOT / path).read_text("utf-8")


def test_a_promise_that_two_refusals_break_is_seen():
    broken = [
        (place, first)
        for place, promise in PROMISES.items()
        for first in range(len(promise) - 1)
        if not is_kept(_swapped(promise, first), refusals_of(place))
    ]
    neighbours = sum(max(0, len(promise) - 1) for promise in PROMISES.values())

    assert len(broken) > neighbours * 0.9


def _swapped(promise: list[str], first: int) -> list[str]:
    return [*promise[:first], promise[first + 1], promise[first], *promise[first + 2 :]]


def of_arguments(module: str, call: ast.Call) -> list[set[Place]]:
    """Return what each argument that calls something may refuse with before the call itself."""
    found = []
    for each in [*call.args, *call.keywords]:
        if any(isinstance(node, ast.Call) for node in ast.walk(each)):
            running = Running(module)
            running.visit(each)
            found.append(set(running.found))
    return [each for each in found if each]


def test_no_order_of_refusals_rests_on_that_of_arguments():
    resting = [
        f"{module}:{call.lineno}"
        for module, tree in CODE.modules.items()
        if ".rules" in module
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and not is_refusal(CODE.meaning(module, call.func))
        if len(of_arguments(module, call)) > 1
    ]

    assert resting == [], "work it out before the call, a line each"
