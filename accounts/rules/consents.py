"""What people agree to, each apart; given and withdrawn in one step (PIPL 15, 25, 29)."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from accounts.models import Consent, ConsentScope, Guardian
from accounts.rules import audit
from core.errors import RuleError

TEXT_VERSION = "2026-01"
OPTIONAL = (
    ConsentScope.PUBLIC_NAME,
    ConsentScope.PHOTO,
    ConsentScope.RANKING,
    ConsentScope.POSITION,
    ConsentScope.IDENTITY_NUMBER,
)


class GuardianAnswers(RuleError):
    """A minor cannot agree to publication; the guardian does so at the desk."""

    code = "not_eligible"
    message = "未满 18 岁的公开同意由监护人到社区服务台办理。"


GUARDIANS = (
    ConsentScope.PHOTO,
    ConsentScope.RANKING,
    ConsentScope.POSITION,
    ConsentScope.IDENTITY_NUMBER,
)
"""What a guardian may agree to for a minor: no name, since none is ever printed (domain 5.2)."""


def give(
    session: Session,
    person_id: int,
    scope: ConsentScope,
    by_id: int,
    now: datetime,
    noted_by_id: int | None = None,
) -> None:
    """Note that `by_id` agreed to `scope` for the person; agreeing twice does no harm.

    noted_by_id: who wrote it down at the desk, when it was said there.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    made = session.scalar(
        dialect.insert(Consent)
        .values(
            person_id=person_id,
            scope=scope,
            text_version=TEXT_VERSION,
            given_at=now,
            given_by_id=by_id,
            noted_by_id=noted_by_id,
        )
        .on_conflict_do_nothing()
        .returning(Consent.id)
    )
    if made is not None:
        _note(session, "consent_given", person_id, noted_by_id or by_id, now, scope)


def withdraw(
    session: Session, person_id: int, scope: ConsentScope, by_id: int, now: datetime
) -> None:
    """End a consent at once; it stays as history. Withdrawing twice does no harm."""
    ended = session.scalar(
        update(Consent)
        .where(
            Consent.person_id == person_id,
            Consent.scope == scope,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(Consent.id)
    )
    if ended is not None:
        _note(session, "consent_withdrawn", person_id, by_id, now, scope)


def choose(
    session: Session, person_id: int, wanted: set[ConsentScope], by_id: int, now: datetime
) -> None:
    """Make the live optional consents just those `wanted`; what is needed to serve stays."""
    for scope in OPTIONAL:
        if scope in wanted:
            give(session, person_id, scope, by_id, now)
        else:
            withdraw(session, person_id, scope, by_id, now)


def live(session: Session, person_id: int) -> set[ConsentScope]:
    """Return what a person agrees to now."""
    rows = session.scalars(
        select(Consent.scope).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    )
    return set(rows)


def guardian_agrees(
    session: Session, guardian: Guardian, checked_by_id: int, now: datetime
) -> None:
    """Note that the guardian agreed, and who made sure of it; the first word stands."""
    if guardian.consented_at is not None:
        return
    guardian.consented_at, guardian.checked_by_id = now, checked_by_id
    giver_id = giver_of(guardian)
    give(session, guardian.person_id, ConsentScope.GUARDIAN, giver_id, now, checked_by_id)


def guardian_withdraws(session: Session, guardian: Guardian, by_id: int, now: datetime) -> None:
    """End all that a guardian agreed to, before another speaks or because this one took it back."""
    guardian.consented_at = None
    for scope in (ConsentScope.GUARDIAN, *GUARDIANS):
        withdraw(session, guardian.person_id, scope, by_id, now)


def guardian_chooses(
    session: Session,
    guardian: Guardian,
    wanted: frozenset[ConsentScope],
    noted_by_id: int,
    now: datetime,
) -> None:
    """Make what the guardian agreed to for the minor just those `wanted`, beyond taking part."""
    for scope in GUARDIANS:
        if scope in wanted:
            give(session, guardian.person_id, scope, giver_of(guardian), now, noted_by_id)
        else:
            withdraw(session, guardian.person_id, scope, noted_by_id, now)


def giver_of(guardian: Guardian) -> int:
    """Return whose word stands: the guardian's own, or in the child's row when without number."""
    return guardian.guardian_person_id or guardian.person_id


def _note(
    session: Session,
    event: str,
    person_id: int,
    by_id: int,
    now: datetime,
    scope: ConsentScope,
) -> None:
    audit.record(
        session,
        event,
        ("person", person_id),
        actor_id=by_id,
        community_id=None,
        now=now,
        scope=scope.value,
    )
