"""A sealed field of this room, opened to learn whether FIELD_KEY is the one it was sealed with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import personal


def open_a_phone(session: Session) -> str | None:
    """Open the phone of somebody, None when nobody left one. Raises SealBroken."""
    found = session.execute(
        select(Person.phone_sealed, Person.phone_index)
        .where(Person.phone_sealed.is_not(None))
        .order_by(Person.id)
        .limit(1)
    ).one_or_none()
    return personal.opened_phone(*found) if found is not None else None


def open_a_number(session: Session) -> str | None:
    """Open the resident number of somebody, None when nobody left one. Raises SealBroken."""
    found = session.execute(
        select(Person.resident_number_sealed, Person.resident_number_index)
        .where(Person.resident_number_sealed.is_not(None))
        .order_by(Person.id)
        .limit(1)
    ).one_or_none()
    return personal.opened_resident_number(*found) if found is not None else None
