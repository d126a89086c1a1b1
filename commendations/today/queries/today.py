"""Reads of the page 今天: what waits for who reads, and the levels to be looked at."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from commendations.certificates.models import Award
from core import room
from core.masking import name_for_staff
from core.menu import Asking, Duty, how_many
from teams.members.models import Community, Member


def waiting_for(asking: Asking) -> list[tuple[Duty, int]]:
    """Return the duties of all rooms with how much of each waits, in one statement."""
    duties = room.duties()
    return list(zip(duties, how_many(asking, [duty.count for duty in duties]), strict=True))


def flagged_levels(session: Session, community: Community) -> list[tuple[Award, str, str]]:
    """Return the awards to be looked at, with the covered name and the number's tail."""
    rows = session.execute(
        select(Award, Person.name, Member.volunteer_no)
        .join(Member, Member.id == Award.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(Award.community_id == community.id, Award.needs_review)
        .order_by(Award.id)
        .limit(100)
    )
    return [(award, name_for_staff(name), number[-4:]) for award, name, number in rows]
