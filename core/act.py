"""What one change is made of: the session of its transaction, and the moment it happens."""

from datetime import datetime

from sqlalchemy.orm import Session


class Act:
    """One change in hand.

    now: aware; the one moment of everything the change writes.
    """

    __slots__ = ("now", "session")

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
