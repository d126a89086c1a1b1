"""Who keeps places in a series, for who leads it: offered, answered, ended."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import RuleError
from core.fields import SelectChoice
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, requires
from teams.members.queries import finding
from volunteer.activities.forms.acts import ActForm
from volunteer.activities.models import Activity
from volunteer.activities.queries import activities
from volunteer.activities.rules import copies
from volunteer.blueprint import bp
from volunteer.permissions import Permission
from volunteer.regulars.forms import OfferForm
from volunteer.regulars.queries import posts, regulars
from volunteer.regulars.queries.posts import PostOfSeries
from volunteer.regulars.rules import asking, keeping
from volunteer.regulars.words import days_kept
from volunteer.settings import VolunteerSettings


@bp.get("/leading/activities/<id:activity_id>/regulars")
@requires(Permission.ACTIVITY_MANAGE)
def regulars_of(activity_id: int) -> ResponseReturnValue:
    """Show who keeps places in the series of an activity, who asks, and whom one may ask."""
    return _page(_led(activity_id), OfferForm(formdata=None))


def _led(activity_id: int) -> Activity:
    """Return the activity if the reader leads its team. Raises NotFound, NotAllowed."""
    found = activities.activity_in(db.session(), community(), activity_id)
    authority().refuse_unless(Permission.ACTIVITY_MANAGE, found.team_id)
    return found


def _reading() -> Act:
    return Act(db.session(), clock.now(), community=community())


def _page(activity: Activity, form: OfferForm) -> str:
    act = _reading()
    series_id = copies.series_of(db.session(), activity)
    coming = posts.of_series(act, series_id)
    _offer_posts(form, coming)
    rows = regulars.of_series(db.session(), community(), series_id)
    return render_template(
        "volunteer/regulars/regulars.html",
        activity=activity,
        posts=coming,
        asked=[each for each in rows if each.is_asked],
        regulars=[each for each in rows if not each.is_asked],
        form=form,
        act_form=ActForm(formdata=None),
        days_kept=days_kept,
        settings=act.settings(VolunteerSettings),
    )


def _offer_posts(form: OfferForm, coming: list[PostOfSeries]) -> None:
    form.post.choices = [SelectChoice(each.number, each.name) for each in coming if each.most]


@bp.post("/leading/activities/<id:activity_id>/regulars")
@requires(Permission.ACTIVITY_MANAGE)
def offer_regular(activity_id: int) -> ResponseReturnValue:
    """Ask a member of the team to come each time; what was typed is kept."""
    form, activity = OfferForm(), _led(activity_id)
    series_id = copies.series_of(db.session(), activity)
    _offer_posts(form, posts.of_series(_reading(), series_id))
    if not form.validate():
        return _page(activity, form), 400
    typed, post_id, day = form.volunteer_no.data or "", form.post.data or 0, form.day

    def offer(act: Act) -> None:
        member = finding.the_member(act.session, act.community, typed)
        slot = posts.slot_named(act.session, act.community, post_id, day)
        asking.offer(act, slot, member.id)

    try:
        return _done(activity_id, form.request_key.data, offer, "请他了，答应以后每场给他留名额。")
    except RuleError as refusal:
        form.volunteer_no.errors = [refusal_text(refusal)]
        return _page(activity, form), refusal.status


def _done(
    activity_id: int, key: str | None, rule: Callable[[Act], object], words: str
) -> ResponseReturnValue:
    """Do `rule` once and come back to the list with `words`."""
    here, by, now = community(), authority(), clock.now()
    back = url_for(".regulars_of", activity_id=activity_id)

    def act(session: Session) -> str:
        rule(Act(session, now, by=by, community=here))
        return back

    go_to = run_once(key or "", act)
    flash(gettext(words), "success")
    return redirect(go_to, code=303)


@bp.post("/leading/activities/<id:activity_id>/regulars/<id:regular_id>/acceptance")
@requires(Permission.ACTIVITY_MANAGE)
def accept_regular(activity_id: int, regular_id: int) -> ResponseReturnValue:
    """Say yes to who asked; the coming shifts are kept at once."""
    key = ActForm().request_key.data
    words = "同意了，后面的场次已经给他留名额，也通知他了。"
    return _done(activity_id, key, lambda act: asking.accept(act, regular_id), words)


@bp.post("/leading/activities/<id:activity_id>/regulars/<id:regular_id>/refusal")
@requires(Permission.ACTIVITY_MANAGE)
def refuse_regular(activity_id: int, regular_id: int) -> ResponseReturnValue:
    """Say no to who asked."""
    key = ActForm().request_key.data
    return _done(activity_id, key, lambda act: asking.refuse(act, regular_id), "已经告诉他了。")


@bp.post("/leading/activities/<id:activity_id>/regulars/<id:regular_id>/end")
@requires(Permission.ACTIVITY_MANAGE)
def end_regular_led(activity_id: int, regular_id: int) -> ResponseReturnValue:
    """End the standing of a regular, or take the question to them back."""
    key = ActForm().request_key.data
    words = "结束了，留好的场次让出来了。"
    return _done(activity_id, key, lambda act: keeping.end(act, regular_id), words)
