"""The lock of a login session: set by one key, opened by its own person's secret alone.

While it stands the session signs nobody in, on any page, in any community, in any tab.
"""

from dataclasses import dataclass

from sqlalchemy import update

from accounts.act import Act, Subject
from accounts.models import LoginSession, Person
from accounts.rules import hashing
from accounts.rules.rechecks import Recheck, is_counted_right
from core.errors import RuleError
from core.local_path import local_path


class UnlockWrong(RuleError):
    """Neither the password nor the PIN of who locked the screen."""

    status = 403
    code = "recheck_needed"
    message = "密码或 PIN 码不对，请锁屏的人自己再输一次。"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a screen was locked: its page, and the community the trail names."""

    path: str
    community_id: int | None


def lock(act: Act, session_id: int, spot: Spot) -> None:
    """Lock a live login session; twice is once, and keeps the first moment and place."""
    locked = act.session.scalar(
        update(LoginSession)
        .where(
            LoginSession.id == session_id,
            LoginSession.ended_at.is_(None),
            LoginSession.locked_at.is_(None),
        )
        .values(locked_at=act.now, locked_in=spot.community_id, locked_from=spot.path[:120])
        .returning(LoginSession.person_id)
    )
    if locked is not None:
        act.made_by(locked).note("till_locked", Subject("shop", None, spot.community_id))


def is_own(person: Person, secret: str) -> bool:
    """Say whether `secret` is the person's password or PIN. Slow on purpose."""
    return any(hashing.matches(secret, kept) for kept in (person.password_hash, person.pin_hash))


def settle(act: Act, recheck: Recheck) -> str:
    """Open the session and return the page it was locked from, or "" and a failure counted.

    The tries are those of the own secret asked again anywhere: five in fifteen minutes.
    """
    if not is_counted_right(act, recheck):
        return ""
    kept = act.session.get_one(LoginSession, recheck.session_id)
    go_to, community_id = local_path(kept.locked_from), kept.locked_in
    if kept.locked_at is not None:
        kept.locked_at, kept.locked_in, kept.locked_from = None, None, None
        act.made_by(recheck.person_id).note("till_unlocked", Subject("shop", None, community_id))
    return go_to
