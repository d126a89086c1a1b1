"""Who could be a star of the month: who meets the conditions, best first, five of each team."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from commendations.certificates.models import Award
from commendations.nominations.models import Commendation, CommendationKind, Nomination
from commendations.settings import CommendationSettings
from core import clock
from teams.members.models import Community, Member, MemberState, Team
from volunteer.hours.models import EvidenceGrade, RecordState, ServiceRecord
from volunteer.sign_ups.models import SignUpWarning, WarningKind

PER_TEAM = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One member and what counts in the month."""

    member_id: int
    team_id: int | None
    minutes: int
    services: int
    joined_on: date

    @property
    def order(self) -> tuple[int, int, date, int]:
        """Most minutes first, then most services, then who joined earlier."""
        return (-self.minutes, -self.services, self.joined_on, self.member_id)


def months_back(month_on: date, count: int) -> date:
    """Return the first day of the month `count` months before `month_on`."""
    index = month_on.year * 12 + month_on.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def of_month(
    session: Session,
    community: Community,
    month_on: date,
    settings: CommendationSettings,
    member_id: int | None = None,
) -> list[Candidate]:
    """Return who meets the conditions of a month, best first (or one member who does).

    Posted minutes of days of that month at `star_least_minutes` or more, imported ones aside; no
    no-show in it that still stands; no star of the last `star_not_again_months` months before it.
    Equal: more services, then earlier joining. Ratings join the order when they exist.
    """
    wanted = _serving(community, month_on, settings)
    if member_id is not None:
        wanted = wanted.where(Member.id == member_id)
    wanted = wanted.where(
        Member.id.not_in(_missing(community, month_on)),
        Member.id.not_in(_starred(community, month_on, settings.star_not_again_months)),
    )
    found = [Candidate(*row) for row in session.execute(wanted)]
    return sorted(found, key=lambda each: each.order)


def best_by_team(candidates: list[Candidate]) -> dict[int | None, list[Candidate]]:
    """Return the first five of each team, in the order given."""
    teams: dict[int | None, list[Candidate]] = defaultdict(list)
    for each in candidates:
        if len(teams[each.team_id]) < PER_TEAM:
            teams[each.team_id].append(each)
    return dict(teams)


def _serving(
    community: Community, month_on: date, settings: CommendationSettings
) -> Select[int, int | None, int, int, date]:
    first, after = clock.month_bounds(month_on)
    minutes = func.sum(ServiceRecord.service_minutes)
    return (
        select(
            Member.id,
            Member.home_team_id,
            minutes,
            func.count(ServiceRecord.id),
            Member.joined_on,
        )
        .join(ServiceRecord, ServiceRecord.member_id == Member.id)
        .where(
            ServiceRecord.community_id == community.id,
            ServiceRecord.team_id.in_(select(Team.id).where(Team.community_id == community.id)),
            ServiceRecord.state == RecordState.POSTED,
            ServiceRecord.ends_at >= clock.day_start(first, community.zone),
            ServiceRecord.ends_at < clock.day_start(after + timedelta(days=1), community.zone),
            ServiceRecord.grade != EvidenceGrade.IMPORTED,
            ServiceRecord.served_on.between(first, after - timedelta(days=1)),
            Member.community_id == community.id,
            Member.state == MemberState.ACTIVE,
            Member.home_team_id.is_not(None),
        )
        .group_by(Member.id, Member.home_team_id, Member.joined_on)
        .having(minutes >= settings.star_least_minutes)
    )


def _missing(community: Community, month_on: date) -> Select[int]:
    first, after = clock.month_bounds(month_on)
    return select(SignUpWarning.member_id).where(
        SignUpWarning.community_id == community.id,
        SignUpWarning.kind == WarningKind.NO_SHOW,
        SignUpWarning.removed_at.is_(None),
        SignUpWarning.happened_at >= clock.day_start(first, community.zone),
        SignUpWarning.happened_at < clock.day_start(after, community.zone),
    )


def _starred(community: Community, month_on: date, months: int) -> Select[int]:
    return (
        select(Award.member_id)
        .join(Nomination, Nomination.id == Award.nomination_id)
        .join(Commendation, Commendation.id == Nomination.commendation_id)
        .where(
            Award.community_id == community.id,
            Award.kind == CommendationKind.STAR_OF_MONTH,
            Award.revoked_at.is_(None),
            Commendation.month_on >= months_back(month_on, months),
            Commendation.month_on < month_on,
        )
    )
