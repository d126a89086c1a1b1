"""The rooms of the house by name, for what reads its code: sentences, contracts, maps, tests."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]


def rooms() -> tuple[str, ...]:
    """Return the rooms as `app.py` lists them, lowest first; nothing of the program is loaded."""
    lines = ast.parse((ROOT / "app.py").read_text("utf-8")).body
    named = {
        ast.unparse(each.targets[0]): each.value for each in lines if isinstance(each, ast.Assign)
    }
    return tuple(ast.literal_eval(named["ROOMS"]))


def packages() -> tuple[str, ...]:
    """Return the packages of the program, lowest first: the ground, then the rooms."""
    return ("core", *rooms())
