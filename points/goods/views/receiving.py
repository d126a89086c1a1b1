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
from core.permissions import Permission
from points.blueprint import bp
from points.goods.forms.goods import ReceiptForm
from points.goods.queries import stockroom
from points.goods.rules import receipts, shops
from points.goods.rules.receipts import Delivery
from points.goods.words import RECEIPT_SOURCE_WORDS
from teams.authority.act import Act
from teams.gate import authority, community, requires


@bp.get("/stock/receipts")
@requires(Permission.STOCK_MANAGE)
def stock_receipts() -> ResponseReturnValue:
    """List what came in, newest first."""
    rows = stockroom.receipts(db.session(), community(), page_key("before"))
    shown, following = page_of(rows, stockroom.RECEIPTS_A_PAGE, lambda row: row.receipt.id)
    return render_template(
        "points/goods/receipts.html",
        rows=shown,
        next_id=following,
        source_words=RECEIPT_SOURCE_WORDS,
    )


@bp.route("/stock/receipts/new", methods=["GET", "POST"])
@requires(Permission.STOCK_MANAGE)
def new_receipt() -> ResponseReturnValue:
    """Take in one delivery, bought or given, or add blank rows to the form."""
    form = ReceiptForm()
    known = stockroom.product_choices(db.session(), community())
    form.offer(known)
    if request.form.get("more"):
        form.add_rows(known)
        return _receipt_page(form)
    if request.method == "GET" or not form.validate():
        return _receipt_page(form), 200 if request.method == "GET" else 400
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> str:
        delivery = _delivery(form, shops.serving_or_opened(session, place).id)
        receipts.receive(Act(session, now, by=by), place.id, delivery)
        return url_for(".stock_receipts")

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _receipt_page(form, refusal), refusal.status
    flash(gettext("已入库。"), "success")
    return redirect(go_to, code=303)


def _delivery(form: ReceiptForm, shop_id: int) -> Delivery:
    return Delivery(
        shop_id=shop_id,
        delivery_lines=form.delivery_lines(),
        source=form.receipt_source(),
        donor=(form.donor.data or "").strip(),
        note=(form.note.data or "").strip(),
    )


def _receipt_page(form: ReceiptForm, refusal: RuleError | None = None) -> str:
    return render_template("points/goods/receipt_new.html", form=form, refusal=refusal)
