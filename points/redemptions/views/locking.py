"""锁屏: F12 at the counter locks the whole login session until its clerk opens it."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.gate import signed_in
from accounts.rules import session_locks
from accounts.rules.session_locks import Spot
from core import clock
from core.db import run
from core.errors import NotSignedIn
from points.blueprint import bp
from points.permissions import Permission
from teams.authority.act import Act
from teams.gate import community, requires


@bp.post("/counter/locks")
@requires(Permission.SHOP_SELL)
def lock_counter() -> ResponseReturnValue:
    """Lock this session: the counter, and every other page and act of it."""
    who, now = signed_in(), clock.now()
    if who is None:
        raise NotSignedIn
    counter, session_id = url_for(".counter"), who.login_session_id
    spot = Spot(counter, community().id)
    run(lambda session: session_locks.lock(Act(session, now), session_id, spot))
    return redirect(counter, code=303)
