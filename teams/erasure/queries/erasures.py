"""Reads of requests to be erased: what waits, the newest of a member, one."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accounts.models import Person
from core.tenancy import row_in
from teams.erasure.models import Erasure, ErasureState
from teams.members.models import Community, Member

MOST = 100


def waiting(session: Session, community: Community) -> list[tuple[Erasure, Person]]:
    """Return the requests that wait, oldest first, each with who asked."""
    rows = session.execute(
        select(Erasure, Person)
        .join(Person, Person.id == Erasure.asked_by_id)
        .where(Erasure.community_id == community.id, Erasure.state == ErasureState.REQUESTED)
        .options(joinedload(Erasure.member).joinedload(Member.person))
        .order_by(Erasure.id)
        .limit(MOST)
    )
    return [(asked, who) for asked, who in rows]


def newest_of(session: Session, community: Community, member_id: int) -> Erasure | None:
    """Return the newest request of a member, or None."""
    return session.scalars(
        select(Erasure)
        .where(Erasure.community_id == community.id, Erasure.member_id == member_id)
        .order_by(Erasure.id.desc())
        .limit(1)
    ).one_or_none()


def erasure_in(session: Session, community: Community, erasure_id: int) -> Erasure:
    """Return a request of the community. Raises NotFound."""
    return row_in(session, Erasure, community.id, erasure_id)
