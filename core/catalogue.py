"""The English catalogue: every Chinese sentence of pages and code, kept beside its translation.

Run as a module (`make words`) to collect the sentences again and to compile what is translated.
"""

import ast
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from core.house import ROOT, packages

FOLDER = ROOT / "core" / "translations" / "en" / "LC_MESSAGES"
SOURCE, COMPILED = FOLDER / "messages.po", FOLDER / "messages.mo"
CHINESE = re.compile("[\u3400-\u9fff]")
JINJA = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "silent": "false"}
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed date in the head of the catalogue, so that it changes only with its sentences."""

SHEET = "answers to the rows of a sheet are stored with the row, in the language of the sheet"
TERMINAL = "is said in a terminal, not on a page"
NOT_SHOWN: dict[str, str] = {
    "core/catalogue.py": "speaks of sentences, shows none",
    "core/name_keys.py": "reads surnames aloud, shows none",
    "core/starting.py": TERMINAL,
    "core/wording.py": "writes days, hours and points in both languages by itself",
    "points/goods/rules/opening_words.py": "writes opening hours in both languages by itself",
    "core/barcodes.py": SHEET,
    "core/resident_number.py": SHEET,
    "core/workbook_cells.py": SHEET,
    "core/workbook_check.py": SHEET,
    "core/workbook_headings.py": SHEET,
    "core/workbook_table.py": SHEET,
    "points/goods/rules/goods_cells.py": SHEET,
    "points/goods/rules/goods_import.py": SHEET,
    "points/goods/rules/goods_known.py": SHEET,
    "points/goods/rules/goods_sheet.py": SHEET,
    "teams/imports/cli.py": TERMINAL,
    "teams/imports/rules/roster_covered.py": SHEET,
    "teams/imports/rules/roster_known.py": SHEET,
    "teams/imports/rules/roster_people.py": SHEET,
    "teams/imports/rules/roster_phones.py": SHEET,
    "teams/imports/rules/roster_row.py": SHEET,
    "teams/imports/rules/roster_sheet.py": SHEET,
    "teams/imports/rules/team_spellings.py": SHEET,
    "teams/members/rules/place_spellings.py": "reads addresses, shows none",
    "points/goods/cli.py": TERMINAL,
    "points/ledger/rules/explanations.py": "writes how points came about, in both languages",
    "teams/communities/cli.py": TERMINAL,
    "volunteer/hours/cli.py": TERMINAL,
    "demo/": "is said in a terminal, or stored as the made-up rows of the demo",
    "volunteer/hours/rules/explanations.py": "writes how minutes came about, in both languages",
    "volunteer/activities/rules/catalogue.py": "stored with each community, which may change it",
    "volunteer/hours/rules/hours_duration.py": SHEET,
    "volunteer/hours/rules/hours_import.py": SHEET,
    "volunteer/hours/rules/hours_known.py": SHEET,
    "volunteer/hours/rules/hours_names.py": SHEET,
    "volunteer/hours/rules/hours_sheet.py": SHEET,
}
"""Files and folders whose Chinese is no sentence of an English page, each with its reason."""

NOT_SENTENCES = frozenset({"_PAIRS", "PRODUCT_WORDS", "relation"})
"""Names given to Chinese that is no sentence: surnames, words no password may be."""

Sentence = str | tuple[str, str]


def sentences() -> dict[Sentence, set[str]]:
    """Return every sentence to translate with the files that say it.

    A pair is a sentence with a number in it: singular and plural.
    """
    found: dict[Sentence, set[str]] = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for sentence in _of_template(path):
            found.setdefault(sentence, set()).add(str(path.relative_to(ROOT)))
    for path in _python_files():
        for sentence in of_python(path.read_text("utf-8")):
            found.setdefault(sentence, set()).add(str(path.relative_to(ROOT)))
    numbered = {pair[0] for pair in found if isinstance(pair, tuple)}
    return {sentence: where for sentence, where in found.items() if sentence not in numbered}


def _python_files() -> Iterator[Path]:
    everything = [
        ROOT / "app.py",
        *(file for package in packages() for file in _below(ROOT / package)),
    ]
    left_out = tuple(NOT_SHOWN)
    return (each for each in everything if not str(each.relative_to(ROOT)).startswith(left_out))


def _below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _of_template(path: Path) -> Iterator[Sentence]:
    with path.open("rb") as file:
        for _line, _function, message, _comments in babel_extract(
            file, ("_", "gettext", "ngettext"), (), JINJA
        ):
            if isinstance(message, str):
                yield message
            elif isinstance(message, tuple) and isinstance(message[0], str):
                yield (message[0], str(message[1])) if message[1] else message[0]


def of_python(source: str) -> Iterator[Sentence]:
    """Yield the Chinese literals of a module, without docstrings, patterns and f-strings."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if _is_docstring(node) or isinstance(node, ast.JoinedStr) or _is_not_shown(node):
            continue
        pair = _numbered(node)
        if pair is not None:
            yield pair
            continue
        worded = _chinese_of(node)
        if worded is not None:
            yield worded
        waiting += reversed(list(ast.iter_child_nodes(node)))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_not_shown(node: ast.AST) -> bool:
    """Say whether the node is a pattern, a column (its default is stored) or a listed name."""
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return called.startswith("re.") or called == "mapped_column"
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(each, ast.Name) and each.id in NOT_SENTENCES for each in targets)


