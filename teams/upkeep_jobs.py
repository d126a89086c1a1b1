"""What falls due in this room by itself: public notices whose last day is over."""

from datetime import datetime

from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.notices.rules import notices


def end_notices(session: Session, now: datetime) -> int:
    """End some notices whose last day is over; return how many."""
    return len(notices.end_due(Act(session, now)))
