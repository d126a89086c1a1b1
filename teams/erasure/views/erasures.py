"""注销: asked for by the member or at the desk, taken back, decided by a second person."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import rechecked
from core import clock, room_members
from core.db import db, run
from core.errors import RuleError
from core.fields import value_of
from teams.authority.act import Act
from teams.blueprint import bp
from teams.erasure.forms import AskForm, DecisionForm
from teams.erasure.queries import erasures as queries
from teams.erasure.rules import erasures as rules
from teams.gate import authority, community, current_member, requires
from teams.members.models import Community, Member
from teams.members.queries import people
from teams.permissions import Permission


@bp.get("/me/erasure")
@requires(Permission.OWN_DATA)
def own_erasure() -> ResponseReturnValue:
    """Say what follows when I am erased, and ask for it or take it back."""
    return _page(current_member(db.session()), is_own=True)


@bp.get("/members/<id:member_id>/erasure")
@requires(Permission.MEMBER_REGISTER)
def member_erasure(member_id: int) -> ResponseReturnValue:
    """Say the same at the desk, for a member who asks there."""
    return _page(people.member_in(db.session(), community(), member_id), is_own=False)


def _page(member: Member, *, is_own: bool, refusal: RuleError | None = None) -> str:
    session, here = db.session(), community()
    return render_template(
        "teams/erasure/erasure.html",
        form=AskForm(formdata=None),
        member=member,
        is_own=is_own,
        newest=queries.newest_of(session, here, member.id),
        losses=_losses(member.id),
        refusal=refusal,
    )


def _losses(member_id: int) -> list[str]:
    """Return what each room would lose of a member, in sentences."""
    told = room_members.foretell_erasure(db.session(), community().id, member_id, clock.now())
    return [_(each.sentence, **each.values) for each in told]


@bp.post("/me/erasure")
@requires(Permission.OWN_DATA)
@rechecked
def ask_own_erasure() -> ResponseReturnValue:
    """Ask that I be erased."""
    return _asked(authority().member_id or 0, is_own=True)


@bp.post("/members/<id:member_id>/erasure")
@requires(Permission.MEMBER_REGISTER)
@rechecked
def ask_erasure(member_id: int) -> ResponseReturnValue:
    """Ask at the desk that a member be erased."""
    return _asked(member_id, is_own=False)


def _asked(member_id: int, *, is_own: bool) -> ResponseReturnValue:
    is_confirmed = bool(AskForm().confirmed.data)
    try:
        _on(member_id, lambda act, member: rules.ask(act, member, is_confirmed=is_confirmed))
    except RuleError as refusal:
        member = people.member_in(db.session(), community(), member_id)
        return _page(member, is_own=is_own, refusal=refusal), refusal.status
    flash(_("申请收下了，由另一位同事决定，15 个工作日内答复。没办之前随时可以撤回。"))
    return _back(member_id, is_own=is_own)


def _on(member_id: int, step: Callable[[Act, Member], object]) -> None:
    here_id, by, now = community().id, authority(), clock.now()

    def act(session: Session) -> None:
        here = session.get_one(Community, here_id)
        member = people.member_in(session, here, member_id)
        step(Act(session, now, by=by, community=here), member)

    run(act)


def _back(member_id: int, *, is_own: bool) -> ResponseReturnValue:
    if is_own:
        return redirect(url_for("teams.own_erasure"), code=303)
    return redirect(url_for("teams.member_erasure", member_id=member_id), code=303)


@bp.post("/me/erasure/taking-back")
@requires(Permission.OWN_DATA)
def take_own_erasure_back() -> ResponseReturnValue:
    """Take my request back."""
    return _taken_back(authority().member_id or 0, is_own=True)


@bp.post("/members/<id:member_id>/erasure/taking-back")
@requires(Permission.MEMBER_REGISTER)
def take_erasure_back(member_id: int) -> ResponseReturnValue:
    """Take a request back at the desk."""
    return _taken_back(member_id, is_own=False)


def _taken_back(member_id: int, *, is_own: bool) -> ResponseReturnValue:
    def step(act: Act, member: Member) -> None:
        newest = queries.newest_of(act.session, act.community, member.id)
        if newest is None:
            raise rules.DecidedBefore
        rules.take_back(act, newest)

    _on(member_id, step)
    flash(_("撤回了，什么也没有变。"))
    return _back(member_id, is_own=is_own)


@bp.get("/erasures")
@requires(Permission.MEMBER_ERASE)
def erasures() -> ResponseReturnValue:
    """List the requests that wait, with what each would lose."""
    waiting = queries.waiting(db.session(), community())
    return render_template(
        "teams/erasure/erasures.html",
        form=DecisionForm(formdata=None),
        rows=[(asked, who, _losses(asked.member_id)) for asked, who in waiting],
    )


@bp.post("/erasures/<id:erasure_id>/decision")
@requires(Permission.MEMBER_ERASE)
@rechecked
def decide_erasure(erasure_id: int) -> ResponseReturnValue:
    """Erase for good, or refuse with a reason."""
    here_id, by, now, form = community().id, authority(), clock.now(), DecisionForm()
    is_done = request.form.get("decision") == "erase"
    reason = (value_of(form.reason) if form.validate() else None) or str(_("请到服务台说明"))

    def act(session: Session) -> None:
        here = session.get_one(Community, here_id)
        deciding = Act(session, now, by=by, community=here)
        asked = queries.erasure_in(session, here, erasure_id)
        if is_done:
            rules.erase(deciding, asked)
        else:
            rules.refuse(deciding, asked, reason)

    run(act)
    flash(_("注销好了，资料已经抹去。") if is_done else _("已经答复本人。"))
    return redirect(url_for("teams.erasures"), code=303)
