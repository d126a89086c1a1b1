"""Figures of the page 今天: hours of the five teams, activities by day, a month of points."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import String, and_, case, cast, extract, literal, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from commendations.nominations.rules.candidates import months_back
from core import clock
from points.ledger.models import Period, Transaction, Wallet, WalletEntry
from teams.members.models import Community, Team
from volunteer.activities.models import TAKING_PLACE, Shift
from volunteer.hours.models import RecordState, ServiceRecord

MONTHS_SHOWN = 6
WEEKS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TeamMonth:
    """Posted minutes and records of one team in one month; `same_days`: up to today's day of it."""

    team: Team
    month_on: date
    minutes: int
    services: int
    same_days: int


def team_months(session: Session, community: Community, today: date) -> list[TeamMonth]:
    """Return six months of the teams, in one statement; a team without any has one empty row."""
    first = months_back(today, MONTHS_SHOWN - 1)
    year, month = (
        extract("year", ServiceRecord.served_on),
        extract("month", ServiceRecord.served_on),
    )
    is_early = extract("day", ServiceRecord.served_on) <= today.day
    minutes = ServiceRecord.service_minutes
    rows = session.execute(
        select(
            Team,
            year,
            month,
            func.coalesce(func.sum(minutes), 0),
            func.count(ServiceRecord.id),
            func.coalesce(func.sum(case((is_early, minutes), else_=0)), 0),
        )
        .outerjoin(
            ServiceRecord,
            and_(
                ServiceRecord.community_id == Team.community_id,
                ServiceRecord.team_id == Team.id,
                ServiceRecord.state == RecordState.POSTED,
                ServiceRecord.ends_at >= clock.day_start(first, community.zone),
                ServiceRecord.served_on >= first,
                ServiceRecord.served_on <= today,
            ),
        )
        .where(Team.community_id == community.id, Team.parent_id.is_(None))
        .group_by(Team.id, year, month)
        .order_by(Team.id)
    )
    return [
        TeamMonth(team, date(int(y), int(m), 1) if y else first, int(total), count, int(same))
        for team, y, m, total, count, same in rows
    ]


def shifts_by_day(session: Session, community: Community, today: date) -> dict[date, int]:
    """Return how many shifts began on each day of the last twenty weeks, today's included."""
    monday = today - timedelta(days=today.weekday() + 7 * (WEEKS_SHOWN - 1))
    found: dict[date, int] = defaultdict(int)
    starts = session.scalars(
        select(Shift.starts_at).where(
            Shift.community_id == community.id,
            Shift.state.in_(TAKING_PLACE),
            Shift.starts_at >= clock.day_start(monday, community.zone),
            Shift.starts_at < clock.day_start(today + timedelta(days=1), community.zone),
        )
    )
    for starts_at in starts:
        found[clock.local_day(starts_at, community.zone)] += 1
    return dict(found)


def month_of_points(session: Session, community: Community, month_on: date) -> dict[str, int]:
    """Return the sums of a month's entries by kind, and `closing`: all balances now (T31).

    Both sides of the join are read by the month from their indexes alone, in order.
    """
    month = (
        select(Period.id)
        .where(Period.community_id == community.id, Period.month_on == month_on)
        .scalar_subquery()
    )
    moved = (
        select(cast(Transaction.kind, String), func.sum(WalletEntry.delta))
        .join(Transaction, Transaction.id == WalletEntry.transaction_id)
        .where(
            WalletEntry.community_id == community.id,
            WalletEntry.period_id == month,
            Transaction.community_id == community.id,
            Transaction.period_id == month,
        )
        .group_by(Transaction.kind)
    )
    all_now = select(literal("closing"), func.coalesce(func.sum(Wallet.posted), 0)).where(
        Wallet.community_id == community.id
    )
    return {kind: int(total) for kind, total in session.execute(union_all(moved, all_now))}
