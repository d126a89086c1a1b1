"""The headings of a sheet: the row they stand in, and which of our columns each one means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core import folding
from core.workbook import Book, Cell, Sheet, cell_text
from core.workbook_guard import WorkbookRefused

HEADING_DEPTH = 20
SAMPLES = 3
NOT_USED = ""
"""What a heading means whose column is left aside."""

PASSED_OVER = frozenset(
    {"序号", "编号", "序", "性别", "年龄", "籍贯", "状态", "星期", "小计", "人数"}
)
"""Headings people's own tables have and nobody misses: not told as left aside."""

Columns = Mapping[str, tuple[str, ...]]
"""Our name of a column → the headings it is known by; of several, the first is the usual one."""

Twins = Mapping[str, Mapping[str, str]]
"""A column that may stand twice → the column before it, or itself → what the second one is."""

Taught = Mapping[str, str]
"""The key of a heading → what a person said it means: one of our columns, or NOT_USED."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of table is made of, and the columns it cannot do without."""

    columns: Columns
    required: tuple[str, ...]
    twins: Twins = field(default_factory=dict)

    def usual(self, column: str) -> str:
        """Return what a column is usually called, or nothing for NOT_USED."""
        return self.columns[column][0] if column in self.columns else ""


class HeadingsUnsure(WorkbookRefused):
    """The headings alone do not say which column is which; a person may be asked."""


class TableMissing(HeadingsUnsure):
    """No sheet of the book has the columns that are needed."""


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The headings of one sheet, by place; `last` is the lower of the rows they stand in."""

    at: int
    last: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a file: what it means, what it would mean untaught, and its first values.

    `guess` is what a page selects before anybody chose; it may rest on a part of the words.
    """

    key: str
    words: str
    meaning: str
    untaught: str
    guess: str
    samples: tuple[str, ...]
    is_taught: bool

    @property
    def is_missed(self) -> bool:
        """Tell whether a column with content is left aside and nobody has said so."""
        is_usual = self.key in PASSED_OVER
        return not (self.meaning or self.is_taught or is_usual or not self.samples)


class Reader:
    """Finds and understands headings by the words we know, and by what a person taught."""

    def __init__(self, layout: Layout, taught: Taught | None = None) -> None:
        self.layout = layout
        self._taught = taught or {}
        self._known = {
            plain(word): column for column, words in layout.columns.items() for word in words
        }

    def row(self, sheet: Sheet) -> HeadingRow | None:
        """Return the first row that has all required columns, or None."""
        for at, words in enumerate(_words(sheet)):
            if set(self.layout.required) <= set(self.meanings(words)):
                return self._with_lower(sheet, at, words)
        return None

    def likely_row(self, sheet: Sheet) -> HeadingRow | None:
        """Return the row that looks most like headings: the most words we know, else the first."""
        rows = [
            (sum(map(bool, self.meanings(words))), -at, words)
            for at, words in enumerate(_words(sheet))
            if len(list(filter(None, words))) > 1 and not sheet.rows[at].is_banner
        ]
        if not rows:
            return None
        _, at, words = max(rows)
        return self._with_lower(sheet, -at, words)

    def meanings(self, words: Sequence[str]) -> list[str]:
        """Return by place which column each heading means, NOT_USED for none; some may be alike."""
        found: list[str] = []
        for key, word in zip(keys(words), words, strict=True):
            found.append(self._taught[key] if key in self._taught else self._meant(word, found))
        return found

    def places(self, words: Sequence[str], sheet: str) -> dict[str, int]:
        """Return the place of each column. Raises HeadingsUnsure when two mean the same."""
        places: dict[str, int] = {}
        for place, column in enumerate(self.meanings(words)):
            if column in places:
                pair = f"“{words[places[column]]}”和“{words[place]}”"
                usual = self.layout.usual(column)
                raise HeadingsUnsure(f"“{sheet}”里{pair}两列都对着“{usual}”，只能留一列。")
            if column:
                places[column] = place
        return places

    def guess(self, words: str) -> str:
        """Return the column whose longest known word is a part of `words`, or NOT_USED."""
        heading = plain(words)
        parts = [known for known in self._known if len(known) > 1 and known in heading]
        return self._known[max(parts, key=len)] if parts else NOT_USED

    def _meant(self, word: str, before: Sequence[str]) -> str:
        column = self._known.get(plain(word), NOT_USED)
        meant = self.layout.twins.get(column)
        if meant is None:
            return column
        last = before[-1] if before else ""
        if last != column and last in meant:
            return meant[last]
        return meant[column] if column in before else column

    def _with_lower(self, sheet: Sheet, at: int, words: list[str]) -> HeadingRow:
        if lower := self._lower(sheet, at):
            return HeadingRow(at, at + 1, tuple(lower))
        return HeadingRow(at, at, tuple(words))

    def _lower(self, sheet: Sheet, at: int) -> list[str]:
        """Return the headings of two rows put together, or nothing when there is only one.

        The second row says more only where the first says nothing or nothing we know.
        """
        if at + 1 >= len(sheet.rows):
            return []
        upper = [bare(cell) for cell in sheet.rows[at].cells]
        under = [bare(cell) for cell in sheet.rows[at + 1].cells]
        wide = max(len(upper), len(under))
        upper, under = (row + [""] * (wide - len(row)) for row in (upper, under))
        under = ["" if one == above else one for one, above in zip(under, upper, strict=True)]
        firsts = [under[place] for place, word in enumerate(upper) if plain(word) in self._known]
        is_second = any(plain(word) in self._known for word in under) and "" in upper
        named = next((place for place, word in enumerate(upper) if self._is_name(word)), 0)
        if not is_second or under[named] or not firsts:
            return []
        return list(self._together(upper, under))

    def _together(self, upper: Sequence[str], under: Sequence[str]) -> Iterator[str]:
        group = ""
        for above, below in zip(upper, under, strict=True):
            group = above or group
            joined = f"{group}{below}"
            is_joined = below and plain(joined) in self._known
            yield joined if is_joined else below or above

    def _is_name(self, word: str) -> bool:
        return self._known.get(plain(word)) == self.layout.required[0]


