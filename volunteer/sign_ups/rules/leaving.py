"""Pausing a member and ending a membership, together with the sign-ups still to come."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.authority.rules import Authority
from teams.members.models import Community, Member
from teams.members.rules import members
from volunteer.activities.models import Shift
from volunteer.activities.rules import shift_places
from volunteer.sign_ups.models import CANCELLABLE, SignUp
from volunteer.sign_ups.rules import sign_ups


def suspend(
    session: Session,
    community: Community,
    member_id: int,
    reason: str,
    by: Authority,
    now: datetime,
) -> int:
    """Pause a member until resumed and free the places held; return how many sign-ups ended.

    Raises NotFound, then the refusals of `members.suspend`.
    """
    member = shift_places.hold_member(session, community.id, member_id)
    members.suspend(Act(session, now, by=by), member, reason)
    return _cancel_sign_ups(Act(session, now, community=community), member)


def withdraw(
    session: Session,
    community: Community,
    member_id: int,
    reason: str,
    by: Authority,
    now: datetime,
) -> int:
    """End a membership and free the places held; return how many sign-ups ended.

    Raises NotFound, then the refusals of `members.withdraw`.
    """
    member = shift_places.hold_member(session, community.id, member_id)
    members.withdraw(Act(session, now, by=by), member, reason)
    return _cancel_sign_ups(Act(session, now, community=community), member)


def _cancel_sign_ups(act: Act, member: Member) -> int:
    """Free every place and every turn in a queue of what has not begun; nothing counts as late."""
    ahead = (
        select(SignUp.shift_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(
            SignUp.community_id == act.community.id,
            SignUp.member_id == member.id,
            SignUp.state.in_(CANCELLABLE),
            Shift.starts_at > act.now,
        )
        .order_by(SignUp.shift_id)
    )
    shift_ids = list(act.session.scalars(ahead))
    shift_places.hold(act.session, act.community.id, shift_ids)
    for shift_id in shift_ids:
        _free(act, (shift_id, member.id))
    return len(shift_ids)


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
    shift = sign_ups.shift_in(act.session, act.community.id, shift_id)
    sign_ups.give_up(act, (held, shift), (sign_ups.Consequence.FREE, ""))
