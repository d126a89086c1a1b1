"""What the rooms declare of their members, merged: what they did, what is erased, words for it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from core import room
from core.declarations import Erasing, OwnWords, Told


def _erasing() -> Iterator[Erasing]:
    for each in room.rooms().values():
        yield from each.erasing.values()


def foretell_erasure(
    session: Session, community_id: int, member_id: int, now: datetime
) -> list[Told]:
    """Return what each room would lose of a member who is erased."""
    told = [each.foretell(session, community_id, member_id, now) for each in _erasing()]
    return [each for each in told if each is not None]


def erase(session: Session, community_id: int, member_id: int, now: datetime) -> None:
    """Let every room blank what names or describes a member; may raise what it refuses."""
    for each in _erasing():
        each.erase(session, community_id, member_id, now)


def used_since(
    session: Session, community_id: int, member_ids: frozenset[int], since: datetime
) -> set[int]:
    """Return which of the members did something in any room since a moment."""
    asked = [ask for each in room.rooms().values() for ask in each.used_since.values()]
    return {each for ask in asked for each in ask(session, community_id, member_ids, since)}


def own_data_words() -> OwnWords:
    """Return how all rooms name what they give for the own copy."""
    kept = [each.own_data_words for each in room.rooms().values() if each.own_data_words]
    fields = {name: words for each in kept for name, words in each.fields.items()}
    return OwnWords(fields, tuple(values for each in kept for values in each.values))
