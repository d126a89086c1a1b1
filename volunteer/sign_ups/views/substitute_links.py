"""A place offered by a link: made, shown to whoever follows it, taken by the first."""

import secrets

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import NotFound, RuleError
from core.public_address import absolute
from core.qr import qr
from core.template_filters import refusal_text
from core.toasts import Undo, toast
from teams.authority.act import Act
from teams.gate import authority, community, requires
from volunteer.activities.forms.acts import ActForm
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.sign_ups.forms import SeenForm
from volunteer.sign_ups.models import SignUpState, Substitution, SubstitutionState
from volunteer.sign_ups.queries.substitutions import question_in
from volunteer.sign_ups.rules import substitute_links, substitutes
from volunteer.sign_ups.views.back import HOME, PRESSED_ON
from volunteer.sign_ups.views.cancelled import named
from volunteer.sign_ups.views.reader import reader_member
from volunteer.sign_ups.views.risk_notice import shown_to


@bp.post("/my/sign-ups/<id:sign_up_id>/substitute/link")
@requires(Permission.OWN_DATA)
def offer_place(sign_up_id: int) -> ResponseReturnValue:
    """Make the link that gives the own place to whoever follows it first."""
    here, by, now = community(), authority(), clock.now()
    back = url_for(".substitute", sign_up_id=sign_up_id)

    def act(session: Session) -> str:
        substitutes.ask_anybody(Act(session, now, by=by, community=here), sign_up_id)
        return back

    go_to = run_once(ActForm().request_key.data or "", act, back)
    toast(gettext("链接做好了，转到微信群里就行。有人接之前，名额还是您的。"))
    return redirect(go_to, code=303)


def link_of(question: Substitution) -> str:
    """Return the whole address of the link of a question."""
    token = substitute_links.link_token(question)
    return absolute(url_for("volunteer.offered_place", question_id=question.id, token=token))


def picture_of(question: Substitution) -> str:
    """Draw the link of a question for a scanner."""
    return qr(link_of(question), gettext("顶替链接的二维码"))


@bp.get("/substitutions/<id:question_id>/<string:token>")
@requires(Permission.COMMUNITY_READ)
def offered_place(question_id: int, token: str) -> ResponseReturnValue:
    """Show the place a link offers, and why the reader may or may not take it."""
    return _offer_page(question_id, token, None)


def _offer_page(question_id: int, token: str, refusal: RuleError | None) -> tuple[str, int]:
    session, now = db.session(), clock.now()
    question = question_in(session, community(), question_id)
    if not substitute_links.proves(question, token):
        raise NotFound
    place, member = question.sign_up, reader_member(session)
    speaks_against = refusal or _speaks_against(question)
    if speaks_against is None and member is not None:
        act = Act(session, now, by=authority(), community=community())
        speaks_against = substitutes.unfit_to_take(act, member, place.shift)
    page = render_template(
        "volunteer/sign_ups/offered_place.html",
        question=question,
        shift=place.shift,
        asker=place.member,
        is_own=member is not None and place.member_id == member.id,
        is_mine=member is not None and question.to_member_id == member.id,
        refusal=refusal_text(speaks_against),
        told=None if speaks_against else shown_to(session, place.shift),
        token=token,
        act_form=ActForm(formdata=None),
    )
    return page, refusal.status if refusal else 200


def _speaks_against(question: Substitution) -> RuleError | None:
    """Return what ended the offer for everybody, or None."""
    place = question.sign_up
    if question.state is not SubstitutionState.ASKED or place.state is not SignUpState.APPROVED:
        return substitute_links.TakenAlready()
    return substitutes.unfit(place, place.shift, clock.now())


@bp.post("/substitutions/<id:question_id>/<string:token>/acceptance")
@requires(Permission.ACTIVITY_SIGN_UP)
def take_offered_place(question_id: int, token: str) -> ResponseReturnValue:
    """Take the offered place; a refusal stays on the page of the offer."""
    here, by, now, back = community(), authority(), clock.now(), url_for(".my_sign_ups")
    said: list[str] = []
    form = SeenForm()
    seen = form.seen.data or ""

    def act(session: Session) -> str:
        acting = Act(session, now, by=by, community=here)
        made = substitute_links.accept_by_link(acting, question_id, token, seen)
        said[:] = [str(gettext("谢谢您，名额转到您名下了。")) + named(made.shift)]
        return back

    try:
        go_to = run_once(form.request_key.data or "", act, back)
    except RuleError as refusal:
        if refusal.status == NotFound.status:
            raise
        return _offer_page(question_id, token, refusal)
    for each in said:
        toast(each, undo_of_answer(question_id))
    return redirect(go_to, code=303)


def undo_of_answer(question_id: int) -> Undo:
    """Return the press that takes the answer to a question back."""
    fields: dict[str, str | int] = {"request_key": secrets.token_urlsafe(18), PRESSED_ON: HOME}
    url = url_for("volunteer.take_answer_back", question_id=question_id)
    return Undo(url, fields, str(gettext("撤销")))
