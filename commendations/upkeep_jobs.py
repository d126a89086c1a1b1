"""What `sweep` does for the honours: notices that ended, levels whose hours fell short."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from commendations.certificates.models import Award
from commendations.levels.models import StarLevel
from commendations.nominations.models import (
    PUBLISHED,
    Commendation,
    CommendationKind,
    Nomination,
    NominationState,
)
from commendations.rounds.rules import awards
from commendations.settings import CommendationSettings
from teams.authority.act import Act
from teams.members.models import Community
from teams.notices.models import Notice, NoticeLine, NoticeLineState, NoticeState
from teams.notices.rules import notices
from volunteer.hours.models import MemberHours

AT_MOST = 50


def end_notices(session: Session, now: datetime) -> int:
    """End the honour notices whose last day is over; twice does no harm."""
    due = session.scalars(
        select(Notice)
        .join(Commendation, Commendation.notice_id == Notice.id)
        .where(Notice.state == NoticeState.OPEN, Notice.ends_at <= now)
        .order_by(Notice.id)
        .limit(AT_MOST)
    ).all()
    return sum(notices.end_if_due(Act(session, now), notice) for notice in due)


def pass_honours(session: Session, now: datetime) -> int:  # noqa: ARG001 - every duty takes now
    """Confirm the nominations whose line has passed, so that they can be issued."""
    waiting = session.scalars(
        select(Commendation)
        .join(Nomination, Nomination.commendation_id == Commendation.id)
        .join(NoticeLine, NoticeLine.subject_id == Nomination.id)
        .where(
            Commendation.state.in_(PUBLISHED),
            Nomination.state == NominationState.ACCEPTED,
            NoticeLine.notice_id == Commendation.notice_id,
            NoticeLine.state == NoticeLineState.PASSED,
        )
        .distinct()
        .limit(AT_MOST)
    ).all()
    return sum(awards.pass_lines(session, this_round) for this_round in waiting)


def flag_short_levels(session: Session, now: datetime) -> int:
    """Flag live levels whose holder has too few minutes left; nobody is dropped by itself (T28)."""
    flagged = 0
    a_level = (
        select(Award.id)
        .where(
            Award.community_id == Community.id,
            Award.kind == CommendationKind.STAR_LEVEL,
            Award.rank > 0,
        )
        .limit(1)
        .scalar_subquery()
    )
    communities = select(Community).where(a_level.is_not(None))
    for community in session.scalars(communities.order_by(Community.id)).all():
        flagged += _flag_in(Act(session, now, community=community), AT_MOST - flagged)
        if flagged >= AT_MOST:
            break
    return flagged


def _flag_in(act: Act, at_most: int) -> int:
    values = act.settings(CommendationSettings)
    imported = MemberHours.imported_minutes if values.imported_counts_for_levels else 0
    total = MemberHours.posted_minutes + imported
    short = act.session.scalars(
        select(Award)
        .join(Nomination, Nomination.id == Award.nomination_id)
        .join(StarLevel, StarLevel.id == Nomination.level_id)
        .join(
            MemberHours,
            (MemberHours.community_id == Award.community_id)
            & (MemberHours.member_id == Award.member_id),
        )
        .where(
            Award.community_id == act.community.id,
            Award.kind == CommendationKind.STAR_LEVEL,
            Award.revoked_at.is_(None),
            Award.needs_review.is_(False),
            total < StarLevel.min_minutes,
            or_(Award.kept_at_minutes.is_(None), total < Award.kept_at_minutes),
        )
        .order_by(Award.id)
        .limit(at_most)
    ).all()
    for award in short:
        award.needs_review = True
        act.note("award_flagged", award, number=award.certificate_no)
    act.session.flush()
    return len(short)
