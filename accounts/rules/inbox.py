"""Messages to people (通知), once they are read; an act writes them."""

from sqlalchemy import select, update

from accounts.act import Act
from accounts.models import Notification
from core.errors import NotFound


def mark_read(act: Act, person_id: int) -> None:
    """Mark all messages of a person as read; twice does no harm."""
    act.session.execute(
        update(Notification)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .values(read_at=act.now)
    )


def open_one(act: Act, person_id: int, message_id: int) -> str:
    """Mark one message of a person as read and return where it leads.

    Twice does no harm. Raises NotFound (also for another's).
    """
    found = act.session.scalars(
        select(Notification).where(
            Notification.id == message_id, Notification.person_id == person_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    found.read_at = found.read_at or act.now
    return found.link
