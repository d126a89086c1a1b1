"""Who stands at the counter: a PIN or a spoken one-time code, and the second person's PIN."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.orm import Session

from accounts.models import CodePurpose, OneTimeCode, Person, SignInThrottle
from accounts.rules.secrets import matches
from core import keyring
from core.errors import OwnCase
from core.permissions import Permission
from points.rules import postings
from points.rules.refusals import ProofWrong
from teams.models import Member, RoleBinding
from teams.roles import ROLE_PERMISSIONS, Authority

CODE_LASTS = timedelta(seconds=60)
CODE_TRIES = 5
TRIES = 5
WINDOW = timedelta(minutes=15)
SCANS = 10
SCAN_WINDOW = timedelta(minutes=1)
WITNESSES = frozenset({Permission.SHOP_SELL, Permission.SHOP_WITNESS})


class SecondPersonNeeded(OwnCase):
    """A clerk's own exchange, or goods coming back, need another clerk or a supervisor (T25)."""

    message = "这一步要两个人办：请另一位值班人员或监督员输入编号和 PIN 码。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The second person at the counter: volunteer number and PIN."""

    volunteer_no: str
    pin: str


def new_code(session: Session, person_id: int, now: datetime) -> str:
    """Give the person a spoken code of six digits, good for 60 seconds and 5 tries (contract 9).

    Codes made before are ended.
    """
    session.execute(
        update(OneTimeCode)
        .where(*_live(person_id, now))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    code = f"{secrets.randbelow(10**6):06}"
    session.add(
        OneTimeCode(
            purpose=CodePurpose.COUNTER_PROOF,
            person_id=person_id,
            code_hash=_code_hash(person_id, code),
            made_at=now,
            expires_at=now + CODE_LASTS,
        )
    )
    session.flush()
    return code


def _live(person_id: int, now: datetime) -> list[ColumnElement[bool]]:
    return [
        OneTimeCode.person_id == person_id,
        OneTimeCode.purpose == CodePurpose.COUNTER_PROOF,
        OneTimeCode.used_at.is_(None),
        OneTimeCode.expires_at > now,
    ]


def _code_hash(person_id: int, code: str) -> str:
    return keyring.sealer().index(f"{person_id}:{code}", "counter-proof")


def spend_try(session: Session, person_id: int, now: datetime) -> int:
    """Count one try to prove who somebody is, before it is looked at; 0, or seconds to wait.

    Committed on its own, so that a refusal cannot give the try back: five in fifteen minutes.
    """
    session.execute(
        update(OneTimeCode)
        .where(*_live(person_id, now), OneTimeCode.tries < CODE_TRIES)
        .values(tries=OneTimeCode.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return _count_try(session, _throttle(person_id), (TRIES, WINDOW), now)


def spend_scan(session: Session, clerk_id: int, now: datetime) -> int:
    """Count one scan of a pick-up code by a clerk; 0, or seconds to wait after ten wrong a minute.

    A code that opens something forgets the count.
    """
    return _count_try(session, _throttle(clerk_id, "scan"), (SCANS, SCAN_WINDOW), now)


def forget_scans(session: Session, clerk_id: int) -> None:
    """Forget the wrong scans of a clerk after a right one."""
    _forget(session, _throttle(clerk_id, "scan"))


def spend_unlocking(session: Session, clerk_id: int, now: datetime) -> int:
    """Count one try to open a locked counter; 0, or seconds to wait after five in 15 minutes."""
    return _count_try(session, _throttle(clerk_id, "till"), (TRIES, WINDOW), now)


def forget_unlocking(session: Session, clerk_id: int) -> None:
    """Forget the wrong tries after the counter was opened."""
    _forget(session, _throttle(clerk_id, "till"))


def _count_try(session: Session, key: str, allowed: tuple[int, timedelta], now: datetime) -> int:
    tries, window = allowed
    is_over = SignInThrottle.window_started_at <= now - window
    counted = session.scalar(
        postings.insert_into(session, SignInThrottle)
        .values(login_hash=key, failures=1, window_started_at=now)
        .on_conflict_do_update(
            index_elements=["login_hash"],
            set_={
                "failures": case((is_over, 1), else_=SignInThrottle.failures + 1),
                "window_started_at": case((is_over, now), else_=SignInThrottle.window_started_at),
            },
            where=or_(is_over, SignInThrottle.failures < tries),
        )
        .returning(SignInThrottle.failures)
    )
    if counted is not None:
        return 0
    started = session.get_one(SignInThrottle, key).window_started_at
    return max(1, int((started + window - now).total_seconds()))


def _throttle(person_id: int, kind: str = "counter") -> str:
    return hashlib.sha256(f"{kind}:{person_id}".encode()).hexdigest()


def _forget(session: Session, key: str) -> None:
    session.execute(
        update(SignInThrottle)
        .where(SignInThrottle.login_hash == key)
        .values(failures=0)
        .execution_options(synchronize_session=False)
    )


def prove(session: Session, person_id: int, secret: str, now: datetime) -> str:
    """Return "code" or "pin", whichever `secret` is; a one-time code is used up by it.

    Raises ProofWrong. The tries counted before are forgotten when it matches.
    """
    person = session.get_one(Person, person_id)
    how = "code" if _use_code(session, person_id, secret, now) else "pin"
    if how == "pin" and not matches(secret, person.pin_hash):
        raise ProofWrong
    _forget(session, _throttle(person_id))
    return how


def _use_code(session: Session, person_id: int, secret: str, now: datetime) -> bool:
    used = session.execute(
        update(OneTimeCode)
        .where(
            *_live(person_id, now),
            OneTimeCode.code_hash == _code_hash(person_id, secret),
            OneTimeCode.tries <= CODE_TRIES,
        )
        .values(used_at=now)
        .returning(OneTimeCode.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(used) == 1


def witness_id(session: Session, community_id: int, witness: Witness | None) -> int | None:
    """Return the person behind a witness's volunteer number, None when there is nobody."""
    if witness is None:
        return None
    return session.scalar(
        select(Member.person_id).where(
            Member.community_id == community_id, Member.volunteer_no == witness.volunteer_no
        )
    )


def second_person(
    session: Session, member: Member, witness: Witness | None, by: Authority, now: datetime
) -> int | None:
    """Return who stood beside the clerk at his own exchange; None when it is not his own (T25).

    Raises SecondPersonNeeded without another clerk or supervisor, ProofWrong for a wrong PIN.
    """
    if member.person_id != by.person_id:
        return None
    return beside(session, member.community_id, witness, by, now)


def beside(
    session: Session, community_id: int, witness: Witness | None, by: Authority, now: datetime
) -> int:
    """Return the other clerk or supervisor who proved by PIN to stand beside this one.

    Raises SecondPersonNeeded, ProofWrong.
    """
    found = witness_id(session, community_id, witness)
    if witness is None or found is None or found == by.person_id:
        raise SecondPersonNeeded
    held = session.scalars(
        select(RoleBinding.role).where(
            RoleBinding.person_id == found,
            RoleBinding.community_id == community_id,
            RoleBinding.ended_at.is_(None),
        )
    )
    if not any(WITNESSES & ROLE_PERMISSIONS[role] for role in held):
        raise SecondPersonNeeded
    prove(session, found, witness.pin, now)
    return found
