"""Reads of what was told before sign-ups: the versions of a kind, and what a member knew when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from core.tenancy import row_in
from teams.members.models import Community
from volunteer.activities.models import ActivityType, KindNotice
from volunteer.sign_ups.models import ReadingWay, RiskReading

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Version:
    """One version, and how many members knew it."""

    notice: KindNotice
    readers: int


@dataclass(frozen=True, slots=True)
class KnownNotice:
    """One reading of a member: of which kind, which version, when, by which act."""

    kind: str
    number: int
    read_at: datetime
    way: ReadingWay


def kind_in(session: Session, community: Community, kind_id: int) -> ActivityType:
    """Return a kind of activity of the community. Raises NotFound."""
    return row_in(session, ActivityType, community.id, kind_id)


def versions_of(session: Session, kind: ActivityType) -> list[Version]:
    """Return the versions of a kind, the one that counts first, at most 30."""
    rows = session.execute(
        select(KindNotice, func.count(distinct(RiskReading.member_id)))
        .outerjoin(
            RiskReading,
            (RiskReading.community_id == KindNotice.community_id)
            & (RiskReading.notice_id == KindNotice.id),
        )
        .where(KindNotice.community_id == kind.community_id, KindNotice.type_id == kind.id)
        .group_by(KindNotice.id)
        .order_by(KindNotice.number.desc())
        .limit(MOST_SHOWN)
    )
    return [Version(*row) for row in rows]


def known_to(session: Session, community: Community, member_id: int) -> list[KnownNotice]:
    """Return what a member knew, newest first, at most 30."""
    rows = session.execute(
        select(ActivityType.name, KindNotice.number, RiskReading.read_at, RiskReading.way)
        .join(KindNotice, KindNotice.id == RiskReading.notice_id)
        .join(ActivityType, ActivityType.id == KindNotice.type_id)
        .where(RiskReading.community_id == community.id, RiskReading.member_id == member_id)
        .order_by(RiskReading.id.desc())
        .limit(MOST_SHOWN)
    )
    return [KnownNotice(*row) for row in rows]
