"""A sign-up and its shift, read for an act, and what the trail and the member are told of it."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from core import wording
from core.errors import NotFound
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Shift
from volunteer.sign_ups.models import SignUp

_LOADED = (
    contains_eager(Shift.activity),
    contains_eager(Shift.post),
    contains_eager(Shift.places),
)
_IS_MEANT = (
    Shift.community_id == bindparam("the_community"),
    Shift.id == bindparam("the_shift"),
)
_SHIFT = (
    select(Shift)
    .join(Shift.activity)
    .join(Shift.post)
    .join(Shift.places)
    .where(*_IS_MEANT)
    .options(*_LOADED)
    .execution_options(populate_existing=True)
)
_MEMBER_AND_SHIFT = (
    select(Member, Shift)
    .join(Member.person)
    .join(Shift, Shift.community_id == Member.community_id)
    .join(Shift.activity)
    .join(Shift.post)
    .join(Shift.places)
    .where(*_IS_MEANT, Member.id == bindparam("the_member"))
    .options(contains_eager(Member.person), *_LOADED)
    .with_for_update(of=Member, key_share=True)
    .execution_options(populate_existing=True)
)


def shift_in(session: Session, community_id: int, shift_id: int) -> Shift:
    """Return the shift with its activity and counters, fresh. Raises NotFound."""
    where = {"the_community": community_id, "the_shift": shift_id}
    shift = session.scalars(_SHIFT, where).one_or_none()
    if shift is None:
        raise NotFound
    return shift


def hold_member_and_shift(act: Act, member_id: int, shift_id: int) -> tuple[Member, Shift]:
    """Take the member's row as `hold_member` does, and read the shift as `shift_in` does, at once.

    The shift is as it was before waiting for the member. Raises NotFound.
    """
    where = {"the_community": act.community.id, "the_shift": shift_id, "the_member": member_id}
    found = act.session.execute(_MEMBER_AND_SHIFT, where).one_or_none()
    if found is None:
        raise NotFound
    return found


def sign_up_in(session: Session, community_id: int, sign_up_id: int) -> tuple[SignUp, Shift]:
    """Return a sign-up, and its shift as `shift_in` reads it. Raises NotFound."""
    found = row_in(session, SignUp, community_id, sign_up_id)
    return found, shift_in(session, community_id, found.shift_id)


def tell_of_shift(act: Act, member: Member, shift: Shift, sentence: str) -> None:
    """Tell somebody a sentence about a shift: its title, its day and when it begins."""
    act.tell(
        member.person_id,
        sentence,
        link=f"/c/{act.community.slug}/my/sign-ups#shift-{shift.id}",
        title=shift.activity.title,
        **wording.day_and_time(shift.starts_at, act.community.zone),
    )
