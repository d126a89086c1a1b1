"""Signing in: a phone or volunteer number with a password, or a number with its PIN."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person, VolunteerNumber
from accounts.rules import audit, login_sessions, personal, secrets, throttle
from accounts.rules.passwords import is_pin
from core import inputs
from core.errors import RuleError


class WrongSecret(RuleError):
    """Number and secret do not belong together; the same words whether or not it is known."""

    status = 401
    code = "not_signed_in"
    message = "编号（手机号）和密码对不上，请核对后再填。忘了可以到社区服务台重设。"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are. `login` is a phone or a volunteer number in its plain form."""

    login: str
    secret: str
    is_phone: bool
    device: str = "?"

    @property
    def is_by_pin(self) -> bool:
        """Say whether a PIN is tried: six digits with a volunteer number."""
        return not self.is_phone and is_pin(self.secret)


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of a claim: a token to keep, or the refusal to show; failures must be kept too."""

    token: str = ""
    person_id: int | None = None
    is_staff: bool = False
    refusal: RuleError | None = None


def claim(login: str, secret: str, device: str = "?") -> Claim:
    """Read what was typed; what is neither a phone nor a number is nobody's."""
    try:
        return Claim(inputs.phone(login), secret, is_phone=True, device=device)
    except inputs.BadInput:
        pass
    try:
        return Claim(inputs.volunteer_number(login), secret, is_phone=False, device=device)
    except inputs.BadInput:
        return Claim(login.strip().casefold()[:120], secret, is_phone=False, device=device)


def find(session: Session, claimed: Claim) -> Person | None:
    """Return the person behind the phone or number, or None; a disabled one is nobody."""
    if claimed.is_phone:
        wanted = Person.phone_index == personal.phone_index(claimed.login)
        found = session.scalars(select(Person).where(wanted)).one_or_none()
    else:
        found = session.scalars(
            select(Person)
            .join(VolunteerNumber, VolunteerNumber.person_id == Person.id)
            .where(VolunteerNumber.number == claimed.login)
        ).one_or_none()
    return None if found is None or found.is_disabled else found


def is_right(person: Person | None, claimed: Claim, *, is_staff: bool) -> bool:
    """Say whether the secret is the person's; nobody takes the same time as somebody.

    A PIN opens only for those without a staff role (contract 5). Slow on purpose: ask it outside
    the transaction.
    """
    if not claimed.is_by_pin:
        return secrets.matches(claimed.secret, person.password_hash if person else None)
    fits = secrets.matches(claimed.secret, person.pin_hash if person else None)
    return fits and not is_staff


def settle(
    session: Session, person_id: int | None, claimed: Claim, now: datetime, *, is_staff: bool | None
) -> Entry:
    """Let the person in, or count the failure; `is_staff` is None when the secret was wrong.

    During a lock a right secret gets the same answer as a wrong one. The refusal is returned, not
    raised, since the count of failures has to stay.
    """
    subject = f"person:{person_id}" if person_id is not None else f"login:{claimed.login}"
    key = throttle.key_of("pin" if claimed.is_by_pin else "password", subject)
    try:
        throttle.refuse_if_locked(session, key, now)
    except throttle.LockedFor as locked:
        return Entry(refusal=locked)
    if is_staff is None or person_id is None:
        limit = throttle.PIN if claimed.is_by_pin else throttle.PASSWORD
        throttle.note_failure(session, key, limit, now)
        _note(session, "authn_login_fail", person_id, now)
        return Entry(refusal=WrongSecret())
    throttle.forget(session, key)
    person = session.get_one(Person, person_id)
    _renew_hash(person, claimed)
    token = login_sessions.begin(session, person, claimed.device, now, is_staff=is_staff)
    _note(session, "authn_login_success", person_id, now)
    return Entry(token=token, person_id=person_id, is_staff=is_staff)


def _renew_hash(person: Person, claimed: Claim) -> None:
    if claimed.is_by_pin and secrets.is_outdated(person.pin_hash):
        person.pin_hash = secrets.hashed(claimed.secret)
    elif not claimed.is_by_pin and secrets.is_outdated(person.password_hash):
        person.password_hash = secrets.hashed(claimed.secret)


def _note(session: Session, event: str, person_id: int | None, now: datetime) -> None:
    audit.record(
        session, event, ("person", person_id), actor_id=person_id, community_id=None, now=now
    )
