"""Opening a locked login session."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts import gate as own
from accounts.rules import rechecks, session_locks
from accounts.rules.rechecks import Recheck
from core import clock
from core.db import db, run
from core.errors import RuleError
from teams.authority.act import Act
from teams.blueprint import sign_in_pages
from teams.gate import requires
from teams.gate.forms import UnlockForm
from teams.gate.locked import lock_page
from teams.permissions import Permission


@sign_in_pages.post("/unlock")
@requires(Permission.ANYONE)
def unlock() -> ResponseReturnValue:
    """Open the session for the own password or PIN; whoever has none locked goes on."""
    who, form = own.locked(), UnlockForm()
    if who is None:
        return redirect(url_for("accounts.start"), code=303)
    if not form.validate():
        return lock_page(form), 400
    try:
        go_to = _opened(who, form.secret.data or "")
    except RuleError as refusal:
        answer = lock_page(UnlockForm(formdata=None), refusal)
        wait = getattr(refusal, "wait_seconds", None)
        return answer, refusal.status, {"Retry-After": str(wait)} if wait else {}
    flash(gettext("屏打开了。"), "success")
    return redirect(go_to, code=303)


def _opened(who: own.SignedIn, secret: str) -> str:
    """Return where to go on. Raises RecheckLocked, UnlockWrong, in that order."""
    now = clock.now()
    rechecks.refuse_waiting(Act(db.session(), now), who.person_id)
    is_right = session_locks.is_own(who.person, secret)
    recheck = Recheck(who.person_id, who.login_session_id, is_right)
    go_to = run(lambda session: session_locks.settle(Act(session, now), recheck))
    if not go_to:
        raise session_locks.UnlockWrong
    return go_to
