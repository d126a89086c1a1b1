"""What the rooms declare of their members, merged: what they did, what is erased, words for it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from core import room
from core.declarations import Erasing, OwnWords
from core.pairs import Compared, Merging, Pair
from core.told import Told


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


def merging() -> list[Merging]:
    """Return what each room does when two files become one, the highest room first.

    So a row that is the source of points is taken before the wallets, as everywhere (ledger 2.2).
    """
    found = [one for each in room.rooms().values() for one in each.merging.values()]
    return found[::-1]


def compared(session: Session, pair: Pair, now: datetime) -> Compared:
    """Return two files beside each other as all rooms see them."""
    found = [each.compare(session, pair, now) for each in merging()]
    return Compared(
        figures=[one for each in found for one in each.figures],
        clashes=[one for each in found for one in each.clashes],
        follows=[one for each in found for one in each.follows],
    )


def merge(session: Session, pair: Pair, now: datetime) -> None:
    """Let every room bring what it keeps of the one member to the other."""
    for each in merging():
        each.merge(session, pair, now)


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
