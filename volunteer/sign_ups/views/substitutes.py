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
from core.toasts import toast
from teams.authority.act import Act
from teams.gate import authority, community, current_member, requires
from volunteer.activities.forms.acts import ActForm
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.forms import SeenForm, SubstituteForm
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.queries import sign_ups as queries
from volunteer.sign_ups.rules import substitute_answers, substitutes
from volunteer.sign_ups.rules.risk_readings import RiskUnread
from volunteer.sign_ups.views.back import back_to_list
from volunteer.sign_ups.views.substitute_links import link_of, picture_of, undo_of_answer


@bp.get("/my/sign-ups/<id:sign_up_id>/substitute")
@requires(Permission.OWN_DATA)
def substitute(sign_up_id: int) -> ResponseReturnValue:
    """Show who is asked to come instead, or ask for a number."""
    return _page(sign_up_id, SubstituteForm(formdata=None), None)


def _page(sign_up_id: int, form: SubstituteForm, refusal: RuleError | None) -> tuple[str, int]:
    mine = queries.own_sign_up(db.session(), current_member(db.session()), sign_up_id)
    now = clock.now()
    asked = substitutes.open_question(db.session(), mine)
    is_link = asked is not None and asked.to_member_id is None
    page = render_template(
        "volunteer/sign_ups/substitute.html",
        mine=mine,
        form=form,
        refusal=refusal_text(refusal),
        asked=asked,
        link=link_of(asked) if asked is not None and is_link else None,
        picture=picture_of(asked) if asked is not None and is_link else None,
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


def _answered(
    question_id: int, rule: Callable[[Act, int], object], words: str, *, has_undo: bool = True
) -> ResponseReturnValue:
    """Answer a question once and go back to the page it was pressed on with `words`."""
    here, by, now, back = community(), authority(), clock.now(), back_to_list()

    def keyed(session: Session) -> str:
        rule(Act(session, now, by=by, community=here), question_id)
        return back

    go_to = run_once(ActForm().request_key.data or "", keyed, back)
    toast(words, undo_of_answer(question_id) if has_undo else None)
    return redirect(go_to, code=303)


@bp.post("/my/sign-ups/<id:sign_up_id>/substitute/withdrawal")
@requires(Permission.OWN_DATA)
def withdraw_substitute(sign_up_id: int) -> ResponseReturnValue:
    """Take back one's question to a substitute."""
    words = gettext("收回了，名额还是您的。")
    return _answered(sign_up_id, substitutes.withdraw, words, has_undo=False)


@bp.post("/my/substitutions/<id:question_id>/acceptance")
@requires(Permission.ACTIVITY_SIGN_UP)
def accept_substitution(question_id: int) -> ResponseReturnValue:
    """Take over the place one was asked for; what is to be read first comes before that."""
    seen = SeenForm().seen.data or ""

    def accept(act: Act, asked_id: int) -> SignUp:
        return substitutes.accept(act, asked_id, seen)

    try:
        return _answered(question_id, accept, gettext("谢谢您，名额转到您名下了。"))
    except RiskUnread:
        return redirect(url_for(".substitution_notice", question_id=question_id), code=303)


@bp.post("/my/substitutions/<id:question_id>/refusal")
@requires(Permission.OWN_DATA)
def decline_substitution(question_id: int) -> ResponseReturnValue:
    """Say one cannot come instead."""
    return _answered(question_id, substitutes.decline, gettext("好的，已经告诉他。"))


@bp.post("/my/substitutions/<id:question_id>/answer/undo")
@requires(Permission.OWN_DATA)
def take_answer_back(question_id: int) -> ResponseReturnValue:
    """Take the own answer back, within minutes."""
    words = gettext("撤回了，已经告诉他。")
    return _answered(question_id, substitute_answers.take_back, words, has_undo=False)
