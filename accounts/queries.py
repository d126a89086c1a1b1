"""What a person's own pages show: devices, messages, consents."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import Consent, LoginSession, Notification

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
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def unread_count(session: Session, person_id: int) -> int:
    """Return how many messages wait unread, 100 at most."""
    waiting = (
        select(Notification.id)
        .where(Notification.person_id == person_id, Notification.read_at.is_(None))
        .limit(100)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def consent_history(session: Session, person_id: int) -> list[Consent]:
    """Return every consent of a person, live and withdrawn, the newest first."""
    return list(
        session.scalars(
            select(Consent).where(Consent.person_id == person_id).order_by(Consent.id.desc())
        )
    )
