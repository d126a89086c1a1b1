"""How a person wants to read."""

from sqlalchemy.orm import Session

from accounts.models import Person


def set_elder_mode(session: Session, person_id: int, *, is_on: bool) -> None:
    """Turn large words (长辈版) on or off; twice does no harm."""
    session.get_one(Person, person_id).is_elder_mode = is_on
