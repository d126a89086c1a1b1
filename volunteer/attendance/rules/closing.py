"""Closing a shift nobody on whose list waits any more, and opening it again."""

from datetime import datetime

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.models import (
    ANNOUNCED,
    SHIFT_LIFE,
    Activity,
    Shift,
    ShiftMove,
    ShiftState,
)
from volunteer.sign_ups.models import UNDECIDED, SignUp

BATCH = 50


def close_if_done(act: Act, shift: Shift) -> None:
    """Close a shift that has ended once nobody on its list waits for a decision any more."""
    is_done = (Shift.ends_at <= act.now, ~waits())
    SHIFT_LIFE.move(act.session, shift, ShiftMove.CLOSE, *is_done, confirmed_at=act.now)


def reopen(session: Session, shift_id: int) -> None:
    """Open a closed shift again, since somebody on its list is to be decided anew."""
    SHIFT_LIFE.move_all(session, ShiftMove.REOPEN, Shift.id == shift_id, confirmed_at=None)


def close_empty(session: Session, now: datetime) -> int:
    """Close a batch of ended shifts on whose lists nobody waits; return how many.

    Nobody signed up, all cancelled, or the last was decided at the same moment by two. Safe to
    run twice and on two machines: rows another run holds are left to it.
    """
    due = session.scalars(
        select(Shift.id)
        .join(Community, Community.id == Shift.community_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            Shift.state == ShiftState.OPEN,
            Shift.ends_at <= now,
            Activity.state.in_(ANNOUNCED),
            ~waits(),
        )
        .order_by(Shift.id)
        .limit(BATCH)
        .with_for_update(of=Shift, skip_locked=True)
    ).all()
    SHIFT_LIFE.move_all(session, ShiftMove.CLOSE, Shift.id.in_(due), confirmed_at=now)
    return len(due)


def waits() -> Exists:
    """Return the condition that somebody on the list of a shift waits for a decision."""
    return exists().where(
        SignUp.community_id == Shift.community_id,
        SignUp.shift_id == Shift.id,
        SignUp.state.in_(UNDECIDED),
    )
