"""The life of a batch and of a name as two tables, and the guarded moves along them (domain 8)."""

from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from commendations.models import Commendation, CommendationState, Nomination, NominationState
from commendations.nominations.rules.refusals import (
    NominatingClosed,
    NominationSettled,
    StepTaken,
    StepTooEarly,
)


class Step(StrEnum):
    """What is done to a batch."""

    CHECK = "check"
    REVIEW = "review"
    PUBLISH = "publish"
    ISSUE = "issue"


class Move(StrEnum):
    """What happens to one name."""

    CHECK = "check"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    DISPUTE = "dispute"
    RESTORE = "restore"
    CONFIRM = "confirm"


BATCH_STEPS: dict[tuple[CommendationState, Step], CommendationState] = {
    (CommendationState.NOMINATING, Step.CHECK): CommendationState.CHECKED,
    (CommendationState.CHECKED, Step.REVIEW): CommendationState.REVIEWED,
    (CommendationState.REVIEWED, Step.PUBLISH): CommendationState.PUBLICITY,
    (CommendationState.PUBLICITY, Step.ISSUE): CommendationState.ISSUED,
    (CommendationState.ISSUED, Step.ISSUE): CommendationState.ISSUED,
}
"""The last line: a name freed from an objection later is issued after the others."""

NAME_MOVES: dict[tuple[NominationState, Move], NominationState] = {
    (NominationState.PROPOSED, Move.CHECK): NominationState.CHECKED,
    (NominationState.PROPOSED, Move.REFUSE): NominationState.REFUSED,
    (NominationState.PROPOSED, Move.WITHDRAW): NominationState.WITHDRAWN,
    (NominationState.CHECKED, Move.ACCEPT): NominationState.ACCEPTED,
    (NominationState.CHECKED, Move.REFUSE): NominationState.REFUSED,
    (NominationState.CHECKED, Move.WITHDRAW): NominationState.WITHDRAWN,
    (NominationState.ACCEPTED, Move.DISPUTE): NominationState.DISPUTED,
    (NominationState.ACCEPTED, Move.CONFIRM): NominationState.CONFIRMED,
    (NominationState.DISPUTED, Move.RESTORE): NominationState.ACCEPTED,
    (NominationState.DISPUTED, Move.CONFIRM): NominationState.CONFIRMED,
    (NominationState.DISPUTED, Move.REFUSE): NominationState.REFUSED,
    (NominationState.CONFIRMED, Move.REFUSE): NominationState.REFUSED,
}

_ORDER = list(CommendationState)
_NEEDS = {after: before for (before, _), after in BATCH_STEPS.items() if before is not after}
_AIM = {step: after for (_, step), after in BATCH_STEPS.items()}


def advance(session: Session, batch: Commendation, step: Step, **stamps: Any) -> None:
    """Take `step` of a batch once; the row stays locked until the transaction ends.

    Raises StepTaken when the step is behind, or was taken this very moment by somebody else;
    StepTooEarly when the step before it is missing.
    """
    before = batch.state
    after = BATCH_STEPS.get((before, step))
    if after is None:
        is_behind = _ORDER.index(before) >= _ORDER.index(_AIM[step])
        raise StepTaken if is_behind else StepTooEarly
    moved = session.scalar(
        update(Commendation)
        .where(Commendation.id == batch.id, Commendation.state == before)
        .values(state=after, version=Commendation.version + 1, **stamps)
        .returning(Commendation.id)
    )
    if moved is None:
        raise StepTaken
    session.refresh(batch)


def hold_open(session: Session, batch: Commendation) -> None:
    """Keep a batch from being checked while a name is added. Raises NominatingClosed."""
    found = session.scalar(
        select(Commendation.id)
        .where(Commendation.id == batch.id, Commendation.state == CommendationState.NOMINATING)
        .with_for_update()
    )
    if found is None:
        raise NominatingClosed


def move(session: Session, name: Nomination, by: Move, **stamps: Any) -> None:
    """Move one name along the table. Raises NominationSettled from any other state."""
    if not try_move(session, name, by, **stamps):
        raise NominationSettled


def try_move(session: Session, name: Nomination, by: Move, **stamps: Any) -> bool:
    """Move one name along the table; say False when somebody else settled it meanwhile."""
    after = NAME_MOVES.get((name.state, by))
    if after is None:
        return False
    moved = session.scalar(
        update(Nomination)
        .where(Nomination.id == name.id, Nomination.state == name.state)
        .values(state=after, **stamps)
        .returning(Nomination.id)
    )
    session.refresh(name)
    return moved is not None
