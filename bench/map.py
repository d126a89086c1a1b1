"""`make picture`: every feature with its files, written into docs/architecture.md from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bench.layers import folders_of
from core.house import ROOT, floors

DOCUMENT = ROOT / "docs" / "architecture.md"
KINDS = ("rules", "queries", "views")
BEGINS, ENDS = "<!-- map: written by make picture -->\n", "<!-- end of the map -->\n"


def main() -> int:
    """Write the map anew, between its two marks."""
    DOCUMENT.write_text(with_map(DOCUMENT.read_text("utf-8")), "utf-8")
    return 0


def with_map(text: str) -> str:
    """Return the document with the map of the house as it stands."""
    before, _, rest = text.partition(BEGINS)
    _old, _, after = rest.partition(ENDS)
    return before + BEGINS + "".join(f"{line}\n" for line in drawn()) + ENDS + after


def drawn() -> Iterator[str]:
    """Yield the lines of the map: a feature, what it is, and the files of each kind."""
    yield "| Feature | What it is | Files |"
    yield "|---|---|---|"
    for room in reversed(floors()):
        for name in sorted(folders_of(room)):
            feature = ROOT / room / name
            yield f"| `{room}/{name}/` | {_gist(feature)} | {_files(feature)} |"
        if not folders_of(room):
            names = " ".join(_names(ROOT / room))
            rules = " ".join(_names(ROOT / room / "rules"))
            told = f"{names} · rules: {rules}" if rules else names
            yield f"| `{room}/` | {_gist(ROOT / room)} | {told} |"


def _files(feature: Path) -> str:
    kinds = ((kind, " ".join(_names(feature / kind))) for kind in KINDS)
    folders = [f"{kind}: {names}" for kind, names in kinds if names]
    return " · ".join([*folders, " ".join(_names(feature))]).removesuffix(" · ")


def _names(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")


def _gist(package: Path) -> str:
    words = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    return words.partition("\n")[0].rstrip(".")


if __name__ == "__main__":
    raise SystemExit(main())
