"""Messages to people (通知), written in the transaction of what they tell."""

from sqlalchemy import update

from accounts.models import Notification
from accounts.act import Act


def tell(act: Act, person_id: int, sentence: str, link: str = "", **values: object) -> None:
    """Leave `sentence` (a msgid with %(name)s placeholders) for a person; `link` leads on."""
    act.session.add(
        Notification(
            person_id=person_id, sentence=sentence, values=values, link=link, made_at=act.now
        )
    )


def mark_read(act: Act, person_id: int) -> None:
    """Mark all messages of a person as read; twice does no harm."""
    act.session.execute(
        update(Notification)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .values(read_at=act.now)
    )
