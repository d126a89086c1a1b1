"""Reads of rounds and the names in them: one, a page, open ones; the strip of notice days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from accounts.models import Person
from commendations.certificates.models import Award
from commendations.levels.models import StarLevel
from commendations.nominations.models import (
    UNDER_WAY,
    Commendation,
    CommendationState,
    Nomination,
    NominationState,
)
from core.errors import NotFound
from core.masking import name_for_staff
from core.tenancy import row_in
from teams.members.models import Community, Member, Team
from teams.notices.models import Notice, NoticeLine, Objection, ObjectionState
from teams.notices.queries.notices import NoticeDay, days_left, days_of

PAGE = 30


def round_in(session: Session, community: Community, round_id: int) -> Commendation:
    """Return one round of `community`. Raises NotFound."""
    return row_in(session, Commendation, community.id, round_id)


def nomination_in(session: Session, community: Community, nomination_id: int) -> Nomination:
    """Return one nomination of `community`. Raises NotFound."""
    return row_in(session, Nomination, community.id, nomination_id)


def nomination_of_line(
    session: Session, community: Community, line_id: int
) -> tuple[NoticeLine, Nomination]:
    """Return an announced line and the nomination it is about. Raises NotFound."""
    row = session.execute(
        select(NoticeLine, Nomination)
        .join(Commendation, Commendation.notice_id == NoticeLine.notice_id)
        .join(
            Nomination,
            and_(
                Nomination.id == NoticeLine.subject_id,
                Nomination.commendation_id == Commendation.id,
            ),
        )
        .where(NoticeLine.community_id == community.id, NoticeLine.id == line_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def rounds_page(
    session: Session, community: Community, before: int | None
) -> list[tuple[Commendation, int]]:
    """Return the newest rounds before a number, with how many nominations live in each."""
    nominations = (
        select(func.count(Nomination.id))
        .where(
            Nomination.community_id == Commendation.community_id,
            Nomination.commendation_id == Commendation.id,
            Nomination.state.in_(UNDER_WAY),
        )
        .scalar_subquery()
    )
    wanted = select(Commendation, nominations).where(Commendation.community_id == community.id)
    if before is not None:
        wanted = wanted.where(Commendation.id < before)
    rows = session.execute(wanted.order_by(Commendation.id.desc()).limit(PAGE + 1))
    return [(this_round, count) for this_round, count in rows]


def open_rounds(session: Session, community: Community) -> list[Commendation]:
    """Return the rounds that take nominations, oldest first."""
    return list(
        session.scalars(
            select(Commendation)
            .where(
                Commendation.community_id == community.id,
                Commendation.state == CommendationState.NOMINATING,
            )
            .order_by(Commendation.id)
        )
    )


@dataclass(frozen=True, slots=True)
class NominationRow:
    """One nomination as staff sees it, the name covered."""

    nomination: Nomination
    shown_name: str
    number_tail: str
    person_id: int
    face: int
    team: Team | None
    level_title: str
    award: Award | None
    objection: Objection | None


def nominations_in(session: Session, this_round: Commendation) -> list[NominationRow]:
    """Return the nominations of a round, highest level and most minutes first, in one query."""
    rows = session.execute(
        select(
            Nomination,
            Person,
            Member.volunteer_no,
            Team,
            StarLevel.title,
            Award,
            Objection,
        )
        .join(Member, Member.id == Nomination.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Team, Team.id == Nomination.team_id)
        .outerjoin(StarLevel, StarLevel.id == Nomination.level_id)
        .outerjoin(Award, Award.nomination_id == Nomination.id)
        .outerjoin(
            NoticeLine,
            and_(
                NoticeLine.community_id == Nomination.community_id,
                NoticeLine.notice_id == this_round.notice_id,
                NoticeLine.subject_id == Nomination.id,
            ),
        )
        .outerjoin(
            Objection,
            and_(Objection.line_id == NoticeLine.id, Objection.state == ObjectionState.OPEN),
        )
        .where(
            Nomination.community_id == this_round.community_id,
            Nomination.commendation_id == this_round.id,
            Nomination.state != NominationState.WITHDRAWN,
        )
        .order_by(StarLevel.rank.desc(), Nomination.minutes_at_cut_off.desc(), Nomination.id)
        .limit(300)
    )
    return [
        NominationRow(
            nomination,
            name_for_staff(person.name),
            number[-4:],
            person.id,
            person.face,
            team,
            title,
            award,
            objection,
        )
        for nomination, person, number, team, title, award, objection in rows
    ]


def people_of(session: Session, *person_ids: int | None) -> dict[int, str]:
    """Return covered names by person, for the steps of a round."""
    wanted = [each for each in person_ids if each is not None]
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {person_id: name_for_staff(name) for person_id, name in rows}


@dataclass(frozen=True, slots=True)
class NoticeStrip:
    """A notice as a calendar: each day, which working day it is (0: a day of rest)."""

    notice: Notice
    days: list[NoticeDay]
    today: date

    @property
    def left(self) -> int:
        """The working days still to come, today among them."""
        return days_left(self.days, self.today)

    @property
    def current(self) -> int:
        """The number of today's working day, or of the last one before it."""
        return max((each.counted for each in self.days if each.day <= self.today), default=0)


def strip_of(session: Session, notice: Notice, today: date) -> NoticeStrip:
    """Return the calendar of a notice from its posting to its last day (T18)."""
    return NoticeStrip(notice, days_of(session, notice), today)
