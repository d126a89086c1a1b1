"""Messages to people (通知), written in the transaction of what they tell."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from accounts.models import Notification


def tell(
    session: Session, person_id: int, sentence: str, now: datetime, link: str = "", **values: Any
) -> None:
    """Leave `sentence` (a msgid with %(name)s placeholders) for a person; `link` leads on."""
    session.add(
        Notification(person_id=person_id, sentence=sentence, values=values, link=link, made_at=now)
    )


def mark_read(session: Session, person_id: int, now: datetime) -> None:
    """Mark all messages of a person as read; twice does no harm."""
    session.execute(
        update(Notification)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .values(read_at=now)
    )
