"""Who is known at the counter: PIN or spoken code, the tries at them, the second person."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from accounts.models import CodePurpose, OneTimeCode, Person
from accounts.rules import throttle
from accounts.rules.hashing import Lane, matches
from accounts.rules.throttle import Counter, Limit
from core import keyring
from core.errors import OwnCase, RuleError
from points.ledger.rules.refusals import CredentialWrong
from points.permissions import Permission
from teams.authority.act import Act
from teams.authority.models import RoleBinding
from teams.authority.rules import permissions_of
from teams.members.models import Member
from teams.members.rules import children, numbers

SECRET_DIGITS = 6
_SHOWN = re.compile(r"WK-([A-Z]{2,3}[0-9]{1,9})-([0-9]{6})")
CODE_LASTS = timedelta(seconds=60)
CODE_TRIES = 5
TRIES = Limit(5, timedelta(minutes=15))
SCANS = Limit(10, timedelta(minutes=1))
SHOP_SCANS = Limit(100, timedelta(days=1))
"""Wrong pick-up codes in a day, over all counters of a shop: a billion codes, some hundred live."""
CODES = cast("Table", OneTimeCode.__table__)
WITNESSES = frozenset({Permission.SHOP_SELL, Permission.SHOP_WITNESS})


class FreshPin(RuleError):
    """A PIN fresh from the desk is known to whoever printed it: it is no second person."""

    status = 403
    code = "recheck_needed"
    message = "第二个人的 PIN 码（密码）是服务台刚发的，要本人先登录改成自己的，才能在这里用。"


class GuardianWithoutNumber(RuleError):
    """A child's goods are taken with the guardian's PIN, and nobody on file has one."""

    code = "not_eligible"
    message = (
        "不满 14 岁，换东西由监护人输自己的 PIN 码。"
        "这个孩子的监护人还没有志愿者编号，请先到服务台登记上。"
    )


class GuardianCredentialWrong(CredentialWrong):
    """A child's own secret, or a wrong one of the guardian."""

    message = "不满 14 岁，请监护人输监护人自己的 PIN 码或口令。"


class SecondPersonNeeded(OwnCase):
    """A clerk's own exchange, or goods coming back, need another clerk or a supervisor (T25)."""

    message = "这一步要两个人办：请另一位值班人员或监督员输入编号和 PIN 码。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The second person at the counter: volunteer number and PIN."""

    volunteer_no: str
    pin: str


def is_secret(typed: str) -> bool:
    """Say whether `typed` has the shape of a PIN or a spoken code: six digits, nothing else."""
    return len(typed) == SECRET_DIGITS and typed.isascii() and typed.isdigit()


@dataclass(frozen=True, slots=True)
class SpokenCode:
    """A one-time code with whose it is, as a phone shows it to the scanner."""

    volunteer_no: str
    code: str

    def __str__(self) -> str:
        return f"WK-{self.volunteer_no}-{self.code}"


def scanned_code(words: str) -> SpokenCode | None:
    """Read what a phone showed to the scanner, None for anything else."""
    found = _SHOWN.fullmatch(words.upper())
    return SpokenCode(found[1], found[2]) if found else None


def tries_left(act: Act, person_id: int) -> int:
    """Return how many wrong credentials of a person are left in this quarter of an hour."""
    return throttle.left(act, credential_tries(person_id))


_IS_LIVE = (
    CODES.c.person_id == bindparam("whose"),
    CODES.c.purpose == CodePurpose.COUNTER_CODE,
    CODES.c.used_at.is_(None),
    CODES.c.expires_at > bindparam("now"),
)
_END = update(CODES).where(*_IS_LIVE).values(used_at=bindparam("now"))
_TRY = update(CODES).where(*_IS_LIVE).values(tries=CODES.c.tries + 1)
_USE = (
    update(CODES)
    .where(*_IS_LIVE, CODES.c.code_hash == bindparam("code"), CODES.c.tries < CODE_TRIES)
    .values(used_at=bindparam("now"))
    .returning(CODES.c.id)
)


def new_code(act: Act, person_id: int) -> str:
    """Give the person a spoken code of six digits, good for 60 seconds and 5 tries (contract 9).

    Codes made before are ended.
    """
    act.session.execute(_END, {"whose": person_id, "now": act.now})
    code = f"{secrets.randbelow(10**6):06}"
    act.session.add(
        OneTimeCode(
            purpose=CodePurpose.COUNTER_CODE,
            person_id=person_id,
            code_hash=_code_hash(person_id, code),
            made_at=act.now,
            expires_at=act.now + CODE_LASTS,
        )
    )
    act.session.flush()
    return code


def _code_hash(person_id: int, code: str) -> str:
    return keyring.sealer().index(f"{person_id}:{code}", "counter-proof")


