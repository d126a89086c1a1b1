"""Acts of views done on a batch of the community of the address."""

from collections.abc import Callable
from typing import TypeVar

from flask_babel import gettext
from sqlalchemy.orm import Session

from commendations.models import Commendation
from commendations.nominations.queries import batches
from core.errors import RuleError
from teams.gate import community
from teams.members.models import Community

T = TypeVar("T")


def in_community(act: Callable[[Session, Community], T]) -> Callable[[Session], T]:
    """Return `act` with the community of the address loaded in its session."""
    community_id = community().id
    return lambda session: act(session, session.get_one(Community, community_id))


def on_batch(batch_id: int, act: Callable[[Session, Commendation], T]) -> Callable[[Session], T]:
    """Return `act` with the batch of the address loaded in its session."""
    return in_community(
        lambda session, where: act(session, batches.batch_in(session, where, batch_id))
    )


def said(refusal: RuleError | None) -> str:
    """Return the sentence of a refusal in the reader's language, empty when there is none."""
    if refusal is None:
        return ""
    if not refusal.values:
        return str(gettext(refusal.message.replace("%", "%%")))
    return str(gettext(refusal.message) % refusal.values)
