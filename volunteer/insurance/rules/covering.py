"""Whom a policy covers: reckoned in the database, for a roster by name, for a team in figures."""

from datetime import date

from sqlalchemy import ColumnElement, String, and_, case, exists, func, literal, null, or_, select
from sqlalchemy.orm import Session

from accounts.models import Person
from teams.members.models import Member, MemberState, TeamMember, TeamMemberState
from volunteer.insurance.models import InsurancePolicy, InsuredMember, WhyNot
from volunteer.sign_ups.models import LIVE, SignUp


def years_before(day: date, years: int) -> date:
    """Return the day so many years before; for 29 February in a common year the 28th."""
    year = max(1, day.year - years)
    if (day.month, day.day) == (2, 29) and not _is_leap(year):
        return date(year, 2, 28)
    return day.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _why_not(policy: InsurancePolicy, on: date) -> ColumnElement[str | None]:
    """Return why a member is not covered on a day, null where it does; of `Member`, `Person`."""
    whens: list[tuple[ColumnElement[bool], WhyNot]] = []
    if policy.is_listed:
        listed = exists().where(
            InsuredMember.community_id == Member.community_id,
            InsuredMember.policy_id == policy.id,
            InsuredMember.member_id == Member.id,
        )
        whens.append((~listed, WhyNot.NOT_LISTED))
    if policy.min_age is not None or policy.max_age is not None:
        whens.append((Person.birth_on.is_(None), WhyNot.AGE_UNKNOWN))
    if policy.min_age is not None:
        whens.append((Person.birth_on > years_before(on, policy.min_age), WhyNot.TOO_YOUNG))
    if policy.max_age is not None:
        oldest = years_before(on, policy.max_age + 1)
        whens.append((Person.birth_on <= oldest, WhyNot.TOO_OLD))
    if not whens:
        return literal(None, String)
    return case(*((test, literal(why.value, String)) for test, why in whens), else_=null())


def uncovered_on_roster(
    session: Session, policy: InsurancePolicy, shift_id: int, on: date
) -> dict[int, WhyNot]:
    """Return by member why those on the list of a shift, or waiting for it, are not covered."""
    why = _why_not(policy, on).label("why")
    rows = session.execute(
        select(Member.id, why)
        .join(Person, Person.id == Member.person_id)
        .join(
            SignUp, and_(SignUp.community_id == Member.community_id, SignUp.member_id == Member.id)
        )
        .where(
            SignUp.community_id == policy.community_id,
            SignUp.shift_id == shift_id,
            SignUp.state.in_(LIVE),
        )
    )
    return {member_id: WhyNot(reason) for member_id, reason in rows if reason is not None}


def counted(
    session: Session, policy: InsurancePolicy, on: date, team_id: int | None
) -> dict[WhyNot | None, int]:
    """Return how many active members there are by why they are not covered, None for covered.

    team_id: of that team alone; None for everybody who may sign up in the community.
    """
    why = _why_not(policy, on).label("why")
    asked = (
        select(why, func.count(Member.id))
        .join(Person, Person.id == Member.person_id)
        .where(Member.community_id == policy.community_id, Member.state == MemberState.ACTIVE)
        .group_by(why)
    )
    if team_id is not None:
        asked = asked.where(_is_in(team_id))
    return {
        None if reason is None else WhyNot(reason): count
        for reason, count in session.execute(asked)
    }


def _is_in(team_id: int) -> ColumnElement[bool]:
    joined = exists().where(
        TeamMember.community_id == Member.community_id,
        TeamMember.member_id == Member.id,
        TeamMember.team_id == team_id,
        TeamMember.state == TeamMemberState.ACCEPTED,
    )
    return or_(Member.home_team_id == team_id, joined)
