"""A round advanced or held open, a name moved along its table, and the no when it does not go."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.nominations.models import (
    COMMENDATION_LIFE,
    NOMINATION_LIFE,
    Commendation,
    CommendationMove,
    CommendationState,
    Nomination,
    NominationMove,
)
from commendations.nominations.rules.refusals import (
    NominatingClosed,
    NominationSettled,
    StepTaken,
    StepTooEarly,
)

_ORDER = list(CommendationState)
_AIM = {act: after for (_, act), after in COMMENDATION_LIFE.moves.items()}


def advance(
    session: Session, this_round: Commendation, move: CommendationMove, **stamps: object
) -> None:
    """Take a round one step on, once; the row stays locked until the transaction ends.

    Raises StepTaken when the step is behind, or was taken this very moment by somebody else;
    StepTooEarly when the step before it is missing.
    """
    if not COMMENDATION_LIFE.allows(this_round, move):
        is_behind = _ORDER.index(this_round.state) >= _ORDER.index(_AIM[move])
        raise StepTaken if is_behind else StepTooEarly
    is_as_read = Commendation.state == this_round.state
    if not COMMENDATION_LIFE.move(session, this_round, move, is_as_read, **stamps):
        raise StepTaken


def hold_open(session: Session, this_round: Commendation) -> None:
    """Keep a round from being checked while a nomination is added. Raises NominatingClosed."""
    found = session.scalar(
        select(Commendation.id)
        .where(Commendation.id == this_round.id, Commendation.state == CommendationState.NOMINATING)
        .with_for_update()
    )
    if found is None:
        raise NominatingClosed


def move(session: Session, nomination: Nomination, move: NominationMove, **stamps: object) -> None:
    """Move one nomination along the table. Raises NominationSettled from any other state."""
    if not try_move(session, nomination, move, **stamps):
        raise NominationSettled


def try_move(
    session: Session, nomination: Nomination, move: NominationMove, **stamps: object
) -> bool:
    """Move one nomination along the table; say False when somebody else settled it meanwhile."""
    is_as_read = Nomination.state == nomination.state
    return NOMINATION_LIFE.move(session, nomination, move, is_as_read, **stamps)
