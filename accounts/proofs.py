"""What must always hold of people and consents."""

from collections.abc import Callable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accounts.models import LoginSession, Person

Proof = Callable[[Session], list[str]]


def proofs() -> list[tuple[str, Proof]]:
    """Return each proof by name; it answers with one sentence a breach, none when all holds."""
    return [
        ("personal numbers are sealed", _numbers_are_sealed),
        ("sign-ins end after they begin", _sign_ins_end_after_they_begin),
    ]


def _numbers_are_sealed(session: Session) -> list[str]:
    bare = session.scalars(
        select(Person.id)
        .where(
            or_(
                Person.phone_index.is_not(None) & Person.phone_sealed.is_(None),
                Person.identity_index.is_not(None) & Person.identity_sealed.is_(None),
            )
        )
        .order_by(Person.id)
    )
    return [f"person {person_id} is found by a number that is not kept" for person_id in bare]


def _sign_ins_end_after_they_begin(session: Session) -> list[str]:
    odd = session.scalars(
        select(LoginSession.id)
        .where(LoginSession.expires_at <= LoginSession.made_at)
        .order_by(LoginSession.id)
    )
    return [f"login session {session_id} was over before it began" for session_id in odd]
