"""What the honour wall shows: stars of the newest month, and how many hold each level."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from commendations.certificates.models import Award
from commendations.levels.rules import levels
from commendations.nominations.models import Commendation, CommendationKind, Nomination
from teams.members.models import Community, Team
from teams.members.rules.public_names import PublicName, public_names
from teams.notices.models import Notice

NAMES_A_TIER = 24


@dataclass(frozen=True, slots=True)
class WallStar:
    """One star of the month: how it may be named, for what, in which team."""

    name: PublicName
    team: Team | None
    deeds: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Tier:
    """One level on the wall: how many hold it, and those who agreed to be named."""

    rank: int
    title: str
    names: list[PublicName]
    count: int


@dataclass(frozen=True, slots=True)
class Wall:
    """The honour wall: stars of the newest month, and tiers from the highest level down."""

    month: Commendation | None
    notice: Notice | None
    stars: list[WallStar]
    tiers: list[Tier]
    scheme_hours: list[int]
    holders: int


def wall_of(session: Session, community: Community, today: date) -> Wall:
    """Return what the wall shows: revoked awards never, minors and silent people unnamed."""
    newest = session.execute(
        select(Commendation, Notice)
        .join(Nomination, Nomination.commendation_id == Commendation.id)
        .join(Award, Award.nomination_id == Nomination.id)
        .outerjoin(Notice, Notice.id == Commendation.notice_id)
        .where(
            Award.community_id == community.id,
            Award.kind == CommendationKind.STAR_OF_MONTH,
            Award.revoked_at.is_(None),
        )
        .order_by(Commendation.month_on.desc())
        .limit(1)
    ).one_or_none()
    month, notice = newest or (None, None)
    stars = _stars(session, community, month, today) if month is not None else []
    holders = _holders(session, community)
    scheme = levels.scheme_of(session, community.id)
    titles = {level.rank: level.title for level in scheme}
    tiers = _tiers(public_names(session, community.id, list(holders), today), titles, holders)
    hours = [level.min_minutes // 60 for level in scheme]
    return Wall(month, notice, stars, tiers, hours, len(holders))


def _stars(
    session: Session, community: Community, month: Commendation, today: date
) -> list[WallStar]:
    rows = session.execute(
        select(Award, Nomination, Team)
        .join(Nomination, Nomination.id == Award.nomination_id)
        .outerjoin(Team, Team.id == Nomination.team_id)
        .where(
            Award.community_id == community.id,
            Nomination.commendation_id == month.id,
            Award.revoked_at.is_(None),
        )
        .order_by(Team.id)
    ).all()
    names = public_names(session, community.id, [award.member_id for award, *_ in rows], today)
    return [WallStar(names[a.member_id], team, n.deeds, a.minutes) for a, n, team in rows]


def _holders(session: Session, community: Community) -> dict[int, int]:
    """Return member → the highest live level."""
    rows = session.execute(
        select(Award.member_id, func.max(Award.rank))
        .where(
            Award.community_id == community.id,
            Award.kind == CommendationKind.STAR_LEVEL,
            Award.revoked_at.is_(None),
        )
        .group_by(Award.member_id)
    )
    return {member_id: rank for member_id, rank in rows}  # noqa: C416 - rows are not pairs to mypy


def _tiers(
    names: dict[int, PublicName], titles: dict[int, str], holders: dict[int, int]
) -> list[Tier]:
    by_rank: dict[int, list[PublicName]] = defaultdict(list)
    for member_id, rank in sorted(holders.items()):
        by_rank[rank].append(names[member_id])
    return [
        Tier(rank, titles.get(rank, ""), [n for n in found if n.name][:NAMES_A_TIER], len(found))
        for rank, found in sorted(by_rank.items(), reverse=True)
    ]
