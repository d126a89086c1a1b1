"""Which place of a community a written address means, in any of its spellings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.folding import plain
from teams.members.models import OWN_KINDS, Place, PlaceKind

_FIGURES = {figure: at for at, figure in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_SPELT = "[一二两三四五六七八九十]{1,3}"
_BUILDING = re.compile(rf"([0-9]+|{_SPELT})[#＃]?(?:号?楼|栋|幢|座|#)")
_GRID = re.compile(rf"第?([0-9]+|{_SPELT})号?网格")
_ESTATE_TAIL = re.compile(r"(?:住宅小区|小区|家属院|花园|苑)$")


def folded(text: str) -> str:
    """Return an address to compare by: no blanks, narrow figures, 三栋 and 3#楼 as 3号楼."""
    words = re.sub(r"[\s,，、。;；()（）-]", "", plain(text))
    words = _GRID.sub(lambda found: f"第{_figure(found[1])}网格", words)
    return _BUILDING.sub(lambda found: f"{_figure(found[1])}号楼", words)


def _figure(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _FIGURES.get(text, 0)
    return _FIGURES.get(tens, 1) * 10 + _FIGURES.get(ones, 0)


@dataclass(frozen=True, slots=True)
class _Known:
    """A place that is open, and the words it is known by where it stands alone."""

    place: Place
    words: tuple[str, ...]


class Spellings:
    """The open places of a community, to be found in what people write."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = {each.id: each for each in places if not each.is_closed}
        self._known = [_Known(each, _words_of(each)) for each in self._places.values()]

    def meant(self, text: str) -> int | None:
        """Return the id of the nearest place an address names; None when none or two are.

        A building that is only a number (3号楼) is meant where what stands above it is named too.
        """
        words = folded(text)
        named = {known.place.id for known in self._known if self._is_named(known, words)}
        found = [place_id for place_id in named if self._fits(self._places[place_id], named)]
        for kind in reversed(OWN_KINDS):
            nearest = [each for each in found if self._places[each].kind is kind]
            if nearest:
                return nearest[0] if len(nearest) == 1 else None
        return None

    def _is_named(self, known: _Known, words: str) -> bool:
        return any(_stands_in(each, words) for each in known.words)

    def _fits(self, place: Place, named: set[int]) -> bool:
        """Tell whether a place is named for itself: not by a number many others have too."""
        if not _is_bare(place):
            return True
        return place.parent_id in named and self._fits(self._places[place.parent_id], named)


def _words_of(place: Place) -> tuple[str, ...]:
    whole = folded(place.name)
    short = _ESTATE_TAIL.sub("", whole) if place.kind is PlaceKind.ESTATE else whole
    return (whole, short) if len(short) > 1 else (whole,)


def _is_bare(place: Place) -> bool:
    """Tell a building whose name is a number alone."""
    return re.fullmatch(r"[0-9]+号楼", folded(place.name)) is not None


def _stands_in(name: str, words: str) -> bool:
    """Tell whether a name stands in the words, no figure before it: 1号楼 is not in 11号楼."""
    no_figure = r"(?<![0-9])" if name[0].isdigit() else ""
    return re.search(no_figure + re.escape(name), words) is not None
