"""Signing in: what was typed claimed, its person found, the secret compared, let in or counted."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.act import Act, Subject
from accounts.models import Person, VolunteerNumber
from accounts.rules import guessing, hashing, login_sessions, merging, notice_answers, personal
from accounts.rules.guessing import Origin
from accounts.rules.passwords import is_pin
from core import inputs
from core.errors import RuleError


class WrongSecret(RuleError):
    """Number and secret do not belong together; the same words whether or not it is known."""

    status = 401
    code = "not_signed_in"
    message = "编号（手机号）和密码对不上，请核对后再填。忘了可以到社区服务台重设。"


class ChildSignsIn(RuleError):
    """Who is not yet 14 does not sign in alone: the guardian does it all (T26, domain 5.3)."""

    status = 403
    code = "not_allowed"
    message = (
        "不满 14 岁的孩子不单独登录。请监护人带孩子到社区服务台，"
        "报名、换东西都由监护人替孩子办；满 14 岁那天起，孩子就能自己登录。"
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are. `login` is a phone or a volunteer number in its plain form."""

    login: str
    secret: str
    is_phone: bool
    origin: Origin = Origin()  # noqa: RUF009 - a frozen value

    @property
    def is_by_pin(self) -> bool:
        """Say whether a PIN is tried: six digits with a volunteer number."""
        return not self.is_phone and is_pin(self.secret)


@dataclass(frozen=True, slots=True)
class CheckedSecret:
    """What was found out of a claim before it is settled.

    `is_child`: under 14 where the person belongs; `counted`: what stands counted against it.
    """

    person_id: int | None
    is_right: bool = False
    is_staff: bool = False
    is_child: bool = False
    counted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of a claim: a token to keep, or the refusal to show; failures must be kept too.

    `alarm`: the letters of the station whose numbers are being guessed at, or nothing.
    `asks_notice`: the privacy notice has changed and the person was not asked about it yet.
    """

    token: str = ""
    person_id: int | None = None
    is_staff: bool = False
    refusal: RuleError | None = None
    alarm: str = ""
    asks_notice: bool = False


def claim(login: str, secret: str, origin: Origin | None = None) -> Claim:
    """Read what was typed; what is neither a phone nor a number is nobody's."""
    origin = origin or Origin()
    try:
        return Claim(inputs.phone(login), secret, is_phone=True, origin=origin)
    except inputs.BadInput:
        pass
    try:
        return Claim(inputs.volunteer_number(login), secret, is_phone=False, origin=origin)
    except inputs.BadInput:
        return Claim(login.strip().casefold()[:120], secret, is_phone=False, origin=origin)


def find(session: Session, claimed: Claim) -> Person | None:
    """Return the person who signs in by this phone or number; None for nobody or a disabled one."""
    if claimed.is_phone:
        wanted = Person.phone_index == personal.phone_index(claimed.login)
        found = session.scalars(select(Person).where(wanted)).one_or_none()
        found = merging.who_it_is(session, found) if found is not None else None
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
        return hashing.matches(claimed.secret, person.password_hash if person else None)
    fits = hashing.matches(claimed.secret, person.pin_hash if person else None)
    return fits and not is_staff


def refuse_waiting(act: Act, claimed: Claim, person_id: int | None) -> frozenset[str]:
    """Return what stands counted against a claim; asked before the secret is looked at.

    During a wait a right secret gets the same answer as a wrong one, whoever is asked for.
    Raises LockedFor, NetworkLocked, LockedForToday.
    """
    return guessing.refuse_waiting(act, _try_of(claimed, person_id))


def _try_of(claimed: Claim, person_id: int | None) -> guessing.Try:
    return guessing.Try(
        claimed.login, claimed.origin, person_id, claimed.is_by_pin, claimed.is_phone
    )


def settle(act: Act, claimed: Claim, checked: CheckedSecret) -> Entry:
    """Let the person in, or count the failure.

    The refusal is returned, not raised, since the count of failures has to stay: WrongSecret, or
    ChildSignsIn when the secret was right.
    """
    person_id, tried = checked.person_id, _try_of(claimed, checked.person_id)
    if person_id is None or not checked.is_right:
        alarm = guessing.note_failure(act, tried)
        return Entry(refusal=WrongSecret(), alarm=alarm)
    guessing.forget(act.session, tried, checked.counted)
    person = act.session.get_one(Person, person_id)
    if checked.is_child:
        return Entry(refusal=ChildSignsIn())
    _renew_hash(person, claimed)
    token = login_sessions.begin(act, person, claimed.origin.device, is_staff=checked.is_staff)
    act.made_by(person_id).note("authn_login_success", Subject("person", person_id))
    return Entry(
        token=token,
        person_id=person_id,
        is_staff=checked.is_staff,
        asks_notice=notice_answers.is_to_ask(person, act.now),
    )


def _renew_hash(person: Person, claimed: Claim) -> None:
    if claimed.is_by_pin and hashing.is_outdated(person.pin_hash):
        person.pin_hash = hashing.hashed(claimed.secret)
    elif not claimed.is_by_pin and hashing.is_outdated(person.password_hash):
        person.password_hash = hashing.hashed(claimed.secret)
