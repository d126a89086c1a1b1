"""Children under 14: no sign-in of their own; the guardian acts for them (T26, domain 5.3)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Guardian, Person
from accounts.rules.people import is_child
from core import clock
from core.errors import RuleError
from teams.authority.rules import Authority
from teams.members.models import Community, Member, MemberState


class ChildHasNoSecret(RuleError):
    """A child under 14 gets no PIN: nothing is to be done with it."""

    code = "not_eligible"
    message = (
        "不满 14 岁的孩子不发 PIN 码：报名、换东西由监护人用自己的编号来办。满 14 岁那天起可以发。"
    )


class ChildRegisters(RuleError):
    """A child under 14 does not register alone."""

    code = "not_eligible"
    message = "不满 14 岁的孩子由监护人带着到社区服务台登记，不用手机号，也不用密码。"


def may_be_child(person: Person, now: datetime) -> bool:
    """Say whether a person may still be under 14 somewhere: no birthday lies a day apart."""
    return is_child(person, clock.local_day(now - timedelta(days=1)))


def today_of(session: Session, person_id: int, now: datetime) -> date:
    """Return the day it is where a person belongs; the earliest of several, as ages are strict."""
    zones = session.scalars(
        select(Community.zone)
        .join(Member, Member.community_id == Community.id)
        .where(
            Member.person_id == person_id,
            Member.state.not_in([MemberState.WITHDRAWN, MemberState.ANONYMISED]),
        )
        .distinct()
    )
    return min((clock.local_day(now, zone) for zone in zones), default=clock.local_day(now))


def is_child_now(session: Session, person: Person, now: datetime) -> bool:
    """Say whether a person is under 14 where they belong."""
    return may_be_child(person, now) and is_child(person, today_of(session, person.id, now))


def who_acts_for(session: Session, person: Person, now: datetime) -> int | None:
    """Return who proves and acts for a person: the person, or of a child the guardian on file.

    None for a child whose guardian has no volunteer number.
    """
    if not is_child_now(session, person, now):
        return person.id
    return session.scalar(
        select(Guardian.guardian_person_id).where(Guardian.person_id == person.id)
    )


def speaks_for(session: Session, by: Authority, member: Member, now: datetime) -> bool:
    """Say whether `by` is the guardian, who agreed, of a child under 14."""
    if not is_child_now(session, member.person, now):
        return False
    agreed = select(Guardian.id).where(
        Guardian.person_id == member.person_id,
        Guardian.guardian_person_id == by.person_id,
        Guardian.consented_at.is_not(None),
    )
    return session.scalar(agreed) is not None
