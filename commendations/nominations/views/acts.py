"""Acts of views done on a batch of the community of the address."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from commendations.nominations.models import Commendation
from commendations.nominations.queries import rounds
from teams.gate import in_community

T = TypeVar("T")


def on_batch(batch_id: int, act: Callable[[Session, Commendation], T]) -> Callable[[Session], T]:
    """Return `act` with the batch of the address loaded in its session."""
    return in_community(
        lambda session, where: act(session, rounds.batch_in(session, where, batch_id))
    )
