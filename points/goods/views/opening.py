"""Setting when the shop is open: weekdays, days of the month, and days that differ."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import BadRequest, RuleError
from core.template_filters import tongue
from points.blueprint import bp
from points.goods.forms.opening import DropSpecialForm, OpeningForm, SpecialForm, typed_of
from points.goods.rules import opening_changes, shops
from points.goods.rules.opening_words import runs_of, sentence, special_words
from points.permissions import Permission
from teams.authority.act import Act
from teams.gate import authority, community, requires


@bp.get("/stock/opening")
@requires(Permission.STOCK_MANAGE)
def opening() -> ResponseReturnValue:
    """Show when the shop is open, to be changed."""
    return _page()


def _page(
    form: OpeningForm | None = None,
    special_form: SpecialForm | None = None,
    preview: str = "",
    refusal: RuleError | None = None,
) -> str:
    session, place = db.session(), community()
    shop = shops.serving(session, place.id)
    calendar = shops.calendar_of(session, place.id, shop.id, place.zone)
    today = clock.local_day(clock.now(), place.zone)
    shown = form or OpeningForm(formdata=None, data=typed_of(calendar, shop.opening_note))
    shown.offer_row()
    ahead = {day: each for day, each in calendar.special.items() if day >= today}
    return render_template(
        "points/goods/opening.html",
        shop=shop,
        form=shown,
        special_form=special_form or SpecialForm(formdata=None),
        drop_form=DropSpecialForm(formdata=None),
        words=sentence(calendar, shop.opening_note, today, tongue()),
        is_kept=calendar.is_kept,
        specials=[
            (first, last, special_words(first, last, each, today, tongue()))
            for first, last, each in runs_of(ahead)
        ],
        preview=preview,
        refusal=refusal,
    )


@bp.post("/stock/opening")
@requires(Permission.STOCK_MANAGE)
def set_opening() -> ResponseReturnValue:
    """Show in one sentence what was typed, or let it stand."""
    form = OpeningForm()
    if not form.validate():
        return _page(form), 400
    now, place, by, hours = clock.now(), community(), authority(), form.hours()
    if request.form.get("do") == "preview":
        today = clock.local_day(now, place.zone)
        words = sentence(hours.calendar(), hours.note, today, tongue())
        return _page(form, preview=words or gettext("没有开放时间，什么时候发货都不问。"))
    shop_id = shops.serving(db.session(), place.id).id

    def act(session: Session) -> None:
        shop = shops.shop_in(session, place.id, shop_id)
        opening_changes.set_usual(Act(session, now, by=by), shop, hours)

    try:
        run(act)
    except RuleError as refusal:
        return _page(form, refusal=refusal), refusal.status
    flash(gettext("开放时间改好了，货架和柜台马上按新的算。"), "success")
    return redirect(url_for(".opening"), code=303)


@bp.post("/stock/opening/special-days")
@requires(Permission.STOCK_MANAGE)
def set_special_days() -> ResponseReturnValue:
    """Let some days differ: shut, or other hours, with the reason."""
    form = SpecialForm()
    if not form.validate():
        return _page(special_form=form), 400
    now, place, by, days = clock.now(), community(), authority(), form.days()
    shop_id = shops.serving(db.session(), place.id).id

    def act(session: Session) -> str:
        shop = shops.shop_in(session, place.id, shop_id)
        opening_changes.set_special(Act(session, now, by=by), shop, days)
        return url_for(".opening")

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _page(special_form=form, refusal=refusal), refusal.status
    flash(gettext("记下了，这几天按特别的时间。"), "success")
    return redirect(go_to, code=303)


@bp.post("/stock/opening/special-days/removals")
@requires(Permission.STOCK_MANAGE)
def drop_special_days() -> ResponseReturnValue:
    """Let the usual hours stand again on some days."""
    form = DropSpecialForm()
    if not form.validate():
        raise BadRequest
    now, place, by = clock.now(), community(), authority()
    between = (form.first_on.value, form.last_on.value)
    shop_id = shops.serving(db.session(), place.id).id

    def act(session: Session) -> str:
        shop = shops.shop_in(session, place.id, shop_id)
        opening_changes.drop_special(Act(session, now, by=by), shop, between)
        return url_for(".opening")

    go_to = run_once(form.request_key.data or "", act)
    flash(gettext("收回了，这几天按平常的时间。"), "success")
    return redirect(go_to, code=303)
