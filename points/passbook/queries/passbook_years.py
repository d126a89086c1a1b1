"""A passbook by years and months: whole years in sheets for paper, twelve months in figures."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from points.ledger.models import EARNED, Transaction, WalletEntry
from points.passbook.queries.passbook_lines import PassbookLine, lines_of_days, of_member
from teams.members.models import Community

LINES_A_SHEET = 14
MONTHS = 12


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One sheet of a printed passbook: its lines, oldest first, and what they come to."""

    lines: list[PassbookLine]

    @property
    def brought_forward(self) -> int:
        """Return the balance before the first line."""
        return self.lines[0].balance_after - self.lines[0].delta

    @property
    def came_in(self) -> int:
        """Return the points the sheet's lines added."""
        return sum(line.delta for line in self.lines if line.delta > 0)

    @property
    def went_out(self) -> int:
        """Return the points the sheet's lines took, zero or below."""
        return sum(line.delta for line in self.lines if line.delta < 0)

    @property
    def carried_forward(self) -> int:
        """Return the balance after the last line."""
        return self.lines[-1].balance_after


def years_of(session: Session, community: Community, member_id: int, this_year: int) -> list[int]:
    """Return the years the passbook has lines in, this one first."""
    first_on = session.scalar(
        of_member(select(func.min(Transaction.business_on))),
        {"the_community": community.id, "the_member": member_id},
    )
    first = first_on.year if first_on is not None else this_year
    return list(range(this_year, min(first, this_year) - 1, -1))


def sheets_of(
    session: Session, community: Community, member_id: int, year: int
) -> list[PaperSheet]:
    """Return all lines of one year by business day, in sheets, oldest first."""
    days = (date(year, 1, 1), date(year, 12, 31))
    lines = lines_of_days(session, community, member_id, days)
    starts = range(0, len(lines), LINES_A_SHEET)
    return [PaperSheet(lines[start : start + LINES_A_SHEET]) for start in starts]


@dataclass(frozen=True, slots=True)
class Months:
    """What was earned in each of twelve calendar months, this one last."""

    points: list[tuple[date, int]]

    @property
    def values(self) -> list[int]:
        """Return the figures alone."""
        return [points for _, points in self.points]

    @property
    def best(self) -> tuple[date, int]:
        """Return the month with most points and its points; the later of two alike."""
        return max(self.points, key=lambda each: (each[1], each[0]))


def months_of(session: Session, community: Community, member_id: int, today: date) -> Months:
    """Return the points earned by service and on top of it in twelve months, this one last."""
    numbers = [today.year * 12 + today.month - 1 - back for back in range(MONTHS - 1, -1, -1)]
    months = {date(number // 12, number % 12 + 1, 1): 0 for number in numbers}
    points = select(Transaction.business_on, WalletEntry.delta)
    rows = session.execute(
        of_member(points).where(
            Transaction.kind.in_(EARNED),
            Transaction.business_on >= min(months),
            Transaction.business_on <= today,
        ),
        {"the_community": community.id, "the_member": member_id},
    )
    for on, delta in rows:
        months[on.replace(day=1)] += delta
    return Months(sorted(months.items()))
