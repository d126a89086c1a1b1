"""The shelf, one product, the wish to be told of it, and what was chosen reserved."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import BadRequest, RuleError
from core.inputs import BadInput
from core.paging import page_key
from core.template_filters import tongue
from points.blueprint import bp
from points.goods.queries import prices, stock
from points.goods.queries.openings import serving_opening
from points.goods.rules import restock_watches, shops
from points.goods.words import LIMIT_WINDOW_WORDS
from points.ledger.queries import balances
from points.permissions import Permission
from points.redemptions.forms import ReserveForm, basket_of, wishes_of
from points.redemptions.queries import product_list, product_pages
from points.redemptions.queries.baskets import Basket, basket_in
from points.redemptions.rules import exchanges, reservations
from points.redemptions.rules.orders import Order
from teams.authority.act import Act
from teams.gate import authority, community, requires

AFFORDABLE = "affordable"


@bp.get("/supermarket", endpoint="supermarket")
@requires(Permission.COMMUNITY_READ)
def supermarket_page() -> ResponseReturnValue:
    """Show what the supermarket has to take, with the reason on each button."""
    return _products_page(ReserveForm(), basket_of(request.args))


def _products_page(
    form: ReserveForm, chosen: dict[int, int], refusal: RuleError | None = None
) -> str:
    session, now = db.session(), clock.now()
    member_id = authority().member_id or 0
    shop, opening = serving_opening(session, community(), now, tongue())
    wallet, balance = balances.wallet_and_balance(session, community(), member_id, now)
    allowance = product_list.allowance_of(session, community(), wallet.id if wallet else None, now)
    category = request.args.get("category", "")
    wanted = _wanted(member_id, category, min(balance.available, allowance.points_left))
    page = product_pages.goods_page(session, community(), wanted, chosen, now)
    basket = basket_in(page.chosen, chosen, balance.available)
    lines = product_list.product_lines(page.goods, chosen, balance, allowance, basket.points)
    return render_template(
        "points/redemptions/products.html",
        form=form,
        shop=shop,
        opening=opening,
        lines=product_pages.affordable(lines) if category == AFFORDABLE else lines,
        categories=page.categories,
        category=category,
        after=wanted.after_id,
        next_id=page.next_id,
        balance=balance,
        allowance=allowance,
        basket=basket,
        window_words=LIMIT_WINDOW_WORDS,
        watched=page.watched,
        refusal=refusal,
    )


def _wanted(member_id: int, category: str, most_points: int) -> product_pages.Wanted:
    """Read which goods to show; what one can afford costs no more than there is to spend."""
    after_id = page_key()
    if category != AFFORDABLE:
        return product_pages.Wanted(member_id, category, after_id=after_id)
    return product_pages.Wanted(member_id, most_points=max(0, most_points), after_id=after_id)


@bp.get("/supermarket/products/<id:product_id>")
@requires(Permission.COMMUNITY_READ)
def product(product_id: int) -> ResponseReturnValue:
    """Show one product: price, what is left, its limit, and every price it had."""
    session, now = db.session(), clock.now()
    shop = shops.serving(session, community().id)
    good = product_list.good_in(session, community(), product_id, now)
    chosen = basket_of(request.args)
    return render_template(
        "points/redemptions/product.html",
        good=good,
        shop=shop,
        prices=prices.price_log(session, community(), product_id),
        window_words=LIMIT_WINDOW_WORDS,
        basket=Basket.of(chosen),
        watched=product_list.watched(session, community(), authority().member_id or 0),
    )


@bp.post("/supermarket/products/<id:product_id>/watches")
@requires(Permission.POINTS_REDEEM)
def watch_product(product_id: int) -> ResponseReturnValue:
    """Remember that the reader wants to be told when a sold-out product is there again."""
    now, place, member_id = clock.now(), community(), authority().member_id or 0
    shop_id = shops.serving(db.session(), place.id).id

    def act(session: Session) -> None:
        product = stock.product_in(session, place, product_id)
        restock_watches.watch(Act(session, now), product, shop_id, member_id)

    run(act)
    flash(gettext("记下了，到货就告诉您一次。"), "success")
    return redirect(url_for(".product", product_id=product_id), code=303)


@bp.post("/supermarket/redemptions")
@requires(Permission.POINTS_REDEEM)
def reserve() -> ResponseReturnValue:
    """Keep what was chosen and show the code to collect it with."""
    form = ReserveForm()
    if not form.validate():
        raise BadRequest
    try:
        wishes = wishes_of(request.form.getlist("line"))
    except BadInput as unreadable:
        raise BadRequest from unreadable
    chosen = {wish.product_id: wish.quantity for wish in wishes}
    now, place, by = clock.now(), community(), authority()
    desk = exchanges.desk_of(db.session(), place)

    def act(session: Session) -> str:
        order = Order(
            community_id=place.id,
            shop_id=desk.shop_id,
            member_id=by.member_id or 0,
            wishes=wishes,
            actor_id=by.person_id,
            number=desk.number,
        )
        kept = reservations.reserve(Act(session, now, by=by, community=place), order)
        return url_for(".redemption", redemption_id=kept.id)

    try:
        leads_to = url_for(".redemption", redemption_id=desk.number)
        go_to = run_once(form.request_key.data or "", act, leads_to)
    except RuleError as refusal:
        return _products_page(ReserveForm(formdata=None), chosen, refusal), refusal.status
    flash(gettext("留好了。凭领取码来拿。"), "success")
    return redirect(go_to, code=303)
