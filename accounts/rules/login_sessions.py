"""Login sessions and their tokens in the database: begun at sign-in, renewed, ended for good."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import joinedload

from accounts.act import Act, Subject
from accounts.models import LoginSession, Person
from core import clock
from core.ages import is_child

TOKEN_BYTES = 32
VOLUNTEER_LASTS = timedelta(days=30)
STAFF_LASTS = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=5)
EARLIEST_ZONE = "Pacific/Kiritimati"
"""Where a day begins first: who is not yet 14 there is so nowhere."""

_OF_TOKEN = (
    select(LoginSession)
    .where(LoginSession.token_hash == bindparam("the_hash"))
    .options(joinedload(LoginSession.person, innerjoin=True))
)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(act: Act, person: Person, device: str, *, is_staff: bool) -> str:
    """Sign `person` in on a device and return the token, which is never stored.

    Staff: 12 hours, 30 minutes idle; volunteers: 30 days (bar ruling 2).
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    act.session.add(
        LoginSession(
            token_hash=token_hash(token),
            person_id=person.id,
            device=device[:120],
            is_staff=is_staff,
            made_at=act.now,
            seen_at=act.now,
            expires_at=act.now + (STAFF_LASTS if is_staff else VOLUNTEER_LASTS),
        )
    )
    return token


def live(act: Act, token: str) -> LoginSession | None:
    """Return the session behind `token` with its person, or None when ended, over or idle.

    A child under 14 has no session, however it was begun: before this rule was kept, or before
    the birthday was corrected.
    """
    which = {"the_hash": token_hash(token)}
    return alive(act, act.session.scalars(_OF_TOKEN, which).one_or_none())


def alive(act: Act, found: LoginSession | None) -> LoginSession | None:
    """Return a session that was read with its person, if it is live; see `live`."""
    if found is None or found.ended_at is not None or act.now >= found.expires_at:
        return None
    if found.person.is_disabled or (found.is_staff and act.now - found.seen_at >= STAFF_IDLE):
        return None
    return (
        None if is_child(found.person.birth_on, clock.local_day(act.now, EARLIEST_ZONE)) else found
    )


def renew_token(kept: LoginSession) -> str:
    """Give a live session another token and return it; the old one opens nothing any more."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    kept.token_hash = token_hash(token)
    return token


def note_seen(act: Act, session_id: int) -> None:
    """Move the idle clock of a live session; an ended one is not brought back."""
    act.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .values(seen_at=act.now)
    )


def end(act: Act, session_id: int, person_id: int) -> None:
    """End one session of a person for good; ending twice does no harm."""
    act.session.execute(
        update(LoginSession)
        .where(
            LoginSession.id == session_id,
            LoginSession.person_id == person_id,
            LoginSession.ended_at.is_(None),
        )
        .values(ended_at=act.now)
    )


def end_others(act: Act, person_id: int, but: int) -> int:
    """End every session of a person but the one in hand; return how many. Leaves a line."""
    ended = act.session.scalars(
        update(LoginSession)
        .where(
            LoginSession.person_id == person_id,
            LoginSession.id != but,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > act.now,
        )
        .values(ended_at=act.now)
        .returning(LoginSession.id)
    ).all()
    about = Subject("person", person_id)
    act.made_by(person_id).note("authn_other_devices_ended", about, devices=len(ended))
    return len(ended)


def end_all(act: Act, person_id: int, but: int | None = None) -> None:
    """End every session of a person, except `but`: after a new password or PIN."""
    act.session.execute(
        update(LoginSession)
        .where(
            LoginSession.person_id == person_id,
            LoginSession.id != (but or 0),
            LoginSession.ended_at.is_(None),
        )
        .values(ended_at=act.now)
    )
