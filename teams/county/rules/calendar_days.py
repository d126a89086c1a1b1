"""The county's table of working days, above the state's calendar, for every community."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from accounts.rules import audit
from core.calendar import CalendarDay
from core.permissions import Permission
from teams.authority.rules import Authority


def set_day(session: Session, day: CalendarDay, by: Authority, now: datetime) -> None:
    """Say whether a day is worked; the newest word counts. Raises NotAllowed.

    Notices that hang are moved out by the upkeep, never in (`notice_days`); objections that wait
    keep the last day they were counted with.
    """
    by.refuse_unless(Permission.COUNTY_MANAGE)
    held = session.get(CalendarDay, day.on_date)
    if held is None:
        session.add(day)
    else:
        held.is_workday, held.note = day.is_workday, day.note
    _note(session, "calendar_day_set", day.on_date, by, now, is_workday=day.is_workday)


def take_back(session: Session, on_date: date, by: Authority, now: datetime) -> bool:
    """Let the state's calendar decide again; False when it did already. Raises NotAllowed."""
    by.refuse_unless(Permission.COUNTY_MANAGE)
    held = session.get(CalendarDay, on_date)
    if held is None:
        return False
    session.delete(held)
    _note(session, "calendar_day_taken_back", on_date, by, now, is_workday=held.is_workday)
    return True


def _note(
    session: Session, event: str, on_date: date, by: Authority, now: datetime, **details: bool
) -> None:
    audit.record(
        session,
        event,
        ("calendar_day", None),
        actor_id=by.person_id,
        community_id=None,
        now=now,
        on_date=on_date.isoformat(),
        **details,
    )
