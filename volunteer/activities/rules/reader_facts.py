"""What the books say of one reader, in one statement: a page may send only twelve."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    String,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from accounts.models import Guardian
from teams.members.models import Member, TeamMember, TeamMemberState
from volunteer.activities.models import Qualification, QualificationKind
from volunteer.hours.models import RecordState, ServiceRecord
from volunteer.sign_ups.models import OpeningReminder

TRAINING = "TRAINING"
"""The kind of activity whose confirmed records count as training."""

NOBODY = cast(None, BigInteger)
NO_DAY = cast(None, Date)
Row = Select[str, int, str, date]


class Fact(StrEnum):
    """Which table a row of the answer comes from."""

    TEAM = "team"
    REMINDER = "reminder"
    CERTIFICATE = "certificate"
    TRAINED = "trained"
    GUARDIAN = "guardian"


@dataclass(slots=True)
class Facts:
    """Teams that accepted the reader, shifts they want word of, certificates by kind, guardian."""

    team_ids: set[int] = field(default_factory=set)
    reminded: set[int] = field(default_factory=set)
    certificates: dict[str, date] = field(default_factory=dict)
    trained_on: date | None = None
    has_consent: bool = False
    guardian_person_id: int | None = None


def facts_of(session: Session, member: Member, unopened: list[int]) -> Facts:
    """Return what is known of `member`; reminders only of the shifts `unopened`."""
    asked = (
        _teams(member),
        _reminders(member, unopened),
        _certificates(member),
        _trained(member),
        _guardian(member),
    )
    facts = Facts()
    for fact, number, words, day in session.execute(union_all(*asked)):
        _take(facts, Fact(fact), number, (words, day))
    return facts


def _take(facts: Facts, fact: Fact, number: int, dated: tuple[str, date | None]) -> None:
    words, day = dated
    if fact is Fact.TEAM:
        facts.team_ids.add(number)
    elif fact is Fact.REMINDER:
        facts.reminded.add(number)
    elif fact is Fact.GUARDIAN:
        facts.has_consent, facts.guardian_person_id = True, number
    elif fact is Fact.TRAINED:
        facts.trained_on = day
    elif day is not None:
        facts.certificates[words] = day


def _row(
    fact: Fact,
    number: ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    words: str | InstrumentedAttribute[QualificationKind] = "",
    day: ColumnElement[date] = NO_DAY,
) -> Row:
    said = literal(words, String) if isinstance(words, str) else cast(words, String)
    return select(literal(fact.value, String), number, said, day)


def _teams(member: Member) -> Row:
    """Return the teams whose leader accepted the member; a wish opens nothing (contract 9)."""
    return _row(Fact.TEAM, cast(TeamMember.team_id, BigInteger)).where(
        TeamMember.community_id == member.community_id,
        TeamMember.member_id == member.id,
        TeamMember.state == TeamMemberState.ACCEPTED,
    )


def _reminders(member: Member, shift_ids: list[int]) -> Row:
    return _row(Fact.REMINDER, OpeningReminder.shift_id).where(
        OpeningReminder.community_id == member.community_id,
        OpeningReminder.member_id == member.id,
        OpeningReminder.shift_id.in_(shift_ids),
    )


def _certificates(member: Member) -> Row:
    newest = func.max(Qualification.last_on)
    return (
        _row(Fact.CERTIFICATE, NOBODY, Qualification.kind, newest)
        .where(
            Qualification.community_id == member.community_id,
            Qualification.member_id == member.id,
            Qualification.ended_at.is_(None),
        )
        .group_by(Qualification.kind)
    )


def _trained(member: Member) -> Row:
    return _row(Fact.TRAINED, NOBODY, "", func.max(ServiceRecord.served_on)).where(
        ServiceRecord.community_id == member.community_id,
        ServiceRecord.member_id == member.id,
        ServiceRecord.type_code == TRAINING,
        ServiceRecord.state != RecordState.VOIDED,
    )


def _guardian(member: Member) -> Row:
    return _row(Fact.GUARDIAN, Guardian.guardian_person_id).where(
        Guardian.person_id == member.person_id, Guardian.consented_at.is_not(None)
    )
