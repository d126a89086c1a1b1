"""Nothing stands in the program that nobody uses: functions, constants, macros, templates."""

import ast
import re

from tests.house.sources import ROOT, Code, Place, program, trees
from tests.house.test_variants import plain_of

CALLED_BY_A_LIBRARY = re.compile(
    r"\.(?:get|post|route|command|before_\w+|after_\w+|app_\w+|url_\w+|\w*_loader|listens_for)\b"
    r"|^(?:listens_for|compiles)\b"
)
READ_BY_NAME = {"LAYERS", "SETTINGS", "blueprints", "commands", "room", "ROOM"}
"""What `core.room` and `bench.layers` ask every room for, beside a function named as its module."""

KEPT = {
    "accounts.rules.hashing.use": "tests hash cheaply",
    "core.background.wait": "tests wait for what is done behind an answer",
    "core.migrating.differences": "the migrations are held to the models by it",
    "points.ledger.rules.ledger.debit": "one of the three ways the ledger may change",
    "teams.imports.columns.USUAL_HEADINGS": "the catalogue collects what is said in English",
}
"""What only tests use, and why it stays."""

MACRO = re.compile(r"\{%-? macro (\w+)\(")
CODE = Code(program())
USERS = Code(program() | trees("bench", "migrations", "gunicorn.conf.py"))


def used(code: Code) -> set[Place]:
    """Return every place that some line reads."""
    meant = {
        code.meaning(module, node)
        for module, tree in code.modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    return {each for each in meant if isinstance(each, tuple)}


def is_asked_for(place: Place, node: ast.stmt) -> bool:
    """Say whether a library calls it, or a room declares it."""
    given = [ast.unparse(each) for each in getattr(node, "decorator_list", [])]
    module, name = place
    return (
        name == "_"
        or name.startswith("__")
        or name in READ_BY_NAME | {module.rpartition(".")[2]}
        or any(CALLED_BY_A_LIBRARY.search(each) for each in given)
    )


def unused(code: Code, read: set[Place]) -> set[str]:
    return {
        ".".join(place)
        for place, node in code.tops.items()
        if place not in read and not is_asked_for(place, node)
    }


def test_every_function_and_constant_is_used_by_the_program():
    assert unused(CODE, used(USERS)) - KEPT.keys() == set()


def test_what_nobody_reads_is_seen():
    module = ast.parse("LEFT = 1\nREAD = 2\n\ndef spare():\n    return READ\n")
    code = Code({"points.supermarket": module})

    assert unused(code, used(code)) == {"points.supermarket.LEFT", "points.supermarket.spare"}


def templates() -> dict[str, str]:
    paths = sorted(ROOT.glob("templates/**/*.html"))
    return {str(path.relative_to(ROOT / "templates")): path.read_text("utf-8") for path in paths}


def test_every_macro_is_called():
    pages = templates()
    text = "".join(pages.values())
    idle = {
        f"{page}: {macro}"
        for page, words in pages.items()
        for macro in MACRO.findall(words)
        if len(re.findall(rf"\b{macro}[()]", text)) < 1 + text.count(f"macro {macro}(")
    }

    assert idle == set()


def test_every_template_is_drawn_or_taken_in():
    pages = templates()
    sources = [ast.unparse(tree) for tree in program().values()]
    text = "".join([*pages.values(), *sources])

    assert {page for page in pages if plain_of(page) not in text} == set()
