"""The audit trail of one community, newest first, by key."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import AuditEvent, Person
from teams.models import Community

PAGE = 50


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the trail is narrowed to; `before` is the last id of the page before."""

    event: str = ""
    object_kind: str = ""
    object_id: int | None = None
    before: int | None = None


def trail_page(
    session: Session, community: Community, wanted: TrailFilter
) -> tuple[list[tuple[AuditEvent, str | None]], int | None]:
    """Return a page of events with the name of who did them, and the key of the next."""
    asked = (
        select(AuditEvent, Person.name)
        .join(Person, Person.id == AuditEvent.actor_id, isouter=True)
        .where(AuditEvent.community_id == community.id)
    )
    if wanted.event:
        asked = asked.where(AuditEvent.event == wanted.event)
    if wanted.object_kind and wanted.object_id:
        asked = asked.where(
            AuditEvent.object_kind == wanted.object_kind,
            AuditEvent.object_id == wanted.object_id,
        )
    if wanted.before is not None:
        asked = asked.where(AuditEvent.id < wanted.before)
    found = session.execute(asked.order_by(AuditEvent.id.desc()).limit(PAGE + 1))
    rows: list[tuple[AuditEvent, str | None]] = [(event, name) for event, name in found]
    return rows[:PAGE], rows[PAGE - 1][0].id if len(rows) > PAGE else None
