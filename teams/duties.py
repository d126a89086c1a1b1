"""What is due on this floor: public notices whose last day is over, import files to wipe."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.imports.rules import import_runs
from teams.notices.rules import notice_days, notices

Duty = Callable[[Session, datetime], int]


def duties() -> list[tuple[str, Duty]]:
    """Return each duty by name; one call does one bounded batch and says how many it did."""
    return [
        ("notices whose working days changed", notice_days.extend_changed),
        ("notices that end", _end_notices),
        ("files of imports forgotten", import_runs.forget_files),
    ]


def _end_notices(session: Session, now: datetime) -> int:
    return len(notices.end_due(Act(session, now)))
