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


def give(session: Session, person_id: int, scope: ConsentScope, by_id: int, now: datetime) -> None:
    """Note that a person agreed to `scope`; agreeing twice does no harm."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    made = session.scalar(
        dialect.insert(Consent)
        .values(
            person_id=person_id,
            scope=scope,
            text_version=TEXT_VERSION,
            given_at=now,
            given_by_id=by_id,
        )
        .on_conflict_do_nothing()
        .returning(Consent.id)
    )
    if made is not None:
        _note(session, "consent_given", person_id, by_id, now, scope)


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
    give(session, guardian.person_id, ConsentScope.GUARDIAN, checked_by_id, now)


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
