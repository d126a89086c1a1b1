"""What the audit trail says of an act, as a test reads it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import AuditEvent


def lines(session: Session, *events: str) -> list[tuple[str, int | None, int | None]]:
    """Return event, subject and actor of each line of these events, oldest first."""
    session.flush()
    asked = select(AuditEvent.event, AuditEvent.object_id, AuditEvent.actor_id)
    rows = session.execute(asked.where(AuditEvent.event.in_(events)).order_by(AuditEvent.id))
    return [tuple(row) for row in rows]
