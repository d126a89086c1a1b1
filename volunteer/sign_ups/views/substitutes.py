"""Finding somebody to come instead: asking by number, taking that back, and answering."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import RuleError
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, current_member, requires
from teams.members.models import Community
from volunteer.activities.forms.acts import ActForm
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.forms import SubstituteForm
from volunteer.sign_ups.models import SignUpState
from volunteer.sign_ups.queries import sign_ups as queries
from volunteer.sign_ups.rules import substitutes
from volunteer.sign_ups.views.back import back_to_list


@bp.get("/my/sign-ups/<id:sign_up_id>/substitute")
@requires(Permission.OWN_DATA)
def substitute(sign_up_id: int) -> ResponseReturnValue:
    """Show who is asked to come instead, or ask for a number."""
    return _page(sign_up_id, SubstituteForm(formdata=None), None)


def _page(sign_up_id: int, form: SubstituteForm, refusal: RuleError | None) -> tuple[str, int]:
    mine = queries.own_sign_up(db.session(), current_member(db.session()), sign_up_id)
    now = clock.now()
    page = render_template(
        "volunteer/sign_ups/substitute.html",
        mine=mine,
        form=form,
        refusal=refusal_text(refusal),
        asked=substitutes.open_question(db.session(), mine),
        is_open=mine.state is SignUpState.APPROVED and now < mine.shift.sign_up_closes_at,
        act_form=ActForm(formdata=None),
    )
    return page, refusal.status if refusal else 200


@bp.post("/my/sign-ups/<id:sign_up_id>/substitute")
@requires(Permission.OWN_DATA)
def ask_substitute(sign_up_id: int) -> ResponseReturnValue:
    """Ask the volunteer with the number on the card; what was typed is kept."""
    form = SubstituteForm()
    if not form.validate():
        return _page(sign_up_id, form, None)[0], 400
    here, by, now, number = community(), authority(), clock.now(), form.volunteer_no.data or ""

    def act(session: Session) -> str:
        substitutes.ask(Act(session, now, by=by, community=here), sign_up_id, number)
        return url_for(".substitute", sign_up_id=sign_up_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _page(sign_up_id, form, refusal)
    flash(gettext("已经请他了，答应之前名额还是您的。"), "success")
    return redirect(go_to, code=303)


def _done(act: Callable[[Session, Community], object], words: str) -> ResponseReturnValue:
    """Do `act` once and go back to the page it was pressed on with `words`."""
    here, back = community(), back_to_list()

    def keyed(session: Session) -> str:
        act(session, here)
        return back

    go_to = run_once(ActForm().request_key.data or "", keyed, back)
    flash(words, "success")
    return redirect(go_to, code=303)


@bp.post("/my/sign-ups/<id:sign_up_id>/substitute/withdrawal")
@requires(Permission.OWN_DATA)
def withdraw_substitute(sign_up_id: int) -> ResponseReturnValue:
    """Take back one's question to a substitute."""
    by, now = authority(), clock.now()
    return _done(
        lambda session, here: substitutes.withdraw(
            Act(session, now, by=by, community=here), sign_up_id
        ),
        gettext("收回了，名额还是您的。"),
    )


@bp.post("/my/substitutions/<id:question_id>/acceptance")
@requires(Permission.ACTIVITY_SIGN_UP)
def accept_substitution(question_id: int) -> ResponseReturnValue:
    """Take over the place one was asked for."""
    by, now = authority(), clock.now()
    return _done(
        lambda session, here: substitutes.accept(
            Act(session, now, by=by, community=here), question_id
        ),
        gettext("谢谢您，名额转到您名下了。"),
    )


@bp.post("/my/substitutions/<id:question_id>/refusal")
@requires(Permission.OWN_DATA)
def decline_substitution(question_id: int) -> ResponseReturnValue:
    """Say one cannot come instead."""
    by, now = authority(), clock.now()
    return _done(
        lambda session, here: substitutes.decline(
            Act(session, now, by=by, community=here), question_id
        ),
        gettext("好的，已经告诉他。"),
    )
