"""What must always hold of people and sign-ins: numbers sealed, no end before its beginning."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accounts.models import LoginSession, Person
from accounts.rules.erasing import GONE
from core.masking import ERASED


def numbers_are_sealed(session: Session) -> list[str]:
    """Every number a person is found by is kept, sealed."""
    bare = session.scalars(
        select(Person.id)
        .where(
            or_(
                Person.phone_index.is_not(None) & Person.phone_sealed.is_(None),
                Person.resident_number_index.is_not(None) & Person.resident_number_sealed.is_(None),
            )
        )
        .order_by(Person.id)
    )
    return [f"person {person_id} is found by a number that is not kept" for person_id in bare]


def sign_ins_end_after_they_begin(session: Session) -> list[str]:
    """No login session was over before it began."""
    odd = session.scalars(
        select(LoginSession.id)
        .where(LoginSession.expires_at <= LoginSession.made_at)
        .order_by(LoginSession.id)
    )
    return [f"login session {session_id} was over before it began" for session_id in odd]


def erased_people_are_shredded(session: Session) -> list[str]:
    """Of who was erased nothing is left that names, finds or lets in."""
    left = session.scalars(
        select(Person.id)
        .where(
            Person.anonymised_at.is_not(None),
            or_(
                Person.name != ERASED,
                Person.name_keys != "",
                Person.is_disabled.is_(False),
                *(getattr(Person, column).is_not(None) for column in GONE),
            ),
        )
        .order_by(Person.id)
    )
    return [f"person {person_id} was erased and something is left" for person_id in left]
