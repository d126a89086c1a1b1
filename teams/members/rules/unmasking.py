"""One field of a member read in full: for a reason, few an hour, never in passing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import AuditEvent, Person
from accounts.rules import people
from core import clock, wording
from core.ages import is_minor
from core.errors import NotAllowed, RuleError, TooManyTries
from teams.authority.act import Act
from teams.authority.rules import Authority
from teams.members.models import Member
from teams.members.rules.contacts import opened_contacts
from teams.permissions import Permission
from teams.settings import TeamsSettings

HOUR = timedelta(hours=1)
EVENT = "sensitive_read"


class Field(StrEnum):
    """What can be read in full, one at a time."""

    PHONE = "phone"
    RESIDENT_NUMBER = "identity"
    ADDRESS = "address"
    BIRTHDAY = "birthday"
    GUARDIAN_PHONE = "guardian_phone"
    CONTACTS = "contacts"


class MinorsFile(NotAllowed):
    """A minor's file is opened by whoever answers for the community (未成年人网络保护条例 36)."""

    message = "未成年人的完整资料只由社区管理员看。请把用途告诉社区管理员，由管理员来办。"


class TooManyReadings(TooManyTries):
    """The reader opened as many fields within the hour as one may."""

    message = "一小时里最多看 %(most)s 项完整资料，%(until)s 以后再看。"

    def __init__(self, most: int, free_at: datetime, now: datetime, zone: str) -> None:
        shown = wording.clock_time(clock.minute_after(free_at), zone)
        RuleError.__init__(self, most=most, until=shown)
        self.wait_seconds = int((free_at - now).total_seconds()) + 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Which field, and what for."""

    field: Field
    reason: str


def read(act: Act, member: Member, wanted: Reading) -> str | None:
    """Return one field in full, None when there is nothing; the trail keeps who, which and why.

    A guardian's phone is the guardian's own and needs no more than an adult's: the desk calls it.
    Raises NotAllowed, MinorsFile, TooManyReadings, in that order. Exactly an hour later is free.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    person = act.session.get_one(Person, member.person_id)
    today = clock.local_day(act.now, member.community.zone)
    if wanted.field is not Field.GUARDIAN_PHONE and is_minor(person.birth_on, today):
        _refuse_minors(act.by)
    _refuse_many(act, member)
    act.note(EVENT, member, field=wanted.field.value, reason=wanted.reason)
    if wanted.field is Field.CONTACTS:
        return opened_contacts(member)
    return _opened(act.session, person, wanted.field)


def _refuse_minors(by: Authority) -> None:
    if not by.may(Permission.MINOR_READ):
        raise MinorsFile


def _refuse_many(act: Act, member: Member) -> None:
    """Count the reader's own hour behind the reader's row, so that two at once are two."""
    act.session.execute(select(Person.id).where(Person.id == act.by.person_id).with_for_update())
    most = act.within(member.community_id).settings(TeamsSettings).hourly_readings
    count, first = act.session.execute(
        select(func.count(AuditEvent.id), func.min(AuditEvent.recorded_at)).where(
            AuditEvent.event == EVENT,
            AuditEvent.actor_id == act.by.person_id,
            AuditEvent.recorded_at > act.now - HOUR,
        )
    ).one()
    if count >= most:
        raise TooManyReadings(most, first + HOUR, act.now, member.community.zone)


def _opened(session: Session, person: Person, field: Field) -> str | None:
    if field is Field.GUARDIAN_PHONE:
        guardian = people.guardian_of(session, person.id)
        return people.guardian_phone(guardian) if guardian is not None else None
    if field is Field.BIRTHDAY:
        return person.birth_on.isoformat() if person.birth_on else None
    if field is Field.ADDRESS:
        return person.address
    return people.phone_of(person) if field is Field.PHONE else people.resident_number_of(person)
