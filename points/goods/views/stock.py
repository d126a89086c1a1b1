"""Goods for the keeper: the list, new products, prices, shelf on and off, write-off, which shop."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.paging import turn
from core.template_filters import tongue
from core.toasts import toast
from points.blueprint import bp
from points.goods.forms.goods import PriceForm, ProductForm, WriteOffForm
from points.goods.models import LimitWindow, Product
from points.goods.queries import prices, stock
from points.goods.queries.openings import opening_of
from points.goods.queries.stock import GoodsFilter
from points.goods.rules import deliveries, goods, shops
from points.goods.rules.goods import ProductFields
from points.goods.words import LIMIT_WINDOW_WORDS
from points.permissions import Permission
from points.settings import PointsSettings
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.gate import authority, community, local_today, requires


@bp.get("/stock/products")
@requires(Permission.STOCK_MANAGE)
def products() -> ResponseReturnValue:
    """List all products with price and stock; the shelf shows those put on it."""
    session, now = db.session(), clock.now()
    shop = shops.serving_or_none(session, community().id)
    words, is_low = request.args.get("q", "")[:60], "low" in request.args
    values = settings_of(session, community().id, PointsSettings, local_today())
    wanted = GoodsFilter(words, values.low_stock_items if is_low else None)
    at = stock.PlaceNow(session, community(), shop, now)
    page, count = stock.products(at, wanted, turn())
    kept = ({"q": words} if words else {}) | ({"low": "1"} if is_low else {})
    return render_template(
        "points/goods/products.html",
        rows=page.rows,
        count=count,
        words=words,
        is_low=is_low,
        low_from=values.low_stock_items,
        beside=page.urls(".products", kept),
        window_words=LIMIT_WINDOW_WORDS,
        shop=shop,
        opening=opening_of(session, community(), shop, now, tongue()) if shop else None,
        shops=stock.shops_of(session, community()),
    )


@bp.post("/stock/shops/<id:shop_id>/choice")
@requires(Permission.STOCK_MANAGE)
def choose_shop(shop_id: int) -> ResponseReturnValue:
    """Let this shop serve: goods come in there, shelf and counter show and sell its stock."""
    now, community_id, by = clock.now(), community().id, authority()
    name = run(lambda session: shops.choose(Act(session, now, by=by), community_id, shop_id).name)
    toast(gettext("从现在起由“%(name)s”进货、上架、发放。", name=name))
    return redirect(url_for(".products"), code=303)


@bp.route("/stock/products/new", methods=["GET", "POST"])
@requires(Permission.STOCK_MANAGE)
def new_product() -> ResponseReturnValue:
    """Add a product; it stays off the shelf until it has a price."""
    form = ProductForm()
    if request.method == "GET" or not form.validate():
        return _product_page(form, None), 200 if request.method == "GET" else 400
    now, place, by, fields = clock.now(), community(), authority(), _fields(form)
    try:
        made = run(
            lambda session: goods.add_product(Act(session, now, by=by, community=place), fields).id
        )
    except RuleError as refusal:
        return _product_page(form, None, refusal), refusal.status
    flash(gettext("已登记，定好积分价就能上架。"), "success")
    return redirect(url_for(".stock_product", product_id=made), code=303)


def _fields(form: ProductForm) -> ProductFields:
    return ProductFields(
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
    form: ProductForm,
    product: Product | None,
    refusal: RuleError | None = None,
    price_form: PriceForm | None = None,
    write_off_form: WriteOffForm | None = None,
) -> str:
    session = db.session()
    return render_template(
        "points/goods/stock_product.html",
        form=form,
        product=product,
        prices=prices.price_log(session, community(), product.id) if product else [],
        batches=stock.batches(session, community(), product.id) if product else [],
        price_form=price_form or PriceForm(formdata=None),
        write_off_form=write_off_form or WriteOffForm(formdata=None),
        refusal=refusal,
    )


@bp.route("/stock/products/<id:product_id>", methods=["GET", "POST"])
@requires(Permission.STOCK_MANAGE)
def stock_product(product_id: int) -> ResponseReturnValue:
    """Show one product to its keeper and take corrections."""
    product = stock.product_in(db.session(), community(), product_id)
    form = ProductForm(obj=product)
    if request.method == "GET" or not form.validate():
        return _product_page(form, product), 200 if request.method == "GET" else 400
    now, place, by, fields = clock.now(), community(), authority(), _fields(form)

    def act(session: Session) -> None:
        goods.change_product(
            Act(session, now, by=by), stock.product_in(session, place, product_id), fields
        )

    try:
        run(act)
    except RuleError as refusal:
        return _product_page(form, product, refusal), refusal.status
    flash(gettext("已改好。"), "success")
    return redirect(url_for(".stock_product", product_id=product_id), code=303)


def _kept_page(
    product_id: int,
    refusal: RuleError | None = None,
    *,
    price_form: PriceForm | None = None,
    write_off_form: WriteOffForm | None = None,
) -> str:
    """Show a product again with what was typed into one of its smaller forms."""
    product = stock.product_in(db.session(), community(), product_id)
    form = ProductForm(formdata=None, obj=product)
    return _product_page(
        form, product, refusal, price_form=price_form, write_off_form=write_off_form
    )


@bp.post("/stock/products/<id:product_id>/prices")
@requires(Permission.PRICE_SET)
def new_price(product_id: int) -> ResponseReturnValue:
    """Let a new price count from now on."""
    form = PriceForm()
    if not form.validate():
        return _kept_page(product_id, price_form=form), 400
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> str:
        product = stock.product_in(session, place, product_id)
        goods.set_price(
            Act(session, now, by=by), product, form.price_points.value, form.reason.data or ""
        )
        return url_for(".stock_product", product_id=product_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _kept_page(product_id, refusal, price_form=form), refusal.status
    flash(gettext("新的积分价从现在算起，已留的预约按原价。"), "success")
    return redirect(go_to, code=303)


@bp.post("/stock/products/<id:product_id>/shelf-state")
@requires(Permission.STOCK_MANAGE)
def shelf_state(product_id: int) -> ResponseReturnValue:
    """Put a product on the shelf or take it off."""
    wanted = request.form.get("is_on_shelf") == "1"
    now, place, by = clock.now(), community(), authority()

    def act(session: Session) -> None:
        product = stock.product_in(session, place, product_id)
        goods.set_on_shelf(Act(session, now, by=by), product, is_on_shelf=wanted)

    run(act)
    flash(gettext("已上架。") if wanted else gettext("已下架，已留的预约照样能领。"), "success")
    return redirect(url_for(".stock_product", product_id=product_id), code=303)


@bp.post("/stock/batches/<id:batch_id>/write-offs")
@requires(Permission.STOCK_MANAGE)
def write_off(batch_id: int) -> ResponseReturnValue:
    """Take spoilt pieces of a batch out of stock."""
    form = WriteOffForm()
    now, place, by = clock.now(), community(), authority()
    product_id = stock.batch_in(db.session(), place, batch_id).product_id
    if not form.validate():
        return _kept_page(product_id, write_off_form=form), 400

    def act(session: Session) -> str:
        batch = stock.batch_in(session, place, batch_id)
        deliveries.write_off(
            Act(session, now, by=by), batch, form.quantity.value, form.reason.data or ""
        )
        return url_for(".stock_product", product_id=product_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _kept_page(product_id, refusal, write_off_form=form), refusal.status
    flash(gettext("已报损。"), "success")
    return redirect(go_to, code=303)
