"""The due duties of this floor, as `flask sweep` runs them: one bounded batch a call."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from volunteer.attendance.rules import closing
from volunteer.hours.rules import late_minutes, record_posting
from volunteer.sign_ups.rules import reminders, sign_ups


def duties() -> list[tuple[str, Callable[[Session, datetime], int]]]:
    """Return each duty: its name, and what does one batch and says how many it did."""
    return [
        ("lapse_waiting", sign_ups.lapse_waiting),
        ("close_shifts", closing.close_empty),
        ("remind of minutes", late_minutes.remind),
        ("tell of shifts that come", reminders.tell_of_shifts),
        ("tell of sign-ups that open", reminders.tell_of_openings),
        ("post_records", record_posting.post_passed),
    ]
