"""Thirty functions by name and docstring, whose files a reader of docs/architecture.md guesses.

Run: python -m bench.guess. Prints thirty public functions, always the same of the same code, and
not their files. A reader who has seen only docs/architecture.md writes bench/guesses.txt, a line
each: `name path/of/file.py`; blank lines and lines that begin with # are left out. Run again, it
counts the right files, and apart from them those right in the folder of the feature alone.
"""

import ast
import random
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUESSES = ROOT / "bench" / "guesses.txt"
ASIDE = {"tests", "bench", "migrations", "demo"}
SEED = 20261128
HOW_MANY = 30
Asked = dict[str, tuple[Path, str]]
"""The file and the docstring of each function, by name."""


def public_functions() -> Iterator[tuple[str, Path, str]]:
    """Yield name, file and docstring of every public function of the rooms."""
    tops = sorted(each.parent for each in ROOT.glob("*/__init__.py"))
    for path in (
        each for top in tops if top.name not in ASIDE for each in sorted(top.rglob("*.py"))
    ):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield node.name, path.relative_to(ROOT), ast.get_docstring(node) or ""


def asked() -> Asked:
    """Pick the functions to guess, none of a name that two of them have."""
    found = sorted(public_functions(), key=lambda each: (each[0], str(each[1])))
    names = [name for name, _path, _words in found]
    alone = [each for each in found if names.count(each[0]) == 1 and each[2]]
    picked = random.Random(SEED).sample(alone, HOW_MANY)  # noqa: S311 - nothing is kept secret by it
    return {name: (path, words) for name, path, words in picked}


def guessed(text: str) -> dict[str, Path]:
    """Read the guesses: a name and a path on each line."""
    lines = [line.split() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return {name: Path(path) for name, path in lines}


def feature_of(path: Path) -> Path:
    """Return the folder of a file's feature: the second of its room, or the room itself."""
    return Path(*path.parent.parts[:2])


def counted(functions: Asked, guesses: dict[str, Path]) -> tuple[list[str], list[str], list[str]]:
    """Part the names: right in the file, right in the feature alone, wrong or not guessed."""
    right, near, wrong = [], [], []
    for name, (path, _words) in functions.items():
        guess = guesses.get(name)
        if guess == path:
            right.append(name)
        elif guess is not None and feature_of(guess) == feature_of(path):
            near.append(name)
        else:
            wrong.append(name)
    return right, near, wrong


def main() -> int:
    """Ask, or count when there are guesses."""
    functions = asked()
    if not GUESSES.exists():
        for name, (_path, words) in functions.items():
            print(f"{name}\n    {' '.join(words.split())}\n")
        return 0
    guesses = guessed(GUESSES.read_text("utf-8"))
    right, near, wrong = counted(functions, guesses)
    print(f"{len(right)} of {len(functions)} files; {len(near)} more in the feature")
    for name in [*near, *wrong]:
        print(f"  {name}: {functions[name][0]}, guessed {guesses.get(name, 'nothing')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
