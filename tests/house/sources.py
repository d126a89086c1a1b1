"""The program as the tests of the house read it: its modules, and what a name there means."""

import ast
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASIDE = {"tests", "bench", "migrations"}
Place = tuple[str, str]
"""A module, and a name at its top."""


def rooms() -> list[str]:
    """Return the packages the program is made of."""
    found = {each.parent.name for each in ROOT.glob("*/__init__.py")}
    return sorted(found - ASIDE)


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def trees(*tops: str) -> dict[str, ast.Module]:
    """Return the syntax tree of every module below `tops`, or of a file named so."""
    paths = [path for top in tops for path in [*(ROOT / top).rglob("*.py"), ROOT / top]]
    return {module_of(path): ast.parse(path.read_text("utf-8")) for path in paths if path.is_file()}


def program() -> dict[str, ast.Module]:
    return trees(*rooms(), "app.py")


class Code:
    """Modules by name, and what is written in them means."""

    def __init__(self, modules: dict[str, ast.Module]) -> None:
        self.modules = modules

    @cached_property
    def tops(self) -> dict[Place, ast.stmt]:
        """What stands at the top of a module, by its place."""
        return {
            (module, name): node
            for module, tree in self.modules.items()
            for node in tree.body
            for name in names_of(node)
        }

    @cached_property
    def imported(self) -> dict[Place, str | Place]:
        """What an imported name is: a module, or a place in one."""
        found: dict[Place, str | Place] = {}
        for module, tree in self.modules.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    found |= {(module, each.asname or each.name): each.name for each in node.names}
                if isinstance(node, ast.ImportFrom) and node.module:
                    found |= {
                        (module, each.asname or each.name): self._from(node.module, each.name)
                        for each in node.names
                    }
        return found

    def _from(self, module: str, name: str) -> str | Place:
        whole = f"{module}.{name}"
        return whole if whole in self.modules else (module, name)

    @cached_property
    def methods(self) -> dict[str, tuple[str, ast.FunctionDef]]:
        """The module and the method of each name that one class alone has."""
        found: dict[str, list[tuple[str, ast.FunctionDef]]] = {}
        for (module, _name), node in self.tops.items():
            if isinstance(node, ast.ClassDef):
                for each in node.body:
                    if isinstance(each, ast.FunctionDef):
                        found.setdefault(each.name, []).append((module, each))
        return {name: made[0] for name, made in found.items() if len(made) == 1}

    def meaning(self, module: str, node: ast.AST) -> str | Place | None:
        """Return the module or the place that a name or an attribute stands for."""
        if isinstance(node, ast.Name):
            return self._followed((module, node.id))
        if isinstance(node, ast.Attribute):
            inside = self.meaning(module, node.value)
            if isinstance(inside, str):
                return self._followed_from(self._from(inside, node.attr))
        return None

    def _followed(self, place: Place) -> str | Place | None:
        if place in self.tops and place not in self.imported:
            return place
        return self._followed_from(self.imported.get(place))

    def _followed_from(self, found: str | Place | None) -> str | Place | None:
        if isinstance(found, tuple) and found not in self.tops and found in self.imported:
            return self._followed_from(self.imported[found])
        return found


def names_of(node: ast.stmt) -> list[str]:
    """Return the names a statement at the top of a module gives to what it makes."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [each.id for top in targets for each in ast.walk(top) if isinstance(each, ast.Name)]
    return []
