"""Children under 14: no sign-in of their own; the guardian acts for them (T26, domain 5.3)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.models import Guardian, Person
from core import clock
from core.ages import is_child
from core.errors import RuleError
from teams.authority.act import Act
from teams.members.models import BELONGING, Community, Member


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
    return is_child(person.birth_on, clock.local_day(now - timedelta(days=1)))


def today_of(act: Act, person_id: int) -> date:
    """Return the day it is where a child belongs; the earliest of several, as ages are strict."""
    zones = act.session.scalars(
        select(Community.zone)
        .join(Member, Member.community_id == Community.id)
        .where(
            Member.person_id == person_id,
            Member.state.in_(BELONGING),
        )
        .distinct()
    )
    return min((clock.local_day(act.now, zone) for zone in zones), default=clock.local_day(act.now))


def is_child_now(act: Act, person: Person) -> bool:
    """Say whether a person is under 14 where they belong."""
    return may_be_child(person, act.now) and is_child(person.birth_on, today_of(act, person.id))


def who_acts_for(act: Act, person: Person) -> int | None:
    """Return who answers and acts for a person: the person, or of a child the guardian on file.

    None for a child whose guardian has no volunteer number.
    """
    if not is_child_now(act, person):
        return person.id
    return act.session.scalar(
        select(Guardian.guardian_person_id).where(Guardian.person_id == person.id)
    )


def speaks_for(act: Act, member: Member) -> bool:
    """Say whether `by` is the guardian, who agreed, of a child under 14."""
    if not is_child_now(act, member.person):
        return False
    agreed = select(Guardian.id).where(
        Guardian.person_id == member.person_id,
        Guardian.guardian_person_id == act.by.person_id,
        Guardian.consented_at.is_not(None),
    )
    return act.session.scalar(agreed) is not None
