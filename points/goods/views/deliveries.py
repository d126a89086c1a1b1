"""入库和捐赠: what came in, and a delivery of many lines taken in at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import RuleError
from core.paging import page_key, page_of
from points.blueprint import bp
from points.goods.forms.goods import DeliveryForm
from points.goods.queries import stock
from points.goods.rules import deliveries, shops
from points.goods.rules.deliveries import NewDelivery
from points.goods.words import DELIVERY_SOURCE_WORDS
from points.permissions import Permission
from teams.authority.act import Act
from teams.gate import authority, community, requires


@bp.get("/stock/receipts")
@requires(Permission.STOCK_MANAGE)
def stock_deliveries() -> ResponseReturnValue:
    """List what came in, newest first."""
    rows = stock.deliveries(db.session(), community(), page_key("before"))
    shown, following = page_of(rows, stock.DELIVERIES_A_PAGE, lambda row: row.delivery.id)
    return render_template(
        "points/goods/deliveries.html",
        rows=shown,
        next_id=following,
        source_words=DELIVERY_SOURCE_WORDS,
    )


@bp.route("/stock/receipts/new", methods=["GET", "POST"])
@requires(Permission.STOCK_MANAGE)
def new_delivery() -> ResponseReturnValue:
    """Take in one delivery, bought or given, or add blank rows to the form."""
    form = DeliveryForm()
    known = stock.product_choices(db.session(), community())
    form.offer(known)
    if request.form.get("more"):
        form.add_rows(known)
        return _delivery_page(form)
    if request.method == "GET" or not form.validate():
        return _delivery_page(form), 200 if request.method == "GET" else 400
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> str:
        delivery = _delivery(form, shops.serving_or_opened(session, place).id)
        deliveries.receive(Act(session, now, by=by), place.id, delivery)
        return url_for(".stock_deliveries")

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _delivery_page(form, refusal), refusal.status
    flash(gettext("已入库。"), "success")
    return redirect(go_to, code=303)


def _delivery(form: DeliveryForm, shop_id: int) -> NewDelivery:
    return NewDelivery(
        shop_id=shop_id,
        delivery_lines=form.delivery_lines(),
        source=form.delivery_source(),
        donor=(form.donor.data or "").strip(),
        note=(form.note.data or "").strip(),
    )


def _delivery_page(form: DeliveryForm, refusal: RuleError | None = None) -> str:
    return render_template("points/goods/new_delivery.html", form=form, refusal=refusal)
