"""`make picture`: every feature and every file, written into docs/architecture.md from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.layers import folders_of
from core.house import ROOT, packages

DOCUMENT = ROOT / "docs" / "architecture.md"
FEATURES = ("<!-- map: written by make picture -->\n", "<!-- end of the map -->\n")
FILES = ("<!-- files: written by make picture -->\n", "<!-- end of the files -->\n")


def main() -> int:
    """Write the map and the files anew, between their marks."""
    DOCUMENT.write_text(with_map(DOCUMENT.read_text("utf-8")), "utf-8")
    return 0


def with_map(text: str) -> str:
    """Return the document with the features and the files of the house as they stand."""
    return _between(_between(text, FEATURES, _features()), FILES, _files())


def _between(text: str, marks: tuple[str, str], lines: Iterator[str]) -> str:
    begins, ends = marks
    before, _, rest = text.partition(begins)
    _old, _, after = rest.partition(ends)
    return before + begins + "".join(f"{line}\n" for line in lines) + ends + after


def _features() -> Iterator[str]:
    yield "| Feature | What it is |"
    yield "|---|---|"
    for room in reversed(packages()):
        for folder in _features_of(room) or [ROOT / room]:
            yield f"| `{_name(folder)}/` | {_gist(folder / '__init__.py')} |"


def _files() -> Iterator[str]:
    for room in reversed(packages()):
        features = _features_of(room)
        whole = (ROOT / room).glob("*.py") if features else (ROOT / room).rglob("*.py")
        yield from _section(ROOT / room, whole)
        for feature in features:
            yield from _section(feature, feature.rglob("*.py"))


def _section(folder: Path, files: Iterable[Path]) -> Iterator[str]:
    yield f"\n**`{_name(folder)}/`** · {_gist(folder / '__init__.py')}\n"
    for file in sorted(files):
        if file.stem != "__init__" or _holds_functions(file):
            yield f"- `{_name(file)}` · {_gist(file)}"


def _features_of(room: str) -> list[Path]:
    return [ROOT / room / name for name in sorted(folders_of(room))]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _holds_functions(file: Path) -> bool:
    return any(isinstance(each, ast.FunctionDef) for each in _read(file).body)


def _gist(file: Path) -> str:
    words = ast.get_docstring(_read(file)) or ""
    return words.partition("\n")[0].rstrip(".")


def _read(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


if __name__ == "__main__":
    raise SystemExit(main())
