"""A sign-up and its shift, read for an act, and what the trail and the member are told of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from core import typeset
from core.errors import NotFound
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Shift, ShiftPlaces
from volunteer.sign_ups.models import SignUp


def shift_in(session: Session, community_id: int, shift_id: int) -> Shift:
    """Return the shift with its activity and counters, fresh. Raises NotFound."""
    shift = session.scalars(
        select(Shift)
        .join(Shift.activity)
        .join(Shift.post)
        .join(ShiftPlaces, ShiftPlaces.shift_id == Shift.id)
        .where(Shift.community_id == community_id, Shift.id == shift_id)
        .options(
            contains_eager(Shift.activity), contains_eager(Shift.post), contains_eager(Shift.places)
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if shift is None:
        raise NotFound
    return shift


def sign_up_in(session: Session, community_id: int, sign_up_id: int) -> tuple[SignUp, Shift]:
    """Return a sign-up, and its shift as `shift_in` reads it. Raises NotFound."""
    found = row_in(session, SignUp, community_id, sign_up_id)
    return found, shift_in(session, community_id, found.shift_id)


def tell_of_shift(act: Act, member: Member, shift: Shift, sentence: str) -> None:
    """Tell somebody a sentence about a shift: its title, its day and when it begins."""
    act.tell(
        member.person_id,
        sentence,
        link=f"/c/{act.community.slug}/my/sign-ups",
        title=shift.activity.title,
        **typeset.day_and_time(shift.starts_at, act.community.zone),
    )
