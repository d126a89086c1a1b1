"""The children a guardian acts for, and what they are signed up for."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from accounts.models import Guardian, Person
from core import clock
from core.ages import is_child
from core.errors import NotFound
from teams.members.models import Community, Member, MemberState
from volunteer.sign_ups.models import LIVE, SignUp


def children_of(
    session: Session, community: Community, guardian_id: int, now: datetime
) -> list[Member]:
    """Return the active members under 14 whose guardian agreed and is this person, by number."""
    today = clock.local_day(now, community.zone)
    found = session.scalars(
        select(Member)
        .join(Member.person)
        .join(Guardian, Guardian.person_id == Person.id)
        .where(
            Member.community_id == community.id,
            Member.state == MemberState.ACTIVE,
            Guardian.guardian_person_id == guardian_id,
            Guardian.consented_at.is_not(None),
        )
        .options(contains_eager(Member.person))
        .order_by(Member.volunteer_no)
        .limit(20)
    )
    return [each for each in found if is_child(each.person.birth_on, today)]


def child_of(
    session: Session, community: Community, guardian_id: int, member_id: int, now: datetime
) -> Member:
    """Return one of the children `children_of` returns. Raises NotFound."""
    for each in children_of(session, community, guardian_id, now):
        if each.id == member_id:
            return each
    raise NotFound


def signed_up(
    session: Session, children: list[Member], shift_ids: list[int]
) -> dict[tuple[int, int], SignUp]:
    """Return the live sign-ups of `children` for these shifts, by member and shift."""
    if not children or not shift_ids:
        return {}
    rows = session.scalars(
        select(SignUp).where(
            SignUp.community_id == children[0].community_id,
            SignUp.member_id.in_([each.id for each in children]),
            SignUp.shift_id.in_(shift_ids),
            SignUp.state.in_(LIVE),
        )
    )
    return {(each.member_id, each.shift_id): each for each in rows}
