"""How a check tells what it found."""

from sqlalchemy import Select
from sqlalchemy.orm import Session

MOST_SHOWN = 20


def sentences(session: Session, found: Select[int], sentence: str) -> list[str]:
    """Return one sentence for each id found, twenty at most: the first bad rows are enough."""
    return [sentence % row for row in session.scalars(found.limit(MOST_SHOWN))]
