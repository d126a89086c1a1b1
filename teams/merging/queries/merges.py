"""Reads of pairs that were judged: what waits, one, which files went into one."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accounts.models import Person
from core.tenancy import row_in
from teams.members.models import Community, Member
from teams.merging.models import Merge, MergeState

MOST = 100


def waiting(session: Session, community: Community) -> list[tuple[Merge, Person]]:
    """Return the proposals that wait, oldest first, each with who made it."""
    rows = session.execute(
        select(Merge, Person)
        .join(Person, Person.id == Merge.proposed_by_id)
        .where(Merge.community_id == community.id, Merge.state == MergeState.PROPOSED)
        .options(
            joinedload(Merge.kept).joinedload(Member.person),
            joinedload(Merge.gone).joinedload(Member.person),
        )
        .order_by(Merge.id)
        .limit(MOST)
    )
    return [(proposed, who) for proposed, who in rows]


def merge_in(session: Session, community: Community, merge_id: int) -> Merge:
    """Return one proposal of the community. Raises NotFound."""
    return row_in(session, Merge, community.id, merge_id)


def newest_of(session: Session, one: Member, other: Member) -> Merge | None:
    """Return what was last said of two files, or None."""
    both = (one.id, other.id)
    return session.scalars(
        select(Merge)
        .where(
            Merge.community_id == one.community_id, Merge.gone_id.in_(both), Merge.kept_id.in_(both)
        )
        .order_by(Merge.id.desc())
        .limit(1)
    ).one_or_none()
