"""What is due on this floor: keys and counts nobody needs any more are put away."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from accounts.models import OneTimeCode, RequestKey, SignInThrottle

KEYS_KEPT = timedelta(days=30)
CODES_KEPT = timedelta(days=1)
AT_MOST = 500

Duty = Callable[[Session, datetime], int]


def duties() -> list[tuple[str, Duty]]:
    """Return each duty by name; one call does one bounded batch and says how many it did."""
    return [
        ("request keys older than 30 days", _drop_request_keys),
        ("one-time codes that are over", _drop_codes),
        ("counts of failed sign-ins that are over", _drop_throttles),
    ]


def _drop_request_keys(session: Session, now: datetime) -> int:
    old = select(RequestKey.id).where(RequestKey.made_at < now - KEYS_KEPT).limit(AT_MOST)
    return len(
        session.scalars(
            delete(RequestKey).where(RequestKey.id.in_(old)).returning(RequestKey.id)
        ).all()
    )


def _drop_codes(session: Session, now: datetime) -> int:
    old = select(OneTimeCode.id).where(OneTimeCode.expires_at < now - CODES_KEPT).limit(AT_MOST)
    return len(
        session.scalars(
            delete(OneTimeCode).where(OneTimeCode.id.in_(old)).returning(OneTimeCode.id)
        ).all()
    )


def _drop_throttles(session: Session, now: datetime) -> int:
    old = (
        select(SignInThrottle.login_hash)
        .where(SignInThrottle.window_started_at < now - CODES_KEPT)
        .limit(AT_MOST)
    )
    gone = delete(SignInThrottle).where(SignInThrottle.login_hash.in_(old))
    return len(session.scalars(gone.returning(SignInThrottle.login_hash)).all())
