"""The star levels of a community: the scheme, ranks held, a lower one under way (domain 1.5)."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from accounts.act import Subject
from commendations.certificates.models import Award
from commendations.levels.models import StarLevel
from commendations.nominations.models import UNDER_WAY, CommendationKind, Nomination
from teams.authority.act import Act

NATIONAL_SCHEME = (
    (1, "一星志愿者", 100, 100),
    (2, "二星志愿者", 300, 200),
    (3, "三星志愿者", 600, 300),
    (4, "四星志愿者", 1000, 500),
    (5, "五星志愿者", 1500, 800),
)
"""Rank, title, hours, bonus points: national practice (志愿服务记录办法, 2012), domain 9.2."""


def install(act: Act) -> list[StarLevel]:
    """Give a community the national scheme; one that has levels keeps its own."""
    found = scheme_of(act.session, act.community.id)
    if found:
        return found
    made = [
        StarLevel(
            community_id=act.community.id,
            rank=rank,
            title=title,
            min_minutes=hours * 60,
            bonus_points=points,
        )
        for rank, title, hours, points in NATIONAL_SCHEME
    ]
    act.session.add_all(made)
    act.session.flush()
    act.made_by(None).note(
        "levels_installed", Subject("community", act.community.id, act.community.id)
    )
    return made


def scheme_of(session: Session, community_id: int) -> list[StarLevel]:
    """Return the levels of a community, lowest first."""
    return list(
        session.scalars(
            select(StarLevel).where(StarLevel.community_id == community_id).order_by(StarLevel.rank)
        )
    )


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where a member stands: rank `held`, and the highest one `sought` among what is under way."""

    held: int
    sought: int

    @property
    def next_rank(self) -> int:
        """The only rank that may be applied for."""
        return max(self.held, self.sought) + 1


def ranks_of(session: Session, community_id: int, member_id: int) -> Ranks:
    """Return the ranks of a member. A revoked level counts only where it was kept on purpose."""
    sought = session.scalar(
        select(func.max(StarLevel.rank))
        .join(Nomination, Nomination.level_id == StarLevel.id)
        .outerjoin(Award, Award.nomination_id == Nomination.id)
        .where(
            Nomination.community_id == community_id,
            Nomination.member_id == member_id,
            Nomination.state.in_(UNDER_WAY),
            Award.id.is_(None),
        )
    )
    return Ranks(held_rank(session, community_id, member_id), sought or 0)


def held_rank(session: Session, community_id: int, member_id: int) -> int:
    """Return the highest rank a member holds, 0 without any."""
    held = session.scalar(
        select(func.max(Award.rank)).where(
            Award.community_id == community_id,
            Award.member_id == member_id,
            Award.kind == CommendationKind.STAR_LEVEL,
            or_(Award.revoked_at.is_(None), Award.keeps_level),
        )
    )
    return held or 0


def is_lower_under_way(session: Session, nomination: Nomination) -> bool:
    """Say whether a lower level of the same member is still on its way to a certificate."""
    asked = session.get_one(StarLevel, nomination.level_id)
    found = session.scalar(
        select(Nomination.id)
        .join(StarLevel, StarLevel.id == Nomination.level_id)
        .outerjoin(Award, Award.nomination_id == Nomination.id)
        .where(
            Nomination.community_id == nomination.community_id,
            Nomination.member_id == nomination.member_id,
            Nomination.state.in_(UNDER_WAY),
            StarLevel.rank < asked.rank,
            Award.id.is_(None),
        )
        .limit(1)
    )
    return found is not None
