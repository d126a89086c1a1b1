"""What people and guardians agree to, each apart; given and withdrawn at once (PIPL 15, 25, 29)."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.act import Act, Subject
from accounts.models import GUARDIANS_SCOPES, OPTIONAL_SCOPES, Consent, ConsentScope, Guardian
from accounts.rules.notice_versions import in_force
from core.errors import RuleError
from core.upsert import insert_new


class GuardianAnswers(RuleError):
    """A minor cannot agree to publication; the guardian does so at the desk."""

    code = "not_eligible"
    message = "未满 18 岁的公开同意由监护人到社区服务台办理。"


def give(
    act: Act, person_id: int, scope: ConsentScope, by_id: int, noted_by_id: int | None = None
) -> None:
    """Note that `by_id` agreed to `scope` for the person, with the notice in force before them.

    Agreeing twice does no harm.
    noted_by_id: who wrote it down at the desk, when it was said there.
    """
    given = {
        "person_id": person_id,
        "scope": scope,
        "text_version": in_force(act.now).name,
        "given_at": act.now,
        "given_by_id": by_id,
        "noted_by_id": noted_by_id,
    }
    if insert_new(act.session, Consent.id, given) is not None:
        act.made_by(noted_by_id or by_id).note(
            "consent_given", Subject("person", person_id), scope=scope.value
        )


def withdraw(act: Act, person_id: int, scope: ConsentScope, by_id: int) -> None:
    """End a consent at once; it stays as history. Withdrawing twice does no harm."""
    ended = act.session.scalar(
        update(Consent)
        .where(
            Consent.person_id == person_id,
            Consent.scope == scope,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=act.now)
        .returning(Consent.id)
    )
    if ended is not None:
        act.made_by(by_id).note(
            "consent_withdrawn", Subject("person", person_id), scope=scope.value
        )


def choose(act: Act, person_id: int, wanted: set[ConsentScope], by_id: int) -> None:
    """Make the live optional consents just those `wanted`; what is needed to serve stays."""
    for scope in OPTIONAL_SCOPES:
        if scope in wanted:
            give(act, person_id, scope, by_id)
        else:
            withdraw(act, person_id, scope, by_id)


def live(session: Session, person_id: int) -> set[ConsentScope]:
    """Return what a person agrees to now."""
    rows = session.scalars(
        select(Consent.scope).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    )
    return set(rows)


def word_of(session: Session, person_id: int, scope: ConsentScope) -> Consent | None:
    """Return the live consent of a person to one thing, with its version and moment, or None."""
    return session.scalars(
        select(Consent).where(
            Consent.person_id == person_id,
            Consent.scope == scope,
            Consent.withdrawn_at.is_(None),
        )
    ).one_or_none()


def guardian_agrees(act: Act, guardian: Guardian, checked_by_id: int) -> None:
    """Note that the guardian agreed, and who made sure of it; the first word stands."""
    if guardian.consented_at is not None:
        return
    guardian.consented_at, guardian.checked_by_id = act.now, checked_by_id
    giver_id = giver_of(guardian)
    give(act, guardian.person_id, ConsentScope.GUARDIAN, giver_id, checked_by_id)


def guardian_withdraws(act: Act, guardian: Guardian, by_id: int) -> None:
    """End all that a guardian agreed to, before another speaks or because this one took it back."""
    guardian.consented_at = None
    for scope in (ConsentScope.GUARDIAN, *GUARDIANS_SCOPES):
        withdraw(act, guardian.person_id, scope, by_id)


def guardian_chooses(
    act: Act, guardian: Guardian, wanted: frozenset[ConsentScope], noted_by_id: int
) -> None:
    """Make what the guardian agreed to for the minor just those `wanted`, beyond taking part."""
    for scope in GUARDIANS_SCOPES:
        if scope in wanted:
            give(act, guardian.person_id, scope, giver_of(guardian), noted_by_id)
        else:
            withdraw(act, guardian.person_id, scope, noted_by_id)


def giver_of(guardian: Guardian) -> int:
    """Return whose word stands: the guardian's own, or in the child's row when without number."""
    return guardian.guardian_person_id or guardian.person_id
