"""A person's own password and PIN: changed by the person, or given anew by the desk."""

import secrets as randomness
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.act import Act
from accounts.models import Person, VolunteerNumber
from accounts.rules import guessing, hashing, login_sessions, passwords, people, throttle
from core.errors import BadRequest, RuleError

SECRETS = randomness.SystemRandom()
PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What is told apart on paper: no i, l, o, 0, 1. Twelve of them are 59 bits."""


class CurrentWrong(BadRequest):
    """The present password or PIN was not typed right."""

    message = "现在的密码（PIN 码）对不上，请再核对。"


class SameAsBefore(BadRequest):
    """The new one is the old one."""

    message = "新的和现在的一样，请换一个。"


@dataclass(frozen=True, slots=True)
class Change:
    """What the person typed: the present secret and the new one."""

    current: str
    new: str
    is_pin: bool
    profile: str = "default"


def owner_of(session: Session, person: Person) -> passwords.Owner:
    """Return what everybody knows of a person, so that it is no secret."""
    born = person.birth_on.strftime("%Y%m%d") if person.birth_on else ""
    known = (*numbers_of(session, person.id), people.resident_number_of(person) or "")
    return passwords.Owner(person.name, people.phone_of(person), born, numbers=known)


def numbers_of(session: Session, person_id: int) -> list[str]:
    """Return the volunteer numbers a person signs in with."""
    return list(
        session.scalars(
            select(VolunteerNumber.number)
            .where(VolunteerNumber.person_id == person_id)
            .order_by(VolunteerNumber.number)
        )
    )


def change(act: Act, person_id: int, wanted: Change, session_id: int) -> RuleError | None:
    """Change the own password or PIN; every other device is signed out.

    A new password takes the present one, or the PIN where there is none; a new PIN takes either.
    Returns LockedFor or
    CurrentWrong (the failure must stay counted); raises the refusals of `passwords`, SameAsBefore.
    """
    person = act.session.scalars(
        select(Person).where(Person.id == person_id).with_for_update()
    ).one()
    tries = guessing.current_counter(person_id)
    wait = throttle.wait_of(act, tries)
    if wait is not None:
        return guessing.LockedFor(wait, act.now)
    if not _is_right(person, wanted):
        throttle.note_failure(act, tries)
        return CurrentWrong()
    _refuse_weak(act.session, person, wanted)
    throttle.forget(act.session, tries.key)
    _keep(person, wanted.new, is_pin=wanted.is_pin)
    person.must_change_secret = person.must_change_secret and not _is_renewed(person, wanted)
    person.is_password_given = person.is_password_given and wanted.is_pin
    login_sessions.end_all(act, person_id, but=session_id)
    act.made_by(person.id).note(
        "authn_pin_change" if wanted.is_pin else "authn_password_change", person
    )
    return None


def _is_right(person: Person, wanted: Change) -> bool:
    if hashing.matches(wanted.current, person.password_hash or person.pin_hash):
        return True
    return wanted.is_pin and hashing.matches(wanted.current, person.pin_hash)


def _is_renewed(person: Person, wanted: Change) -> bool:
    """Say whether what had to be changed has been: a PIN from the desk by another PIN.

    A password given anew is changed by another password, whatever becomes of the PIN.
    """
    if person.is_password_given:
        return not wanted.is_pin
    return wanted.is_pin or person.pin_hash is None


def _refuse_weak(session: Session, person: Person, wanted: Change) -> None:
    owner = owner_of(session, person)
    if wanted.is_pin:
        passwords.refuse_weak_pin(wanted.new, owner)
    else:
        passwords.refuse_weak_password(wanted.new, owner, wanted.profile)
    if hashing.matches(wanted.new, person.pin_hash if wanted.is_pin else person.password_hash):
        raise SameAsBefore


def _keep(person: Person, secret: str, *, is_pin: bool) -> None:
    if is_pin:
        person.pin_hash = hashing.hashed(secret)
    else:
        person.password_hash = hashing.hashed(secret)


def choose_first_password(
    session: Session, person: Person, password: str, profile: str = "default"
) -> None:
    """Give a person who registers a first password. Raises the refusals of `passwords`."""
    passwords.refuse_weak_password(password, owner_of(session, person), profile)
    _keep(person, password, is_pin=False)


@dataclass(frozen=True, slots=True)
class DrawnPin:
    """A PIN drawn for somebody, not yet given; kept nowhere but on its way to the slip."""

    text: str
    hash: str


def draw_pin(session: Session, person: Person) -> DrawnPin:
    """Draw a PIN nobody guesses for a person. Slow on purpose: of many, before anything is held."""
    pin = _random_pin(owner_of(session, person))
    return DrawnPin(pin, hashing.hashed(pin))


def give_pin(act: Act, person: Person, by_id: int, drawn: DrawnPin | None = None) -> str:
    """Give a person a new PIN to be changed at first use, and return it once, for the slip.

    Every device of the person is signed out, and tries of the old PIN are forgotten.
    """
    pin = drawn or draw_pin(act.session, person)
    person.pin_hash = pin.hash
    person.must_change_secret = True
    guessing.forget_logins(act.session, person.id, numbers_of(act.session, person.id), "pin")
    login_sessions.end_all(act, person.id)
    act.made_by(by_id).note("authn_pin_reset", person)
    return pin.text


def give_password(act: Act, person: Person, by_id: int | None) -> str:
    """Give a person a password to be changed at first use, and return it once, for the slip.

    For somebody who takes up a staff role and has none, or forgot it; every device is signed out
    and tries of the old one are forgotten.
    """
    password = "-".join(_letters(4) for _ in range(3))
    person.password_hash = hashing.hashed(password)
    person.must_change_secret = person.is_password_given = True
    phone = people.phone_of(person)
    logins = [*numbers_of(act.session, person.id), *([phone] if phone else [])]
    guessing.forget_logins(act.session, person.id, logins, "password")
    login_sessions.end_all(act, person.id)
    act.made_by(by_id).note("authn_password_reset", person)
    return password


def _letters(count: int) -> str:
    return "".join(SECRETS.choice(PLAIN_LETTERS) for _ in range(count))


def _random_pin(owner: passwords.Owner) -> str:
    while True:
        pin = f"{SECRETS.randrange(10**passwords.PIN_DIGITS):06d}"
        try:
            passwords.refuse_weak_pin(pin, owner)
        except BadRequest:
            continue
        return pin
