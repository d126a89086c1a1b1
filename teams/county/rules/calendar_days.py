"""The county's table of working days, above the state's calendar, for every community."""

from datetime import date

from accounts.act import Subject
from core.calendar import CalendarDay
from teams.authority.act import Act
from teams.permissions import Permission


def set_day(act: Act, day: CalendarDay) -> None:
    """Say whether a day is worked; the newest word counts. Raises NotAllowed.

    Notices that hang are moved out by the upkeep, never in (`notice_days`); objections that wait
    keep the last day they were counted with.
    """
    act.by.refuse_unless(Permission.COUNTY_MANAGE)
    held = act.session.get(CalendarDay, day.on_date)
    if held is None:
        act.session.add(day)
    else:
        held.is_workday, held.note = day.is_workday, day.note
    act.note(
        "calendar_day_set",
        Subject("calendar_day"),
        on_date=day.on_date.isoformat(),
        is_workday=day.is_workday,
    )


def take_back(act: Act, on_date: date) -> bool:
    """Let the state's calendar decide again; False when it did already. Raises NotAllowed."""
    act.by.refuse_unless(Permission.COUNTY_MANAGE)
    held = act.session.get(CalendarDay, on_date)
    if held is None:
        return False
    act.session.delete(held)
    act.note(
        "calendar_day_taken_back",
        Subject("calendar_day"),
        on_date=on_date.isoformat(),
        is_workday=held.is_workday,
    )
    return True
