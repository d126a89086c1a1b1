"""Who is asking: cookies and devices of a request; acts run once, rechecks, guesses noted."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Request, Response, after_this_request, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session

from accounts.act import Act, Subject
from accounts.models import LoginSession, Person
from accounts.rules import guessing, known_devices, login_sessions, rechecks, request_keys, throttle
from accounts.rules.guessing import Origin
from core import clock, request_path
from core.db import db, run
from core.errors import NotSignedIn, RecheckNeeded, RuleError, TooManyTries, Unavailable
from core.kept_form import RECHECK_FIELD

LAST_SEEN_STEP = login_sessions.SEEN_EVERY
NOT_PART_OF_THE_ACT = {"csrf_token", "request_key", RECHECK_FIELD}

View = TypeVar("View", bound=Callable[..., Any])

login_manager = LoginManager()
login_manager.session_protection = None


class SignedIn(UserMixin):
    """The person behind the request and the device they use; glue for Flask-Login only."""

    def __init__(self, login_session: LoginSession) -> None:
        self.login_session_id = login_session.id
        self.person_id = login_session.person_id
        self.is_staff_session = login_session.is_staff
        self.made_at = login_session.made_at
        self.checked_at = login_session.rechecked_at or login_session.made_at
        self.expires_at = login_session.expires_at
        self.person: Person = login_session.person

    def get_id(self) -> str:
        """Return the id of the login session."""
        return str(self.login_session_id)


def cookie_name() -> str:
    """Return the name of the cookie one is signed in by: `__Host-` guarded when it is https."""
    return "__Host-wuse" if current_app.config["SESSION_COOKIE_SECURE"] else "wuse"


def token() -> str:
    """Return the token of the request's login session, empty when it carries none."""
    return request.cookies.get(cookie_name(), "")


@login_manager.request_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def load_signed_in(_asking: Request) -> SignedIn | None:
    """Find the live login session of the cookie; move its idle clock at most every 5 minutes.

    A locked one signs nobody in: `locked` tells of it. `g.login_session`: read along by the gate.
    """
    if not token():
        return None
    now = clock.now()
    act, known = Act(db.session(), now), "login_session" in g
    alive, live = login_sessions.alive, login_sessions.live
    found = alive(act, g.login_session) if known else live(act, token())
    if found is None:
        return None
    if found.locked_at is not None:
        g.locked = SignedIn(found)
        return None
    if now - found.seen_at >= LAST_SEEN_STEP and not current_app.config["READ_ONLY"]:
        _note_seen(found.id, now)
    return SignedIn(found)


def _note_seen(session_id: int, now: datetime) -> None:
    """Move the idle clock; a page is read although the database takes no writing just now."""
    with suppress(Unavailable):
        run(lambda session: login_sessions.note_seen(Act(session, now), session_id))


def init_app(app: Flask) -> None:
    """Let Flask-Login ask `load_signed_in`."""
    login_manager.init_app(app)


def signed_in() -> SignedIn | None:
    """Return who is asking, or None; found out once a request."""
    if "signed_in" not in g:
        found = current_user._get_current_object()
        g.signed_in = found if found.is_authenticated else None
    who: SignedIn | None = g.signed_in
    return who


def chosen_language() -> str | None:
    """Return the language who is asking has chosen, or None when nobody is signed in."""
    who = signed_in()
    return who.person.language if who is not None else None


def locked() -> SignedIn | None:
    """Return whose login session stands behind the request locked, or None."""
    if signed_in() is not None:
        return None
    found: SignedIn | None = g.get("locked")
    return found


def behind() -> SignedIn | None:
    """Return whose login session stands behind the request, open or locked: to end it."""
    return signed_in() or locked()


def reader_id() -> int:
    """Return the id of the person who asks. Raises NotSignedIn."""
    who = signed_in()
    if who is None:
        raise NotSignedIn
    return who.person.id


