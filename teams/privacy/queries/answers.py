"""How many members of a community have agreed to a version of the privacy notice."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from accounts.models import Consent, ConsentScope, Person
from teams.members.models import BELONGING, Community, Member


@dataclass(frozen=True, slots=True)
class Counted:
    """Of those who belong here: who agreed, who was asked and did not, who was not asked yet."""

    agreed: int
    put_off: int
    to_ask: int


def counted(session: Session, community: Community, version: str) -> Counted:
    """Count the members of `community` by what they said to `version`, in one statement."""
    word = and_(
        Consent.person_id == Member.person_id,
        Consent.scope == ConsentScope.SERVICE_RECORD,
        Consent.withdrawn_at.is_(None),
        Consent.text_version == version,
    )
    everybody, agreed, put_off = session.execute(
        select(
            func.count(),
            func.count(Consent.id),
            func.count().filter(Consent.id.is_(None), Person.notice_asked == version),
        )
        .select_from(Member)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Consent, word)
        .where(Member.community_id == community.id, Member.state.in_(BELONGING))
    ).one()
    return Counted(agreed, put_off, everybody - agreed - put_off)
