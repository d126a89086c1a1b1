"""Goods behind the counter: the list, prices, what comes in and what is written off."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import BadRequest, RuleError
from core.permissions import Permission
from points.forms import PriceForm, ProductForm, ReceiptForm, WriteOffForm
from points.models import LimitWindow, Product
from points.queries import shelf, stockroom, tills
from points.rules import goods, receipts
from points.rules.goods import ProductFacts
from points.rules.receipts import Arrival, Delivery
from points.views.routes import bp
from points.words import LIMIT_WINDOW_WORDS, RECEIPT_SOURCE_WORDS
from teams.gate import authority, community, requires


@bp.get("/stock/products")
@requires(Permission.STOCK_MANAGE)
def products() -> ResponseReturnValue:
    """List all products with price and stock; the shelf shows those put on it."""
    session, now = db.session(), clock.now()
    shop = stockroom.shop_or_none(session, community())
    return render_template(
        "points/products.html",
        rows=stockroom.products(session, community(), shop, now),
        window_words=LIMIT_WINDOW_WORDS,
        shop=shop,
    )


@bp.get("/stock/slips")
@requires(Permission.STOCK_MANAGE)
def stock_slips() -> ResponseReturnValue:
    """List everything the whole shop handed out today."""
    session, now = db.session(), clock.now()
    rows = tills.slips_out(session, community(), now)
    points = sum(row.slip.total_points for row in rows)
    return render_template("points/stock_slips.html", rows=rows, points=points)


@bp.route("/stock/products/new", methods=["GET", "POST"])
@requires(Permission.STOCK_MANAGE)
def new_product() -> ResponseReturnValue:
    """Add a product; it stays off the shelf until it has a price."""
    form = ProductForm()
    if request.method == "GET" or not form.validate():
        return _product_page(form, None), 200 if request.method == "GET" else 400
    now, place, by, facts = clock.now(), community(), authority(), _facts(form)
    try:
        made = run(lambda session: goods.add_product(session, place, facts, by, now).id)
    except RuleError as refusal:
        return _product_page(form, None, refusal), refusal.status
    flash(gettext("已登记，定好积分价就能上架。"), "success")
    return redirect(url_for(".stock_product", product_id=made), code=303)


def _facts(form: ProductForm) -> ProductFacts:
    return ProductFacts(
        code=(form.code.data or "").strip(),
        name=(form.name.data or "").strip(),
        unit=(form.unit.data or "").strip(),
        specification=(form.specification.data or "").strip(),
        category=(form.category.data or "").strip(),
        picture=form.picture.data,
        barcode=form.barcode.value,
        limit_quantity=form.limit_quantity.value or 0,
        limit_window=LimitWindow(form.limit_window.data),
        needs_best_before=form.needs_best_before.data,
    )


def _product_page(
    form: ProductForm, product: Product | None, refusal: RuleError | None = None
) -> str:
    session = db.session()
    return render_template(
        "points/stock_product.html",
        form=form,
        product=product,
        prices=shelf.price_log(session, community(), product.id) if product else [],
        batches=stockroom.batches(session, community(), product.id) if product else [],
        price_form=PriceForm(formdata=None),
        write_off_form=WriteOffForm(formdata=None),
        refusal=refusal,
    )


@bp.route("/stock/products/<id:product_id>", methods=["GET", "POST"])
@requires(Permission.STOCK_MANAGE)
def stock_product(product_id: int) -> ResponseReturnValue:
    """Show one product to its keeper and take corrections."""
    product = shelf.product_in(db.session(), community(), product_id)
    form = ProductForm(obj=product)
    if request.method == "GET" or not form.validate():
        return _product_page(form, product), 200 if request.method == "GET" else 400
    now, place, by, facts = clock.now(), community(), authority(), _facts(form)

    def act(session: Session) -> None:
        goods.change_product(session, shelf.product_in(session, place, product_id), facts, by, now)

    try:
        run(act)
    except RuleError as refusal:
        return _product_page(form, product, refusal), refusal.status
    flash(gettext("已改好。"), "success")
    return redirect(url_for(".stock_product", product_id=product_id), code=303)


@bp.post("/stock/products/<id:product_id>/prices")
@requires(Permission.PRICE_SET)
def new_price(product_id: int) -> ResponseReturnValue:
    """Let a new price count from now on."""
    form = PriceForm()
    if not form.validate():
        raise BadRequest
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> str:
        product = shelf.product_in(session, place, product_id)
        goods.set_price(session, product, form.price_points.value, by, now, form.reason.data or "")
        return url_for(".stock_product", product_id=product_id)

    go_to = run_once(form.request_key.data or "", act)
    flash(gettext("新的积分价从现在算起，已留的预约按原价。"), "success")
    return redirect(go_to, code=303)


@bp.post("/stock/products/<id:product_id>/shelf-state")
@requires(Permission.STOCK_MANAGE)
def shelf_state(product_id: int) -> ResponseReturnValue:
    """Put a product on the shelf or take it off."""
    wanted = request.form.get("is_on_shelf") == "1"
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> None:
        product = shelf.product_in(session, place, product_id)
        goods.set_on_shelf(session, product, by, now, is_on_shelf=wanted)

    run(act)
    flash(gettext("已上架。") if wanted else gettext("已下架，已留的预约照样能领。"), "success")
    return redirect(url_for(".stock_product", product_id=product_id), code=303)


@bp.post("/stock/batches/<id:batch_id>/write-offs")
@requires(Permission.STOCK_MANAGE)
def write_off(batch_id: int) -> ResponseReturnValue:
    """Take spoilt pieces of a batch out of stock."""
    form = WriteOffForm()
    if not form.validate():
        raise BadRequest
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> str:
        batch = stockroom.batch_in(session, place, batch_id)
        quantity, reason = form.quantity.value, form.reason.data or ""
        receipts.write_off(session, batch, quantity, by, now, reason)
        return url_for(".stock_product", product_id=batch.product_id)

    go_to = run_once(form.request_key.data or "", act)
    flash(gettext("已报损。"), "success")
    return redirect(go_to, code=303)


@bp.get("/stock/receipts")
@requires(Permission.STOCK_MANAGE)
def stock_receipts() -> ResponseReturnValue:
    """List what came in, newest first."""
    rows = stockroom.receipts(db.session(), community(), request.args.get("before", ""))
    shown = rows[: stockroom.RECEIPTS_A_PAGE]
    return render_template(
        "points/receipts.html",
        rows=shown,
        next_id=shown[-1].receipt.id if len(rows) > len(shown) else None,
        source_words=RECEIPT_SOURCE_WORDS,
    )


@bp.route("/stock/receipts/new", methods=["GET", "POST"])
@requires(Permission.STOCK_MANAGE)
def new_receipt() -> ResponseReturnValue:
    """Take in one delivery, bought or given."""
    form = ReceiptForm()
    known = stockroom.product_choices(db.session(), community())
    form.product_id.choices = [SelectChoice(key, words) for key, words in known]
    if request.method == "GET" or not form.validate():
        return _receipt_page(form), 200 if request.method == "GET" else 400
    now, place, by = clock.now(), community(), authority()
    arrival = Arrival(
        product_id=form.product_id.data, quantity=form.quantity.value,
        expires_on=form.expires_on.value, unit_cost_fen=form.unit_cost.value or 0,
    )  # fmt: skip
    words = {"donor": (form.donor.data or "").strip(), "note": (form.note.data or "").strip()}

    def act(session: Session) -> str:
        shop = goods.open_shop(session, place)
        delivery = Delivery(
            shop_id=shop.id, arrivals=[arrival], source=form.receipt_source(), **words
        )
        receipts.receive(session, place.id, delivery, by, now)
        return url_for(".stock_receipts")

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _receipt_page(form, refusal), refusal.status
    flash(gettext("已入库。"), "success")
    return redirect(go_to, code=303)


def _receipt_page(form: ReceiptForm, refusal: RuleError | None = None) -> str:
    return render_template("points/receipt_new.html", form=form, refusal=refusal)
