"""How the minutes and the points of one record came about, from what was kept with it. Pure."""

from dataclasses import dataclass

from core import wording
from core.wording import Language
from points.ledger.models import EarnRule
from points.ledger.rules import explanations
from points.ledger.rules.explanations import Bonus, Explanation
from volunteer.hours.models import ServiceRecord
from volunteer.service_time.rules.service_time import TimePolicy, rounded
from volunteer.settings import Rounding

_ROUNDED = {
    Rounding.FLOOR_30: ("按半小时往下取整", "in whole half hours"),
    Rounding.ROUND_UP_FIRST_HOUR: ("不满 1 小时算 1 小时", "under 1 hour counts as 1 hour"),
}
_EXTRA = {
    "first_service": ("第一次参加另加 {}", "{} more for the first service"),
    "shift_leader": ("带队另加 {}", "{} more for leading"),
}
"""What a posted record gives on top, by the kind of its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesExplained:
    """How minutes became minutes that count.

    `present`: inside the plan; None where nothing was timed. `is_service`: False for training,
    whose minutes are named and count nothing.
    """

    minutes: int
    is_service: bool = True
    present: int | None = None
    overlap: int = 0
    capped: int = 0
    rounding: Rounding | None = None

    @property
    def left(self) -> int:
        """Return what overlaps and caps left of the time present."""
        return (self.present or 0) - self.overlap - self.capped

    def sentence(self, language: Language = "zh") -> str:
        """Say it as a sum: 计划内 2.5 小时 − 重叠 30 分钟，计 2 小时."""
        is_english, result = language == "en", wording.hours(self.minutes, language)
        if not self.is_service:
            return f"training {result}, no service" if is_english else f"培训 {result}，不算服务"
        if self.present is None:
            return f"counts {result}" if is_english else f"计 {result}"
        comma = ", " if is_english else "，"
        return f"{self._terms(language)}{comma}{self._how(language).format(result)}"

    def _terms(self, language: Language) -> str:
        named = (
            (self.present or 0, "inside the plan {}", "计划内 {}"),
            (self.overlap, "overlap {}", "重叠 {}"),
            (self.capped, "over the cap {}", "超过上限 {}"),
        )
        parts = [
            (english if language == "en" else chinese).format(wording.hours(minutes, language))
            for minutes, english, chinese in named
            if minutes or english.startswith("inside")
        ]
        return f" {wording.MINUS} ".join(parts)

    def _how(self, language: Language) -> str:
        is_english = language == "en"
        if self.minutes == self.left:
            return "counts {}" if is_english else "计 {}"
        if self.rounding is not None and self.minutes == self._whole(self.rounding):
            rule = _ROUNDED[self.rounding][is_english]
            return f"{rule}, counts {{}}" if is_english else f"{rule}，计 {{}}"
        return "confirmed as {}" if is_english else "核定 {}"

    def _whole(self, rounding: Rounding) -> int:
        return rounded(self.left, TimePolicy(rounding=rounding, min_credit=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsExplained:
    """The points of one posted record: by the rule, and what came on top of it."""

    by_rule: Explanation
    extra: tuple[Bonus, ...] = ()

    @property
    def points(self) -> int:
        """Return all points of the record."""
        return self.by_rule.points + sum(each.points for each in self.extra)

    def sentence(self, language: Language = "zh") -> str:
        """Say how the points came about, and their sum where something came on top."""
        is_english = language == "en"
        parts = [self.by_rule.sentence(language)]
        parts += [
            _EXTRA[each.kind][is_english].format(wording.points(each.points, language))
            for each in self.extra
        ]
        if self.extra:
            total = wording.points(self.points, language)
            parts.append(f"{total} in all" if is_english else f"共 {total}")
        return ("; " if is_english else "；").join(parts)


def of_minutes(record: ServiceRecord) -> MinutesExplained:
    """Explain the minutes of a record."""
    if record.is_training:
        return MinutesExplained(minutes=record.raw_minutes, is_service=False)
    is_timed = record.arrived_at is not None and record.rounding
    return MinutesExplained(
        minutes=record.service_minutes,
        present=record.raw_minutes if is_timed else None,
        overlap=record.overlap_minutes or 0,
        capped=record.capped_minutes or 0,
        rounding=Rounding(record.rounding) if is_timed else None,
    )


def of_points(
    record: ServiceRecord, rule: EarnRule | None, extra: tuple[Bonus, ...]
) -> PointsExplained:
    """Explain the points of a posted record by the version of the rule kept with it."""
    by_rule = explanations.of_award(
        rule, record.service_minutes, record.night_minutes, record.points
    )
    return PointsExplained(by_rule=by_rule, extra=extra)
