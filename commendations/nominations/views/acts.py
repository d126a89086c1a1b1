"""Acts of views done on a round of the community of the address."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from commendations.nominations.models import Commendation
from commendations.nominations.queries import rounds
from teams.gate import in_community

T = TypeVar("T")


def on_round(round_id: int, act: Callable[[Session, Commendation], T]) -> Callable[[Session], T]:
    """Return `act` with the round of the address loaded in its session."""
    return in_community(
        lambda session, where: act(session, rounds.round_in(session, where, round_id))
    )
