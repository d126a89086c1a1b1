"""The due duties of this floor, as `flask sweep` runs them: one bounded batch a call."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from teams.models import Community
from volunteer.models import ActivityType
from volunteer.rules import catalogue, closing, late_minutes, record_posting, reminders, sign_ups


def duties() -> list[tuple[str, Callable[[Session, datetime], int]]]:
    """Return each duty: its name, and what does one batch and says how many it did."""
    return [
        ("give_catalogue", give_catalogue),
        ("lapse_waiting", sign_ups.lapse_waiting),
        ("close_shifts", closing.close_empty),
        ("remind of minutes", late_minutes.remind),
        ("tell of shifts that come", reminders.tell_of_shifts),
        ("tell of sign-ups that open", reminders.tell_of_openings),
        ("post_records", record_posting.post_passed),
    ]


def give_catalogue(session: Session, now: datetime) -> int:
    """Give one new community, which has no kinds of activity yet, the default catalogue."""
    without = ~exists().where(ActivityType.community_id == Community.id)
    found = session.scalars(
        select(Community).where(without).order_by(Community.id).limit(1)
    ).first()
    return 0 if found is None else len(catalogue.install(session, found, now))
