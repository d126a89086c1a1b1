"""Settings as the page lists them: value, since when, who, and the versions to come."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from core.calendar import CalendarDay
from teams.members.models import Community, CommunitySetting


def versions(
    session: Session, community: Community
) -> dict[str, list[tuple[CommunitySetting, str]]]:
    """Return name → every version with the name of who set it, oldest start first."""
    rows = session.execute(
        select(CommunitySetting, Person.name)
        .join(Person, Person.id == CommunitySetting.set_by_id, isouter=True)
        .where(CommunitySetting.community_id == community.id)
        .order_by(CommunitySetting.starts_on, CommunitySetting.id)
    )
    found: dict[str, list[tuple[CommunitySetting, str]]] = {}
    for version, name in rows:
        found.setdefault(version.name, []).append((version, name or ""))
    return found


def calendar_days(session: Session, since: date) -> list[CalendarDay]:
    """Return the days set by hand from `since` on."""
    return list(
        session.scalars(
            select(CalendarDay)
            .where(CalendarDay.on_date >= since)
            .order_by(CalendarDay.on_date)
            .limit(200)
        )
    )