def _chinese_of(node: ast.AST) -> str | None:
    worded = node.value if isinstance(node, ast.Constant) else None
    is_sentence = isinstance(worded, str) and CHINESE.search(worded) and "\\" not in worded
    return worded if isinstance(worded, str) and is_sentence else None


def _numbered(node: ast.AST) -> tuple[str, str] | None:
    if not isinstance(node, ast.Call) or len(node.args) < 2:
        return None
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    one, many = (_chinese_of(each) for each in node.args[:2])
    return (one, many) if name == "ngettext" and one and many else None


def kept() -> Catalog:
    """Return the English catalogue as it stands in the house, an empty one when there is none."""
    if not SOURCE.exists():
        return _empty()
    with SOURCE.open("rb") as file:
        return read_po(file, locale="en")


def _empty() -> Catalog:
    return Catalog(
        locale="en",
        header_comment="# The English of 五色志愿. `make words` collects the sentences again.",
        project="wuse",
        version="1",
        charset="utf-8",
        creation_date=MADE_AT,
        revision_date=MADE_AT,
        last_translator="the house",
        language_team="en",
        msgid_bugs_address="",
        fuzzy=False,
    )


def refreshed() -> Catalog:
    """Return the catalogue of today's sentences with the translations that are kept."""
    before, after = kept(), _empty()
    for sentence, where in sentences().items():
        worded = before.get(sentence if isinstance(sentence, str) else sentence[0])
        after.add(
            sentence,
            _fitting(sentence, _forms(worded.string) if worded is not None else ("",)),
            locations=[(file, 0) for file in sorted(where)],
        )
    return after


def _fitting(sentence: Sentence, worded: tuple[str, ...]) -> str | tuple[str, ...]:
    """Bend a kept translation to the number of forms the sentence has now."""
    if isinstance(sentence, str):
        return worded[-1]
    return worded if len(worded) == 2 else worded * 2


def source_of(catalogue: Catalog) -> bytes:
    """Return the catalogue as a text to translate in."""
    text = BytesIO()
    write_po(text, catalogue, width=98, sort_output=True, include_lineno=False)
    return text.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as the program reads it; untranslated sentences are left out."""
    binary = BytesIO()
    write_mo(binary, catalogue)
    return binary.getvalue()


def compile_when_older() -> None:
    """Compile the catalogue if its compiled form is missing or older than its text.

    The compiled form is built and not kept in history. Where the folder cannot be written, what is
    there is read; whoever installs there compiles before (`make words`).
    """
    if COMPILED.exists() and COMPILED.stat().st_mtime_ns >= SOURCE.stat().st_mtime_ns:
        return
    with suppress(OSError):
        with NamedTemporaryFile(dir=COMPILED.parent, delete=False) as beside:
            beside.write(compiled(kept()))
        Path(beside.name).replace(COMPILED)


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the entries without English, or without one of its forms."""
    return [each for each in catalogue if each.id and not all(_forms(each.string))]


def _forms(worded: object) -> tuple[str, ...]:
    return tuple(worded) if isinstance(worded, tuple | list) else (str(worded or ""),)


def main() -> int:
    """Write the refreshed catalogue and its compiled form; say how much is left."""
    catalogue = refreshed()
    FOLDER.mkdir(parents=True, exist_ok=True)
    SOURCE.write_bytes(source_of(catalogue))
    COMPILED.write_bytes(compiled(catalogue))
    left = len(untranslated(catalogue))
    sys.stdout.write(f"{len(catalogue)} sentences, {left} without English.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