def keep_signed_in(response: Response, token: str, lasts_seconds: int) -> None:
    """Give the browser the token of its session: http-only, same-site, secure on https."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=lasts_seconds,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
        path="/",
    )


def device_cookie() -> str:
    """Return the name of the cookie that knows who signed in on this device before."""
    return f"{cookie_name()}-device"


def remember_device(response: Response, person_id: int) -> None:
    """Let this device be known as one `person_id` signs in on; it survives signing out."""
    known = request.cookies.get(device_cookie(), "")
    response.set_cookie(
        device_cookie(),
        known_devices.remembered(known, person_id),
        max_age=int(known_devices.LASTS.total_seconds()),
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
        path="/",
    )


def origin() -> Origin:
    """Return where the request comes from: its device, its address, what the device is known by.

    The address is the peer's, or what the trusted proxies say (`TRUSTED_PROXIES`); a header of
    the sender's own counts for nothing.
    """
    known = request.cookies.get(device_cookie(), "")
    return Origin(device_words(), request.remote_addr or "", known)


def refuse_guessing(kind: str) -> None:
    """Refuse an address that sent many wrong codes of this kind. Raises TooManyTries."""
    tries, now = guessing.lookup_counter(kind, request.remote_addr or ""), clock.now()
    wait = throttle.wait_of(Act(db.session(), now), tries)
    if wait is not None:
        raise TooManyTries(wait.seconds(now))


def note_guess(kind: str) -> None:
    """Count a wrong code of this address; who only reads is answered though nothing is written."""
    tries, now = guessing.lookup_counter(kind, request.remote_addr or ""), clock.now()
    if current_app.config["READ_ONLY"]:
        return
    with suppress(Unavailable):
        run(lambda session: throttle.note_failure(Act(session, now), tries))


def note_refusal(refusal: RuleError) -> None:
    """Leave a line in the trail of what somebody signed in was refused; of nobody, none."""
    who = signed_in()
    if who is None:
        return
    now, actor_id, path = clock.now(), who.person_id, request_path.without_codes()
    scope = g.get("community")
    run(
        lambda session: (
            Act(session, now)
            .made_by(actor_id)
            .note(
                "authz_fail",
                Subject("route", None, scope.id if scope is not None else None),
                path=path,
                code=refusal.code,
            )
        )
    )


def rechecked(view: View) -> View:
    """Let a grave act through ten minutes or less after a recheck; stands under `requires`."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        refuse_unless_rechecked()
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    vars(guarded)["is_grave"] = True
    return cast("View", guarded)


def refuse_unless_rechecked() -> None:
    """Ask for the own secret again unless it was typed ten minutes ago or less.

    The page that asks sends it along with the act. Raises NotSignedIn, RecheckNeeded,
    RecheckLocked, RecheckWrong, in that order.
    """
    who, now = signed_in(), clock.now()
    if who is None:
        raise NotSignedIn
    if rechecks.is_fresh(who.checked_at, now):
        return
    secret = request.form.get(RECHECK_FIELD, "")
    if not secret:
        raise RecheckNeeded
    rechecks.refuse_waiting(Act(db.session(), now), who.person_id)
    is_right = rechecks.is_own(who.person, secret)
    recheck = rechecks.Recheck(who.person_id, who.login_session_id, is_right)
    token = run(lambda session: rechecks.settle(Act(session, now), recheck))
    if not token:
        raise rechecks.RecheckWrong
    who.checked_at, seconds = now, int((who.expires_at - now).total_seconds())

    @after_this_request
    def renew(response: Response) -> Response:
        keep_signed_in(response, token, seconds)
        return response


def forget(response: Response) -> None:
    """Take the token of the session away from the browser."""
    response.delete_cookie(cookie_name(), path="/")


def device_words() -> str:
    """Describe the device of the request in a few words, for the list of devices."""
    return request.user_agent.string[:120] or "?"


def run_once(key: str, act: Callable[[Session], str], leads_to: str | None = None) -> str:
    """Do `act` once for this person, address and `key`; it returns where to go next.

    `leads_to`: the same address where it is known before, which spares writing it down after. The
    same key with the same body gives the first answer again without doing anything.
    Raises BadRequest for a missing key, KeyReused for the same key with another body, and
    whatever `act` raises, which frees the key again.
    """
    client = f"person:{reader_id()}"
    body = _body_of_request()
    now = clock.now()
    g.was_repeated = False

    def keyed(session: Session) -> str:
        return _answered(Act(session, now), (client, key, body), act, leads_to)

    return run(keyed)


def _answered(
    keyed: Act, sent: tuple[str, str, str], act: Callable[[Session], str], leads_to: str | None
) -> str:
    client, key, body = sent
    known = {} if leads_to is None else {"go_to": leads_to}
    bound = request_keys.claim(keyed, client, key, body, known)
    if bound is not None:
        g.was_repeated = True
        return str(bound.answer.get("go_to", "/"))
    go_to = act(keyed.session)
    if go_to != leads_to:
        request_keys.answer(keyed.session, client, key, {"go_to": go_to})
    return go_to


def _body_of_request() -> str:
    sent: dict[str, Any] = {
        name: values
        for name, values in request.form.to_dict(flat=False).items()
        if name not in NOT_PART_OF_THE_ACT
    }
    return json.dumps([request.path, sent], sort_keys=True, ensure_ascii=True)