def headings(book: Book, layout: Layout, taught: Taught | None = None) -> tuple[Heading, ...]:
    """Return every heading of the sheets that are such a table, or may be; none if none may.

    Sheets that lack a required column are left aside as soon as another has them all.
    """
    reader, plain_reader = Reader(layout, taught), Reader(layout)
    rows = [(sheet, row) for sheet in book if (row := reader.row(sheet))]
    rows = rows or [(sheet, row) for sheet in book if (row := reader.likely_row(sheet))]
    found: dict[str, Heading] = {}
    for sheet, row in rows:
        meanings, untaught = reader.meanings(row.words), plain_reader.meanings(row.words)
        taken = {column for column in meanings if column}
        for place, key in enumerate(keys(row.words)):
            if not row.words[place] or key in found:
                continue
            meaning, is_taught = meanings[place], key in (taught or {})
            guess = NOT_USED if meaning in meanings[:place] else meaning
            if not (meaning or is_taught):
                near = reader.guess(row.words[place])
                guess = NOT_USED if near in taken or key in PASSED_OVER else near
                taken.add(guess)
            samples = _samples(sheet, row.last, place)
            words = row.words[place]
            found[key] = Heading(key, words, meaning, untaught[place], guess, samples, is_taught)
    return tuple(found.values())


def lessons(shown: Sequence[Heading], chosen: Sequence[str], layout: Layout) -> dict[str, str]:
    """Return what must be taught so that each heading `shown` means what was chosen for it."""
    taught = {
        heading.key: column
        for heading, column in zip(shown, chosen, strict=True)
        if column != heading.untaught
    }
    meant = Reader(layout, taught).meanings([heading.words for heading in shown])
    late = {
        heading.key: column
        for heading, column, now in zip(shown, chosen, meant, strict=True)
        if column != now
    }
    return taught | late


def keys(words: Sequence[str]) -> list[str]:
    """Return what each heading is known by: its plain words, and which time they stand there."""
    seen: dict[str, int] = {}
    found = []
    for word in map(plain, words):
        seen[word] = seen.get(word, 0) + 1
        found.append(word if seen[word] == 1 else f"{word}#{seen[word]}")
    return found


def bare(cell: Cell) -> str:
    """Return what a heading cell says, without any space."""
    return re.sub(r"\s", "", cell_text(cell))


def plain(heading: str) -> str:
    """Fold a heading to compare it: no width, no note in brackets, no asterisk."""
    return re.sub(r"\(.*?\)|[*:]", "", folding.plain(heading))


def _words(sheet: Sheet) -> Iterator[list[str]]:
    for row in sheet.rows[:HEADING_DEPTH]:
        yield [bare(cell) for cell in row.cells]


def _samples(sheet: Sheet, last: int, place: int) -> tuple[str, ...]:
    texts: list[str] = []
    for row in sheet.rows[last + 1 :]:
        text = cell_text(row.cells[place]) if place < len(row.cells) and not row.is_banner else ""
        if text and text not in texts:
            texts.append(text)
        if len(texts) == SAMPLES:
            break
    return tuple(texts)
