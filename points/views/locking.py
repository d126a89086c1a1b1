"""锁屏: the counter is locked with F12 and stays so, on the server, until its clerk opens it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import signed_in
from core import clock
from core.db import db, run
from core.errors import NotSignedIn, RuleError
from core.permissions import Permission
from points.forms import TillSecretForm
from points.rules import identity, till_locks
from points.rules.refusals import TriesUsedUp
from points.views.routes import bp
from points.views.tries import note_refused, spend_unlocking
from teams.gate import authority, community, requires

View = TypeVar("View", bound=Callable[..., Any])


def _login_session_id() -> int:
    who = signed_in()
    if who is None:
        raise NotSignedIn
    return who.login_session_id


def while_open(view: View) -> View:
    """Let a page or act of the counter through only while this session's counter is open.

    Locked, a page shows the lock (200) and an act is refused with it (403); stands under
    `requires`.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if till_locks.is_locked(db.session(), community().id, _login_session_id()):
            return _lock_page(
                TillSecretForm(formdata=None)
            ), 200 if request.method == "GET" else 403
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    return cast("View", guarded)


def _lock_page(form: TillSecretForm, refusal: RuleError | None = None) -> str:
    return render_template("points/counter_locked.html", form=form, refusal=refusal)


@bp.post("/counter/locks")
@requires(Permission.SHOP_SELL)
def lock_counter() -> ResponseReturnValue:
    """Lock the counter of this session."""
    now, by, place_id, device = clock.now(), authority(), community().id, _login_session_id()
    run(lambda session: till_locks.lock(session, place_id, device, by, now))
    return redirect(url_for(".counter"), code=303)


@bp.post("/counter/openings")
@requires(Permission.SHOP_SELL)
def open_counter() -> ResponseReturnValue:
    """Open the counter again for the clerk's own password or PIN."""
    form = TillSecretForm()
    if not form.validate():
        return _lock_page(form), 400
    now, by, secret = clock.now(), authority(), form.secret.data or ""
    till = (community().id, _login_session_id())

    def act(session: Session) -> None:
        till_locks.unlock(session, till, secret, by, now)
        identity.forget_unlocking(session, by.person_id)

    try:
        spend_unlocking(by.person_id, now)
        run(act)
    except RuleError as refusal:
        if isinstance(refusal, TriesUsedUp):
            note_refused(refusal)
        return _lock_page(TillSecretForm(formdata=None), refusal), refusal.status
    flash(gettext("柜台已打开。"), "success")
    return redirect(url_for(".counter"), code=303)