def spend_try(act: Act, person_id: int) -> int:
    """Count one try of a credential, before it is looked at; 0, or seconds to wait.

    Committed on its own, so that a refusal cannot give the try back: five in fifteen minutes.
    """
    return throttle.spend(act, credential_tries(person_id))


def note_wrong(act: Act, person_id: int) -> None:
    """Let what was wrong be a try at the person's spoken code, which is good for five."""
    act.session.execute(_TRY, {"whose": person_id, "now": act.now})


def wait_of(act: Act, person_id: int) -> int:
    """Return the seconds a person waits whose tries are used up, 0 while some are left."""
    wait = throttle.wait_of(act, credential_tries(person_id))
    return wait.seconds(act.now) if wait is not None else 0


def credential_tries(person_id: int) -> Counter:
    """Return the count of wrong credentials of a person; apart from the tries to sign in."""
    return throttle.counter("counter", person_id, TRIES)


def scan_tries(clerk_id: int) -> Counter:
    """Return the count of wrong pick-up codes of one clerk, on whatever counter."""
    return throttle.counter("scan", clerk_id, SCANS)


def spend_scan(act: Act, clerk_id: int, shop_id: int) -> int:
    """Count one pick-up code before it is looked at; 0, or the seconds to wait.

    Ten wrong ones a minute by a clerk, a hundred a day over all counters of the shop. A code that
    opens something takes back its try and the clerk's wrong ones: `right_scan`.
    """
    return throttle.spend(act, scan_tries(clerk_id)) or throttle.spend(act, _shop_tries(shop_id))


def right_scan(session: Session, clerk_id: int, shop_id: int) -> None:
    """Forget a clerk's wrong pick-up codes after a right one, no failure of the shop."""
    throttle.forget(session, scan_tries(clerk_id).key)
    throttle.give_back(session, _shop_tries(shop_id))


def _shop_tries(shop_id: int) -> Counter:
    return throttle.counter("shop-scan", shop_id, SHOP_SCANS)


def check(act: Act, person_id: int, secret: str) -> str:
    """Return "code" or "pin", whichever `secret` is; a one-time code is used up by it.

    For a child under 14 it is the guardian's. Raises GuardianWithoutNumber when the guardian has no
    number, CredentialWrong. The tries counted before are forgotten when it matches.
    """
    owner_id = children.who_acts_for(act, act.session.get_one(Person, person_id))
    if owner_id is None:
        raise GuardianWithoutNumber
    how = "code" if _use_code(act, owner_id, secret) else "pin"
    if how == "pin" and not _is_pin(act, owner_id, secret):
        raise CredentialWrong() if owner_id == person_id else GuardianCredentialWrong()
    throttle.forget(act.session, credential_tries(person_id).key)
    return how


def _is_pin(act: Act, person_id: int, secret: str) -> bool:
    return matches(secret, act.session.get_one(Person, person_id).pin_hash, Lane.TILL)


def _use_code(act: Act, person_id: int, secret: str) -> bool:
    code = {"whose": person_id, "now": act.now, "code": _code_hash(person_id, secret)}
    return len(act.session.execute(_USE, code).all()) == 1


def witness_id(session: Session, community_id: int, witness: Witness | None) -> int | None:
    """Return the person behind a witness's volunteer number, None when there is nobody."""
    if witness is None:
        return None
    return session.scalar(
        select(Member.person_id).where(
            Member.community_id == community_id,
            numbers.bears(community_id, witness.volunteer_no),
        )
    )


def second_person(act: Act, member: Member, witness: Witness | None) -> int | None:
    """Return who stood beside the clerk at an own exchange; None when it is another's (T25).

    The exchange of the clerk's own child counts as the clerk's own too.

    Raises SecondPersonNeeded without another clerk or supervisor, CredentialWrong for a wrong PIN,
    FreshPin for one that the desk has just given.
    """
    acting = children.who_acts_for(act, member.person)
    if act.by.person_id not in {member.person_id, acting}:
        return None
    return beside(act, member.community_id, witness)


def beside(act: Act, community_id: int, witness: Witness | None) -> int:
    """Return the other clerk or supervisor who typed a PIN to stand beside this one.

    Raises SecondPersonNeeded, CredentialWrong, FreshPin, in that order.
    """
    found = witness_id(act.session, community_id, witness)
    if witness is None or found is None or found == act.by.person_id:
        raise SecondPersonNeeded
    held = act.session.scalars(
        select(RoleBinding.role).where(
            RoleBinding.person_id == found,
            RoleBinding.community_id == community_id,
            RoleBinding.ended_at.is_(None),
        )
    )
    if not any(WITNESSES & permissions_of(role) for role in held):
        raise SecondPersonNeeded
    check(act, found, witness.pin)
    if act.session.get_one(Person, found).must_change_secret:
        raise FreshPin
    return found
