"""How an amount of points came about, told in one way: of an award, of pieces; rounding half up.

Everything comes from what was kept with the posting: minutes, the version of the rule, the pieces
and prices of one. Nothing is worked out again from the settings of today. Pure: no database.
"""

from dataclasses import dataclass
from fractions import Fraction

from core import wording
from core.wording import Language
from points.ledger.models import EarnRule, EntryKind

HUNDREDTHS = 100
MINUTES_AN_HOUR = 60

_PLAIN: dict[EntryKind, tuple[str, str]] = {
    EntryKind.EARN: ("记 {}", "{} credited"),
    EntryKind.BONUS: ("另加 {}", "{} on top"),
    EntryKind.REVERSE: ("冲回 {}", "{} taken back"),
    EntryKind.REDEEM: ("换出 {}", "{} spent"),
    EntryKind.RETURN: ("退回 {}", "{} returned"),
    EntryKind.EXPIRE: ("到期 {}", "{} expired"),
    EntryKind.ADJUST: ("调整 {}", "{} adjusted"),
    EntryKind.DONATE_OUT: ("捐出 {}", "{} given away"),
    EntryKind.MERGE: ("两份档案合并，转 {}", "{} moved as two files became one"),
}
"""What is said where there is nothing to reckon, in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points that came on top, and for what."""

    kind: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Service time at so many points an hour; `is_night`: what the night adds to the same time."""

    minutes: int
    points_per_hour: int
    hundredths: int
    is_night: bool = False

    @property
    def exact(self) -> Fraction:
        """Return what the term gives before rounding."""
        weighed = self.minutes * self.points_per_hour * self.hundredths
        return Fraction(weighed, MINUTES_AN_HOUR * HUNDREDTHS)

    def words(self, language: Language) -> str:
        """Say the term: 2 小时 × 每小时 10 分 × 系数 1.2."""
        time = wording.hours(self.minutes, language)
        per_hour = wording.points(self.points_per_hour, language)
        factor = f"{self.hundredths / HUNDREDTHS:g}"
        if language == "en":
            part = f"{time} {'at night ' if self.is_night else ''}× {per_hour} an hour"
            named = f" × {factor}" if self.is_night else f" × coefficient {factor}"
        else:
            part = f"{'夜间 ' if self.is_night else ''}{time} × 每小时 {per_hour}"
            named = f" × {factor}" if self.is_night else f" × 系数 {factor}"
        return part if self.hundredths == HUNDREDTHS and not self.is_night else part + named


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """Points a rule gives once, however long it took."""

    points: int

    @property
    def exact(self) -> Fraction:
        """Return what the term gives."""
        return Fraction(self.points)

    def words(self, language: Language) -> str:
        """Say the term: 每次 5 分."""
        amount = wording.points(self.points, language)
        return f"{amount} each time" if language == "en" else f"每次 {amount}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Pieces of one product at the price of the redemption."""

    quantity: int
    price_points: int

    @property
    def exact(self) -> Fraction:
        """Return what the term costs."""
        return Fraction(self.quantity * self.price_points)

    def words(self, language: Language) -> str:
        """Say the term: 2 件 × 40 分."""
        unit = ("piece" if self.quantity == 1 else "pieces") if language == "en" else "件"
        return f"{self.quantity} {unit} × {wording.points(self.price_points, language)}"


Term = Hours | Flat | Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One amount of points, never negative, and the terms it is the sum of; none where it is given.

    A sum is rounded half up once, as the rule does (T9).
    """

    kind: EntryKind
    points: int
    terms: tuple[Term, ...] = ()

    @property
    def exact(self) -> Fraction:
        """Return the sum of the terms before rounding."""
        return sum((term.exact for term in self.terms), Fraction())

    @property
    def is_sum(self) -> bool:
        """Say whether the terms give the amount. An equation that does not hold is never shown."""
        return bool(self.terms) and half_up(self.exact) == self.points

    def sentence(self, language: Language = "zh") -> str:
        """Say how the amount came about: 2 小时 × 每小时 10 分 = 20 分."""
        amount = wording.points(self.points, language)
        if not self.is_sum:
            return _PLAIN[self.kind][language == "en"].format(amount)
        terms = " + ".join(term.words(language) for term in self.terms)
        if self.exact == self.points:
            return terms if isinstance(self.terms[0], Flat) else f"{terms} = {amount}"
        part = "rounded" if language == "en" else "四舍五入"
        comma = ", " if language == "en" else "，"
        return f"{terms} = {_decimal(self.exact)}{comma}{part} {amount}"


def half_up(exact: Fraction) -> int:
    """Round half up: 6.5 is 7."""
    return int((exact + Fraction(1, 2)) // 1)


def _decimal(exact: Fraction) -> str:
    """Write at most two decimals, cut and not rounded, so that 6.499 is never 6.5."""
    cut = exact * HUNDREDTHS // 1
    more = "" if cut == exact * HUNDREDTHS else "…"
    return f"{int(cut) / HUNDREDTHS:.2f}".rstrip("0").rstrip(".") + more


def of_award(
    rule: EarnRule | None, service_minutes: int, night_minutes: int, points: int
) -> Explanation:
    """Explain points a rule gave for service; without a rule they are given as they are."""
    if rule is None:
        return Explanation(kind=EntryKind.EARN, points=points)
    per_hour, night = rule.points_per_hour, rule.night_addition_hundredths
    terms: list[Term] = []
    if rule.coefficient_hundredths:
        terms.append(
            Hours(
                minutes=service_minutes,
                points_per_hour=per_hour,
                hundredths=rule.coefficient_hundredths,
            )
        )
    if night and night_minutes:
        terms.append(
            Hours(minutes=night_minutes, points_per_hour=per_hour, hundredths=night, is_night=True)
        )
    if rule.flat_points:
        terms.append(Flat(points=rule.flat_points))
    return Explanation(kind=EntryKind.EARN, points=points, terms=tuple(terms))


def of_pieces(kind: EntryKind, pieces: list[tuple[int, int]], points: int) -> Explanation:
    """Explain points of goods: pairs of pieces and the price of one."""
    terms = tuple(Pieces(quantity=count, price_points=price) for count, price in pieces)
    return Explanation(kind=kind, points=points, terms=terms)
