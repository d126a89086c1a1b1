"""What is let go of when a member is paused or leaves: the places held and the turns waited for."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.told import Told
from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.models import Shift
from volunteer.activities.rules import shift_places
from volunteer.sign_ups.models import CANCELLABLE, SignUp
from volunteer.sign_ups.rules import cancelling, sign_up_rows

LET_GO = "原来报的 %(count)s 个班次让出来了，有人候补的已经补上。"


def free_places(session: Session, community_id: int, member_id: int, now: datetime) -> Told | None:
    """Free every place and every turn in a queue of what has not begun; nothing counts as late.

    The member's row is held by who calls.
    """
    act = Act(session, now, community=session.get_one(Community, community_id))
    ahead = (
        select(SignUp.shift_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(
            SignUp.community_id == act.community.id,
            SignUp.member_id == member_id,
            SignUp.state.in_(CANCELLABLE),
            Shift.starts_at > act.now,
        )
        .order_by(SignUp.shift_id)
    )
    shift_ids = list(act.session.scalars(ahead))
    shift_places.hold(act.session, act.community.id, shift_ids)
    for shift_id in shift_ids:
        _free(act, (shift_id, member_id))
    return Told(LET_GO, {"count": len(shift_ids)}) if shift_ids else None


def _free(act: Act, of_sign_up: tuple[int, int]) -> None:
    shift_id, member_id = of_sign_up
    held = act.session.scalars(
        select(SignUp)
        .where(
            SignUp.shift_id == shift_id,
            SignUp.member_id == member_id,
            SignUp.state.in_(CANCELLABLE),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    shift = sign_up_rows.shift_in(act.session, act.community.id, shift_id)
    cancelling.give_up(act, held, shift, cancelling.Consequence.FREE)
