"""The operator's own table of working days, above the state's calendar."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.rules import audit
from core.calendar import CalendarDay
from core.errors import NotAllowed
from core.permissions import Permission
from teams.roles import Authority


def set_day(
    session: Session, day: CalendarDay, by: Authority, community_id: int, now: datetime
) -> None:
    """Say whether a day is worked; the newest word counts. Raises NotAllowed.

    Notices that hang already keep the days they were counted with.
    """
    if not (by.may(Permission.COMMUNITY_SETTINGS) or by.may(Permission.COUNTY_MANAGE)):
        raise NotAllowed
    held = session.get(CalendarDay, day.on_date)
    if held is None:
        session.add(day)
    else:
        held.is_workday, held.note = day.is_workday, day.note
    _note(session, "calendar_day_set", day.on_date, by, community_id, now)


def take_back(
    session: Session, on_date: date, by: Authority, community_id: int, now: datetime
) -> None:
    """Let the state's calendar decide again; twice does no harm. Raises NotAllowed."""
    if not (by.may(Permission.COMMUNITY_SETTINGS) or by.may(Permission.COUNTY_MANAGE)):
        raise NotAllowed
    held = session.get(CalendarDay, on_date)
    if held is not None:
        session.delete(held)
        _note(session, "calendar_day_taken_back", on_date, by, community_id, now)


def _note(
    session: Session, event: str, on_date: date, by: Authority, community_id: int, now: datetime
) -> None:
    audit.record(
        session,
        event,
        ("calendar_day", None),
        actor_id=by.person_id,
        community_id=community_id,
        now=now,
        on_date=on_date.isoformat(),
    )
