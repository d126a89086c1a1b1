"""Whom an act on many is for, and what pages tell of one that was done."""

from sqlalchemy.orm import Session

from core.tenancy import row_in
from teams.bulk.models import BulkAct
from teams.bulk.rules.bulk_acts import MOST_AT_ONCE
from teams.members.models import Community, Member
from teams.members.queries import people
from teams.members.queries.people import MemberFilter


def found(session: Session, community: Community, wanted: MemberFilter) -> list[Member]:
    """Return all a filter finds, one more than may be done at once at most."""
    return people.members_listed(session, community, wanted, MOST_AT_ONCE + 1)


def ticked(session: Session, community: Community, ids: list[int]) -> list[Member]:
    """Return the members of these numbers; those of another community are not among them."""
    return people.members_of(session, community, ids[: MOST_AT_ONCE + 1])


def act_in(session: Session, community: Community, act_id: int) -> BulkAct:
    """Return one act on many of the community. Raises NotFound."""
    return row_in(session, BulkAct, community.id, act_id)


def named(session: Session, community: Community, act: BulkAct) -> dict[int, Member]:
    """Return the members an act was for, by number of row."""
    ids = {int(str(note["member"])) for note in (*act.done, *act.refused)}
    return {member.id: member for member in people.members_of(session, community, ids)}
