"""The audit trail of one community, newest first, by key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from accounts.models import AuditEvent, Person
from core import clock, room
from core.paging import page_of
from teams.members.models import Community, Member

PAGE = 50
Row = tuple[AuditEvent, str | None]


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the trail is narrowed to; `before` is the last id of the page before.

    `who`: what this member did, and what was done to them. `since` and `until`: local days, both
    included.
    """

    event: str = ""
    object_kind: str = ""
    object_id: int | None = None
    who: Member | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None


def trail_page(
    session: Session, community: Community, wanted: TrailFilter
) -> tuple[list[Row], int | None]:
    """Return a page of events with the name of who did them, and the key of the next.

    Besides what was noted here: what was noted of the county's calendar, and of the community's
    members themselves (sign-ins, passwords, consents, own fields), which belongs to no community.
    """
    nameless = room.trail().nameless
    found: list[Row] = [
        (event, None if event.event in nameless else name)
        for place in (_noted_here(community), _of_members(community))
        for event, name in session.execute(_narrowed(place, community, wanted).limit(PAGE + 1))
    ]
    found.sort(key=lambda row: -row[0].id)
    return page_of(found, PAGE, lambda row: row[0].id)


def _noted_here(community: Community) -> ColumnElement[bool]:
    return AuditEvent.community_id == community.id


def _of_members(community: Community) -> ColumnElement[bool]:
    people = select(Member.person_id).where(Member.community_id == community.id)
    return and_(
        AuditEvent.community_id.is_(None),
        or_(
            AuditEvent.object_kind == "calendar_day",
            and_(AuditEvent.object_kind == "person", AuditEvent.object_id.in_(people)),
        ),
    )


def _narrowed(
    place: ColumnElement[bool], community: Community, wanted: TrailFilter
) -> Select[AuditEvent, str]:
    asked = (
        select(AuditEvent, Person.name)
        .join(Person, Person.id == AuditEvent.actor_id, isouter=True)
        .where(place, *_tests(community, wanted))
    )
    return asked.order_by(AuditEvent.id.desc())


def _tests(community: Community, wanted: TrailFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.event:
        yield AuditEvent.event == wanted.event
    if wanted.object_kind and wanted.object_id:
        yield AuditEvent.object_kind == wanted.object_kind
        yield AuditEvent.object_id == wanted.object_id
    if wanted.who is not None:
        yield _about(wanted.who)
    if wanted.before is not None:
        yield AuditEvent.id < wanted.before
    yield from _between(community, wanted)


def _between(community: Community, wanted: TrailFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.since is not None:
        yield AuditEvent.recorded_at >= _begins(wanted.since, community)
    if wanted.until is not None:
        yield AuditEvent.recorded_at < _begins(wanted.until + timedelta(days=1), community)


def _about(member: Member) -> ColumnElement[bool]:
    did = and_(
        AuditEvent.actor_id == member.person_id, AuditEvent.event.not_in(room.trail().nameless)
    )
    is_person = and_(AuditEvent.object_kind == "person", AuditEvent.object_id == member.person_id)
    is_member = and_(AuditEvent.object_kind == "member", AuditEvent.object_id == member.id)
    return or_(did, is_person, is_member)


def _begins(day: date, community: Community) -> datetime:
    return clock.day_start(day, community.zone)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The volunteer numbers of those a page of the trail speaks of."""

    of_member: dict[int, str]
    of_person: dict[int, str]


def numbers_in(session: Session, community: Community, events: list[AuditEvent]) -> Numbers:
    """Return the volunteer numbers of the people in events of the trail, in one query."""
    members = _ids(events, "member", room.trail().members)
    people = _ids(events, "person", room.trail().people)
    rows = session.execute(
        select(Member.id, Member.person_id, Member.volunteer_no).where(
            Member.community_id == community.id,
            or_(Member.id.in_(members), Member.person_id.in_(people)),
        )
    ).all()
    return Numbers(
        {member_id: number for member_id, _person, number in rows},
        {person_id: number for _member, person_id, number in rows},
    )


def _ids(events: list[AuditEvent], kind: str, names: Iterable[str]) -> set[int]:
    found: set[object] = {event.object_id for event in events if event.object_kind == kind}
    found |= {event.details.get(name) for event in events for name in names}
    return {each for each in found if isinstance(each, int)}


def last_change(
    session: Session, community: Community, event: str, subject: tuple[str, int]
) -> Row | None:
    """Return the newest event of one kind about one object, with the name of who did it."""
    kind, subject_id = subject
    row = session.execute(
        select(AuditEvent, Person.name)
        .join(Person, Person.id == AuditEvent.actor_id, isouter=True)
        .where(
            AuditEvent.community_id == community.id,
            AuditEvent.object_kind == kind,
            AuditEvent.object_id == subject_id,
            AuditEvent.event == event,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None
