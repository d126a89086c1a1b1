"""Reads of awards and their certificates: by code, by number, for paper."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from accounts.models import Person
from commendations.certificates.models import Award
from commendations.nominations.models import Commendation, Nomination
from commendations.nominations.rules.refusals import AwardUnknown
from core import ages
from core.masking import name_in_public
from core.tenancy import row_in
from teams.members.models import Community, Member, Team
from teams.notices.models import Notice


def award_in(session: Session, community: Community, award_id: int) -> Award:
    """Return one award of `community`. Raises AwardUnknown."""
    found = session.scalars(
        select(Award).where(Award.community_id == community.id, Award.id == award_id)
    ).one_or_none()
    if found is None:
        raise AwardUnknown
    return found


def member_in(session: Session, community: Community, member_id: int) -> Member:
    """Return one member of `community`. Raises NotFound."""
    return row_in(session, Member, community.id, member_id)


@dataclass(frozen=True, slots=True)
class Certificate:
    """One award with what a certificate prints."""

    award: Award
    person_name: str
    person_id: int
    number_tail: str
    community: Community
    round: Commendation
    notice: Notice | None
    anonymised: bool
    birth_on: date | None
    team: str

    def is_minor(self, on: date) -> bool:
        """Say whether the holder is under 18 on `on`: never named to strangers (domain 5.2)."""
        return ages.is_minor(self.birth_on, on)

    @property
    def covered_name(self) -> str:
        """The name as strangers read it."""
        return name_in_public(self.person_name)

    @property
    def grouped_code(self) -> str:
        """The code in groups of four: K7F2-M9QX-4T."""
        code = self.award.verification_code
        return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def certificate_of(session: Session, code: str) -> Certificate | None:
    """Return the certificate of a verification code (dashes, blanks and case aside), or None."""
    plain = "".join(each for each in code.upper() if each.isalnum())[:32]
    return _certificate(session, Award.verification_code == plain)


def certificate_by_id(session: Session, community: Community, award_id: int) -> Certificate:
    """Return the certificate of one award of `community`. Raises AwardUnknown."""
    found = _certificate(session, (Award.id == award_id) & (Award.community_id == community.id))
    if found is None:
        raise AwardUnknown
    return found


def _certificate(session: Session, where: ColumnElement[bool]) -> Certificate | None:
    row = session.execute(
        select(Award, Person, Member.volunteer_no, Community, Commendation, Notice, Team.short_name)
        .join(Member, Member.id == Award.member_id)
        .join(Person, Person.id == Member.person_id)
        .join(Community, Community.id == Award.community_id)
        .join(Nomination, Nomination.id == Award.nomination_id)
        .join(Commendation, Commendation.id == Nomination.commendation_id)
        .outerjoin(Notice, Notice.id == Commendation.notice_id)
        .outerjoin(Team, Team.id == Member.home_team_id)
        .where(where)
    ).one_or_none()
    if row is None:
        return None
    award, person, number, community, this_round, notice, team = row
    return Certificate(
        award=award,
        person_name=person.name,
        person_id=person.id,
        number_tail=number[-4:],
        community=community,
        round=this_round,
        notice=notice,
        anonymised=person.anonymised_at is not None,
        birth_on=person.birth_on,
        team=team or "",
    )
