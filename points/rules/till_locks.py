"""The lock of a counter: set by one key, opened by its clerk's own secret alone."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import audit
from accounts.rules.secrets import matches
from core.permissions import Permission
from points.models import TillLock
from points.rules import postings
from points.rules.refusals import ProofWrong
from teams.roles import Authority


class TillSecretWrong(ProofWrong):
    """Neither the clerk's password nor the PIN."""

    message = "密码或 PIN 码不对，请锁屏的值班人员再输一次。"


def is_locked(session: Session, community_id: int, login_session_id: int) -> bool:
    """Say whether the counter of this login session is locked."""
    found = session.scalar(
        select(TillLock.login_session_id).where(
            TillLock.community_id == community_id,
            TillLock.login_session_id == login_session_id,
        )
    )
    return found is not None


def lock(
    session: Session, community_id: int, login_session_id: int, by: Authority, now: datetime
) -> None:
    """Lock the counter of this login session; twice is once. Raises NotAllowed."""
    by.refuse_unless(Permission.SHOP_SELL)
    session.execute(
        postings.insert_into(session, TillLock)
        .values(community_id=community_id, login_session_id=login_session_id, locked_at=now)
        .on_conflict_do_nothing()
    )
    _note(session, "till_locked", community_id, by, now)


def unlock(
    session: Session,
    till: tuple[int, int],
    secret: str,
    by: Authority,
    now: datetime,
) -> None:
    """Open a counter again for the clerk's own password or PIN.

    `till`: ids of the community and of the login session. Raises NotAllowed, TillSecretWrong.
    """
    by.refuse_unless(Permission.SHOP_SELL)
    clerk = session.get_one(Person, by.person_id)
    if not (matches(secret, clerk.password_hash) or matches(secret, clerk.pin_hash)):
        raise TillSecretWrong
    session.execute(
        delete(TillLock)
        .where(TillLock.community_id == till[0], TillLock.login_session_id == till[1])
        .execution_options(synchronize_session=False)
    )
    _note(session, "till_unlocked", till[0], by, now)


def _note(session: Session, event: str, community_id: int, by: Authority, now: datetime) -> None:
    audit.record(session, event, ("shop", None), actor_id=by.person_id,
                 community_id=community_id, now=now)  # fmt: skip
