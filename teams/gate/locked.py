"""While a login session is locked, every address of it answers the lock and nothing else."""

from flask import Flask, Response, render_template, request

from accounts import gate as own
from core.errors import RuleError
from core.masking import name_for_staff
from teams.gate.forms import UnlockForm

OPEN = frozenset(
    {
        "accounts.unlock",
        "accounts.sign_out",
        "static",
        "bootstrap.static",
        "live",
        "ready",
        "favicon",
    }
)
"""What a locked session still reaches: opening it, ending it, and what tells nothing of anybody."""


def init_app(app: Flask) -> None:
    """Ask before every request; stands before whatever else could answer with a page."""
    app.before_request(_answer_locked)


def _answer_locked() -> Response | None:
    if request.endpoint in OPEN or own.locked() is None:
        return None
    is_look = request.method in {"GET", "HEAD"}
    return Response(lock_page(UnlockForm(formdata=None)), 200 if is_look else 403)


def lock_page(form: UnlockForm, refusal: RuleError | None = None) -> str:
    """Draw the lock; it names who locked and shows nothing of what lies behind.

    An act that met the lock is told that it was not done.
    """
    who = own.locked()
    is_act = request.method not in {"GET", "HEAD"} and request.endpoint not in OPEN
    return render_template(
        "teams/gate/locked.html",
        form=form,
        refusal=refusal,
        name=name_for_staff(who.person.name) if who is not None else "",
        is_act=is_act,
    )
