"""The honours of one member: how far the next level is, and every name put forward."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.certificates.models import Award
from commendations.levels.models import StarLevel
from commendations.levels.rules import counted_hours, levels
from commendations.nominations.models import Commendation, Nomination, NominationState
from commendations.settings import CommendationSettings
from commendations.words import RANK_WORDS
from core import clock
from core.declarations import Progress
from teams.authority.kept_settings import settings_of
from teams.members.models import Community
from teams.notices.models import Notice


@dataclass(frozen=True, slots=True)
class StarProgress:
    """How far a member has come on the way to the next level.

    `counted_hours` is what counts: posted here, and `imported` where the setting counts those.
    """

    minutes: int
    imported: int
    held: int
    next_level: StarLevel | None
    next_to_seek: StarLevel | None
    counts_imported: bool = True

    @property
    def posted(self) -> int:
        """The minutes that count and were served here, when imported ones count as well."""
        return self.minutes - self.imported

    @property
    def hours(self) -> float:
        """The time served in hours to one decimal, whole ones without it."""
        return self.minutes // 60 if self.minutes % 60 == 0 else round(self.minutes / 60, 1)

    @property
    def to_next(self) -> int:
        """The minutes still missing for the next level, never below zero."""
        if self.next_level is None:
            return 0
        return max(0, self.next_level.min_minutes - self.minutes)

    @property
    def missing(self) -> int:
        """The minutes still missing for the next level to apply for, never below zero."""
        if self.next_to_seek is None:
            return 0
        return max(0, self.next_to_seek.min_minutes - self.minutes)


def star_progress_of(
    session: Session, community: Community, member_id: int, today: date
) -> StarProgress:
    """Return how far a member is to the next star level, by the stored totals."""
    values = settings_of(session, community.id, CommendationSettings, today)
    ranks = levels.ranks_of(session, community.id, member_id)
    by_rank = {level.rank: level for level in levels.scheme_of(session, community.id)}
    posted, imported = counted_hours.stored_minutes(session, community.id, member_id)
    counts_imported = bool(values.imported_counts_for_levels)
    return StarProgress(
        minutes=posted + (imported if counts_imported else 0),
        imported=imported,
        counts_imported=counts_imported,
        held=ranks.held,
        next_level=by_rank.get(ranks.held + 1),
        next_to_seek=by_rank.get(ranks.next_rank),
    )


def to_next_star(
    session: Session, community_id: int, member_id: int, now: datetime
) -> Progress | None:
    """Return the level a member holds and what the next one asks; None without any level."""
    community = session.get_one(Community, community_id)
    today = clock.local_day(now, community.zone)
    star = star_progress_of(session, community, member_id, today)
    following = star.next_level
    if following is None and not star.held:
        return None
    return Progress(
        words="星级",
        reached=RANK_WORDS.get(star.held, ""),
        minutes=star.minutes,
        next_words=RANK_WORDS.get(following.rank, following.title) if following else "",
        next_minutes=following.min_minutes if following else None,
        link=f"/c/{community.slug}/my-honours",
    )


@dataclass(frozen=True, slots=True)
class OwnNomination:
    """One's own nomination in a round: what for, how far, and the certificate when there is one."""

    nomination: Nomination
    round: Commendation
    level_title: str
    award: Award | None
    notice: Notice | None


def own_nominations(session: Session, community: Community, member_id: int) -> list[OwnNomination]:
    """Return a member's newest nominations, withdrawn ones aside."""
    rows = session.execute(
        select(Nomination, Commendation, StarLevel.title, Award, Notice)
        .join(Commendation, Commendation.id == Nomination.commendation_id)
        .outerjoin(StarLevel, StarLevel.id == Nomination.level_id)
        .outerjoin(Award, Award.nomination_id == Nomination.id)
        .outerjoin(Notice, Notice.id == Commendation.notice_id)
        .where(
            Nomination.community_id == community.id,
            Nomination.member_id == member_id,
            Nomination.state != NominationState.WITHDRAWN,
        )
        .order_by(Nomination.id.desc())
        .limit(40)
    )
    return [
        OwnNomination(n, b, title or b.title, award, notice) for n, b, title, award, notice in rows
    ]
