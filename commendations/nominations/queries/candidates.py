"""Reads for putting somebody forward: the list of a month, and who a number belongs to."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from commendations.nominations.models import Commendation
from commendations.nominations.rules import candidates
from commendations.nominations.rules.candidates import Candidate
from commendations.nominations.rules.refusals import NomineeUnknown
from commendations.settings import CommendationSettings
from core import clock
from core.masking import name_for_staff
from teams.authority.kept_settings import settings_of
from teams.members.models import Community, Member, MemberState, Team
from teams.members.queries import finding


@dataclass(frozen=True, slots=True)
class Listed:
    """One candidate as staff sees it."""

    candidate: Candidate
    shown_name: str
    volunteer_no: str


def by_team(
    session: Session, community: Community, this_round: Commendation, now: datetime
) -> list[tuple[Team, list[Listed]]]:
    """Return the first five candidates of each team for the month of a round, teams in order."""
    if this_round.month_on is None:
        return []
    values = settings_of(
        session, community.id, CommendationSettings, clock.local_day(now, community.zone)
    )
    found = candidates.of_month(session, community, this_round.month_on, values)
    best = candidates.best_by_team(found)
    people = _people(session, community, [c.member_id for each in best.values() for c in each])
    teams = session.scalars(select(Team).where(Team.community_id == community.id).order_by(Team.id))
    return [
        (team, [Listed(c, *people[c.member_id]) for c in best[team.id]])
        for team in teams
        if team.id in best
    ]


def _people(
    session: Session, community: Community, member_ids: list[int]
) -> dict[int, tuple[str, str]]:
    rows = session.execute(
        select(Member.id, Person.name, Member.volunteer_no)
        .join(Person, Person.id == Member.person_id)
        .where(Member.community_id == community.id, Member.id.in_(member_ids))
    )
    return {member_id: (name_for_staff(name), number) for member_id, name, number in rows}


def nominee_of(session: Session, community: Community, number: str, name: str) -> Member:
    """Return the active member of this whole name and this number or phone. Raises NomineeUnknown.

    The last four digits of either do: both have to be known, so that nobody is looked up here.
    """
    if not re.search(r"[0-9０-９]", number):
        raise NomineeUnknown
    found = session.scalars(
        select(Member)
        .join(Person, Person.id == Member.person_id)
        .where(
            Member.community_id == community.id,
            finding.is_found_by(community.id, number),
            Member.state == MemberState.ACTIVE,
            Person.name == name.strip(),
        )
    ).all()
    if len(found) != 1:
        raise NomineeUnknown
    return found[0]
