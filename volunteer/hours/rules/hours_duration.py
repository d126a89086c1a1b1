"""How long a service took, as a line of the hours sheet writes it."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from itertools import pairwise

from core.inputs import DASHES, DAY_MINUTES, BadInput, folded
from core.workbook import Cell, cell_text

NIGHT_BEGINS, NIGHT_ENDS = 17 * 60, 9 * 60

_AMOUNT = re.compile(r"(?:([0-9]{1,2}(?:\.[0-9]{1,4})?)(?:个)?小时)?(?:([0-9]{1,4})分钟?)?")
_SPAN = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::00)?(?:-|~|至|到)(次日|翌日|第二天)?([0-9]{1,2}):([0-9]{2})(?::00)?"
)
_CLOCK = re.compile(r"([0-9]{1,2})[点时](半|(?:([0-9]{1,2})分?)?)(?=[-~至到,;、和及]|$)")
_FIGURES = str.maketrans("一二两三四五六七八九", "1223456789")
_WHOLE_MINUTE = 0.01


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a service took, and from when to when if the sheet says so.

    `spans` are (from, to) in minutes after midnight; one past midnight goes beyond 1440.
    """

    minutes: int
    starts: time | None = None
    ends: time | None = None
    spans: tuple[tuple[int, int], ...] = ()

    def overlaps(self, other: "Duration") -> bool:
        """Tell whether both have hours and share a minute; touching is not sharing."""
        return any(
            mine[0] < theirs[1] and theirs[0] < mine[1]
            for mine in self._hours()
            for theirs in other._hours()
        )

    def _hours(self) -> tuple[tuple[int, int], ...]:
        if self.spans or self.starts is None or self.ends is None:
            return self.spans
        return ((_minute(self.starts), _minute(self.ends)),)


def duration(cell: Cell) -> Duration:
    """Read 14:00-16:30, 22:00-次日1:00, two spans, 14点-16点, 90分钟, 1.5小时, 两小时, 2h, 2.

    A bare number is hours, up to 24; a span that ends before it begins is a night's, when it
    begins from 17:00 on and ends by 9:00. Raises BadInput for words (半天), a number that must be
    minutes, parts of a minute, no time.
    """
    if isinstance(cell, time):
        return _amount(_minute(cell), cell_text(cell))
    if isinstance(cell, timedelta):
        return _amount(round(cell.total_seconds() / 60), cell_text(cell))
    if isinstance(cell, float) and abs(cell * 60 - round(cell * 60)) < _WHOLE_MINUTE and cell <= 24:
        return _amount(round(cell * 60), cell_text(cell))
    text = _CLOCK.sub(_as_clock, re.sub(r"\s", "", folded(cell_text(cell))).translate(DASHES))
    return _spans(text) if ":" in text else _words(text)


def _as_clock(found: re.Match[str]) -> str:
    minute = "30" if found[2] == "半" else (found[3] or "00").zfill(2)
    return f"{found[1]}:{minute}"


def _spans(text: str) -> Duration:
    spans = tuple(sorted(_span(part) for part in re.split(r"[,;、和及]", text) if part))
    total = sum(end - start for start, end in spans)
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            raise BadInput(f"“{text[:40]}”里的两段时间有重叠，请核对。")
    if not 1 <= total <= DAY_MINUTES:
        raise BadInput(f"时长“{text[:40]}”不是 1 到 1440 的整分钟，请核对。")
    return Duration(total, _clock(spans[0][0]), _clock(spans[-1][1]), spans)


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text.replace("--", "-"))
    if found is None:
        raise BadInput("请写成 14:00-16:30 这样的起止时间。")
    start, end = _at(found[1], found[2], text), _at(found[4], found[5], text)
    is_night = start >= NIGHT_BEGINS and end <= NIGHT_ENDS
    if found[3] or (end <= start and is_night):
        end += DAY_MINUTES
    if end <= start:
        raise BadInput(f"“{text[:40]}”结束不晚于开始，请核对。")
    return start, end


def _at(hour: str, minute: str, text: str) -> int:
    at = int(hour) * 60 + int(minute)
    if int(minute) > 59 or at > DAY_MINUTES:
        raise BadInput(f"“{text[:40]}”里有不存在的钟点，请核对。")
    return at


def _clock(minute: int) -> time:
    """Return the hour of a minute of the day; what goes on after midnight ends the day."""
    return time(minute // 60, minute % 60) if minute < DAY_MINUTES else time.max


def _minute(at: time) -> int:
    return DAY_MINUTES if at == time.max else at.hour * 60 + at.minute


def _words(text: str) -> Duration:
    plain = text.lower().translate(_FIGURES).replace("个半小时", ".5小时").replace("半小时", "30分")
    plain = re.sub(r"(?:hours?|hrs?|h)$", "小时", plain)
    is_bare = re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", plain)
    if is_bare and float(plain) > 24:
        raise BadInput(f"“{text}”没有单位，请写成几小时、几分钟或 14:00-16:00。")
    found = _AMOUNT.fullmatch(plain + "小时" if is_bare else plain)
    if not plain or found is None:
        raise BadInput(f"“{text[:20]}”不是确切的时长，请写成 2小时、90分钟 或 14:00-16:00。")
    minutes = Decimal(found[1] or 0) * 60 + int(found[2] or 0)
    if minutes != int(minutes):
        raise BadInput(f"时长“{text}”不是 1 到 1440 的整分钟，请核对。")
    return _amount(int(minutes), text)


def _amount(minutes: int, text: str) -> Duration:
    if not 1 <= minutes <= DAY_MINUTES:
        raise BadInput(f"时长“{text[:20]}”不是 1 到 1440 的整分钟，请核对。")
    return Duration(minutes)
