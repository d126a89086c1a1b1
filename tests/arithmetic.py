"""Reads the sums a page prints, reckons them again, and says what it was told they come to."""

from __future__ import annotations

import re
from fractions import Fraction

HOURS = (
    re.compile(r"([\d,.]+) (?:小时|hours?)(?: (\d+) (?:分钟|minutes?))?"),
    re.compile(r"()(\d+) (?:分钟|minutes?)"),
)
POINTS = re.compile(r"([\d,]+) (?:分|points?)(?!钟)")
FACTOR = re.compile(r"× (?:系数 |coefficient )?(\d+(?:\.\d+)?)$")


def minutes_in(words: str) -> Fraction:
    """Return the first duration in `words` in minutes."""
    for pattern in HOURS:
        found = pattern.search(words)
        if found:
            whole = Fraction(found[1].replace(",", "")) if found[1] else Fraction(0)
            return whole * 60 + int(found[2] or 0)
    raise AssertionError(f"no duration in {words!r}")


def points_in(words: str) -> int:
    """Return the last amount of points in `words`."""
    return int(POINTS.findall(words)[-1].replace(",", ""))


def term(words: str) -> Fraction:
    """Return what one product comes to: hours × points an hour × factor, or pieces × points."""
    amount = int(POINTS.findall(words)[0].replace(",", ""))
    factor = FACTOR.search(words)
    times = Fraction(factor[1]) if factor else Fraction(1)
    if re.search(r"小时|分钟|hour|minute", words.split("×", maxsplit=1)[0]):
        return minutes_in(words.split("×", maxsplit=1)[0]) / 60 * amount * times
    pieces = re.match(r"(\d+) (?:件|pieces?) ×", words)
    return Fraction(int(pieces[1]) if pieces else 1) * amount


def reckoned(sentence: str) -> tuple[int, int]:
    """Return what the sum of a sentence comes to, rounded half up, and what it says it does."""
    sum_words, _, _rest = sentence.partition(" = ")
    exact = sum((term(each) for each in sum_words.split(" + ")), Fraction())
    return int((exact + Fraction(1, 2)) // 1), points_in(sentence)
