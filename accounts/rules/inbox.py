"""Messages to people (通知), once they are read; an act writes them."""

from sqlalchemy import update

from accounts.act import Act
from accounts.models import Notification


def mark_read(act: Act, person_id: int) -> None:
    """Mark all messages of a person as read; twice does no harm."""
    act.session.execute(
        update(Notification)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .values(read_at=act.now)
    )
