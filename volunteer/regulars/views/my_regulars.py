"""One's own standings: asked for, answered, one shift left out and taken again, paused, ended."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock, wording
from core.db import db
from core.errors import BadRequest
from core.template_filters import tongue
from core.toasts import Undo, toast
from teams.authority.act import Act
from teams.gate import authority, community, current_member, requires
from volunteer.activities.forms.acts import ActForm
from volunteer.activities.models import Shift
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.regulars.forms import AskForm, PauseForm
from volunteer.regulars.queries import posts, regulars
from volunteer.regulars.rules import asking, keeping
from volunteer.regulars.rules.freeing import Freed
from volunteer.regulars.words import PAUSES, days_kept
from volunteer.settings import VolunteerSettings

PRESSED_ON, HOME = "from", "home"


class PauseUnreadable(BadRequest):
    """A pause needs its last day."""

    message = "请选暂停到哪一天。"


class PostMissing(BadRequest):
    """What one wants to come to is chosen from the list."""

    message = "请从列出的岗位里选一个。"


@bp.get("/my/regulars")
@requires(Permission.OWN_DATA)
def my_regulars() -> ResponseReturnValue:
    """Show what the reader keeps, each coming shift of it, and what else one may ask for."""
    member, act = current_member(db.session()), _reading()
    own = regulars.own(db.session(), member)
    kept = {(each.series_id, each.post_name) for each in own}
    offered = posts.to_ask_for(act, member)
    return render_template(
        "volunteer/regulars/my_regulars.html",
        regulars=own,
        turns=regulars.turns_of(act, member),
        posts=[each for each in offered if (each.series_id, each.name) not in kept],
        days_kept=days_kept,
        settings=act.settings(VolunteerSettings),
        act_form=ActForm(formdata=None),
        pauses=[
            (gettext(words), act.today + timedelta(days=days)) for words, days in PAUSES.items()
        ],
    )


def _reading() -> Act:
    return Act(db.session(), clock.now(), community=community())


def _back() -> str:
    is_home = request.form.get(PRESSED_ON) == HOME
    return url_for("volunteer.home" if is_home else "volunteer.my_regulars")


def _named(shift: Shift) -> str:
    when = wording.moment(shift.starts_at, community().zone, clock.now(), tongue())
    return str(gettext("《%(title)s》%(when)s。", title=shift.activity.title, when=when))


def _undo(url: str) -> Undo:
    fields: dict[str, str | int] = {"request_key": secrets.token_urlsafe(18)}
    if request.form.get(PRESSED_ON) == HOME:
        fields[PRESSED_ON] = HOME
    return Undo(url, fields, str(gettext("撤销")))


def _press(key: str | None, rule: Callable[[Act], tuple[str, Undo | None]]) -> ResponseReturnValue:
    """Do `rule` once, say its words on the page it was pressed on, with its undo."""
    here, by, now, back = community(), authority(), clock.now(), _back()
    told: list[tuple[str, Undo | None]] = []

    def act(session: Session) -> str:
        told[:] = [rule(Act(session, now, by=by, community=here))]
        return back

    go_to = run_once(key or "", act, back)
    for words, undo in told:
        toast(words, undo)
    return redirect(go_to, code=303)


@bp.post("/my/regulars")
@requires(Permission.ACTIVITY_SIGN_UP)
def ask_regular() -> ResponseReturnValue:
    """Ask to keep a place in each coming shift of a post."""
    form = AskForm()
    if not form.validate():
        raise PostMissing
    post_id, day = form.post_id, form.day

    def ask(act: Act) -> tuple[str, Undo | None]:
        slot = posts.slot_named(act.session, act.community, post_id, day)
        made = asking.ask(act, slot)
        words = gettext("已经告诉带队人，他同意以后每场给您留名额。")
        return str(words), _undo(url_for(".end_regular", regular_id=made.id))

    return _press(form.request_key.data, ask)


@bp.post("/my/regulars/<id:regular_id>/acceptance")
@requires(Permission.ACTIVITY_SIGN_UP)
def accept_offer(regular_id: int) -> ResponseReturnValue:
    """Say yes to what a leader offered."""

    def accept(act: Act) -> tuple[str, Undo | None]:
        count = asking.accept(act, regular_id)
        return str(gettext("说好了，已经给您留了 %(count)s 场。", count=count)), None

    return _press(ActForm().request_key.data, accept)


@bp.post("/my/regulars/<id:regular_id>/refusal")
@requires(Permission.OWN_DATA)
def refuse_offer(regular_id: int) -> ResponseReturnValue:
    """Say no to what a leader offered."""

    def refuse(act: Act) -> tuple[str, Undo | None]:
        asking.refuse(act, regular_id)
        return str(gettext("好的，已经告诉他。您还可以一场一场地报。")), None

    return _press(ActForm().request_key.data, refuse)


@bp.post("/my/regulars/<id:regular_id>/shifts/<id:shift_id>/absence")
@requires(Permission.OWN_DATA)
def leave_shift_out(regular_id: int, shift_id: int) -> ResponseReturnValue:
    """Give back the place kept in one shift."""

    def leave(act: Act) -> tuple[str, Undo | None]:
        done = keeping.leave_out(act, regular_id, shift_id)
        words = gettext("让出来了，下一场照常给您留。") + _named(done.shift)
        if done.is_handed_on:
            return str(words), None
        return str(words), _undo(
            url_for(".take_shift_again", regular_id=regular_id, shift_id=shift_id)
        )

    return _press(ActForm().request_key.data, leave)


@bp.post("/my/regulars/<id:regular_id>/shifts/<id:shift_id>/place")
@requires(Permission.ACTIVITY_SIGN_UP)
def take_shift_again(regular_id: int, shift_id: int) -> ResponseReturnValue:
    """Take the place given back in one shift again."""

    def take(act: Act) -> tuple[str, Undo | None]:
        keeping.take_again(act, regular_id, shift_id)
        shift = act.session.get_one(Shift, shift_id)
        return str(gettext("这一场又给您留上了。")) + _named(shift), None

    return _press(ActForm().request_key.data, take)


@bp.post("/my/regulars/<id:regular_id>/pause")
@requires(Permission.OWN_DATA)
def pause_regular(regular_id: int) -> ResponseReturnValue:
    """Keep nothing until a day."""
    form = PauseForm()
    until = form.until_on.data if form.validate() else None
    if until is None:
        raise PauseUnreadable

    def pause(act: Act) -> tuple[str, Undo | None]:
        freed = keeping.pause(act, regular_id, until)
        words = gettext("暂停好了，让出 %(count)s 场。到时自动接着留。", count=freed.count)
        return str(words) + _near(freed), _undo(url_for(".resume_regular", regular_id=regular_id))

    return _press(form.request_key.data, pause)


def _near(freed: Freed) -> str:
    if not freed.near:
        return ""
    words = "离开始太近的 %(count)s 场没有动，去不了请到“我的报名”里取消。"
    return str(gettext(words, count=freed.near))


@bp.post("/my/regulars/<id:regular_id>/resumption")
@requires(Permission.OWN_DATA)
def resume_regular(regular_id: int) -> ResponseReturnValue:
    """End a pause before its day."""

    def resume(act: Act) -> tuple[str, Undo | None]:
        back = keeping.resume(act, regular_id)
        words = str(gettext("恢复了，留好 %(count)s 场。", count=back.count))
        if back.missed:
            words += str(gettext("另有 %(count)s 场没留上，请看下面的原因。", count=back.missed))
        return words, None

    return _press(ActForm().request_key.data, resume)


@bp.post("/my/regulars/<id:regular_id>/end")
@requires(Permission.OWN_DATA)
def end_regular(regular_id: int) -> ResponseReturnValue:
    """End a standing for good, or take a question back."""
    here, by, now = community(), authority(), clock.now()

    def end(session: Session) -> str:
        freed = keeping.end(Act(session, now, by=by, community=here), regular_id)
        words = gettext("结束了，让出 %(count)s 场。想去的还可以一场一场地报。", count=freed.count)
        said[:] = [str(words) + _near(freed)]
        return url_for(".my_regulars")

    said: list[str] = []
    go_to = run_once(ActForm().request_key.data or "", end, url_for(".my_regulars"))
    for words in said:
        flash(words, "success")
    return redirect(go_to, code=303)
