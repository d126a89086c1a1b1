"""What falls due here: old request keys, one-time codes and counts of tries are put away."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from accounts.models import OneTimeCode, RequestKey, SignInThrottle

KEYS_KEPT = timedelta(days=30)
CODES_KEPT = timedelta(days=1)
TRIES_KEPT = timedelta(days=1)
AT_MOST = 500


def drop_request_keys(session: Session, now: datetime) -> int:
    """Drop some keys of forms made more than 30 days ago; return how many."""
    oldest = session.execute(
        select(RequestKey.id, RequestKey.made_at).order_by(RequestKey.id).limit(AT_MOST)
    )
    over = [row_id for row_id, made_at in oldest if made_at < now - KEYS_KEPT]
    session.execute(delete(RequestKey).where(RequestKey.id.in_(over)))
    return len(over)


def drop_codes(session: Session, now: datetime) -> int:
    """Drop some one-time codes that were over a day ago; return how many."""
    oldest = session.execute(
        select(OneTimeCode.id, OneTimeCode.expires_at).order_by(OneTimeCode.id).limit(AT_MOST)
    )
    over = [row_id for row_id, expires_at in oldest if expires_at < now - CODES_KEPT]
    session.execute(delete(OneTimeCode).where(OneTimeCode.id.in_(over)))
    return len(over)


def drop_tries(session: Session, now: datetime) -> int:
    """Drop counts begun more than a day ago, unless somebody still waits because of one."""
    over = session.scalars(
        select(SignInThrottle.login_hash)
        .where(
            SignInThrottle.window_started_at < now - TRIES_KEPT,
            or_(SignInThrottle.locked_until.is_(None), SignInThrottle.locked_until <= now),
        )
        .order_by(SignInThrottle.window_started_at)
        .limit(AT_MOST)
    ).all()
    session.execute(delete(SignInThrottle).where(SignInThrottle.login_hash.in_(over)))
    return len(over)
