"""What a person's own pages show: devices signed in, messages, and how many wait unread."""

from datetime import datetime

from sqlalchemy import BindParameter, Select, func, select
from sqlalchemy.orm import Session

from accounts.models import LoginSession, Notification
from core.paging import page_of

PAGE = 30


def live_devices(session: Session, person_id: int, now: datetime) -> list[LoginSession]:
    """Return the devices a person is signed in on, the newest first."""
    return list(
        session.scalars(
            select(LoginSession)
            .where(
                LoginSession.person_id == person_id,
                LoginSession.ended_at.is_(None),
                LoginSession.expires_at > now,
            )
            .order_by(LoginSession.id.desc())
            .limit(50)
        )
    )


def messages(
    session: Session, person_id: int, before: int | None = None
) -> tuple[list[Notification], int | None]:
    """Return a page of messages, newest first, and the key of the next page."""
    asked = select(Notification).where(Notification.person_id == person_id)
    if before is not None:
        asked = asked.where(Notification.id < before)
    rows = list(session.scalars(asked.order_by(Notification.id.desc()).limit(PAGE + 1)))
    return page_of(rows, PAGE)


def unread(person_id: int | BindParameter[int]) -> Select[int]:
    """Return the count of the messages that wait unread, 100 at most."""
    waiting = (
        select(Notification.id)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .limit(100)
        .subquery()
    )
    return select(func.count()).select_from(waiting)


def unread_count(session: Session, person_id: int) -> int:
    """Return how many messages wait unread, 100 at most."""
    return session.scalar(unread(person_id)) or 0
