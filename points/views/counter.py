"""The counter, full screen: find a person, hand over by code, sell, and today's slips."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import BadRequest, RuleError, TooManyTries
from core.inputs import BadInput
from core.masking import name_for_staff, volunteer_number_tail
from core.permissions import Permission
from points.forms import CollectForm, SellForm, basket_of, wishes_of
from points.models import Redemption
from points.queries import shelf, tills, wallets
from points.queries.baskets import Basket, basket_in
from points.rules import counter as rules
from points.rules import identity, slips
from points.rules.counter import Collection, Sale
from points.rules.refusals import ProofWrong
from points.views.routes import bp
from points.views.scanning import Found, looked_up
from teams.gate import authority, community, requires
from teams.models import Member

LONGEST_ID = 18
MOST_TODAY = 500


@dataclass(frozen=True, slots=True)
class Till:
    """What one view of the counter shows besides the day's slips."""

    member_id: int = 0
    chosen: dict[int, int] | None = None
    slip: Redemption | None = None
    found: Found | None = None
    refusal: RuleError | None = None


@bp.get("/counter")
@requires(Permission.SHOP_SELL)
def counter() -> ResponseReturnValue:
    """Show the till: whom it serves, what they take, what went out today."""
    member_id, chosen = _number("member"), basket_of(request.args)
    words = request.args.get("q", "").strip()
    if not words:
        return _till(Till(member_id, chosen))
    found = looked_up(db.session(), community(), words, member_id=member_id, chosen=chosen)
    if found.go_to:
        return redirect(found.go_to, code=303)
    if not found.is_code:
        return _till(Till(member_id, chosen, found=found))
    return _scanned(words, found)


def _scanned(words: str, found: Found) -> ResponseReturnValue:
    now, by = clock.now(), authority()
    wait = run(lambda session: identity.spend_scan(session, by.person_id, now))
    if wait:
        raise TooManyTries(wait)
    session = db.session()
    try:
        slip = rules.find_by_code(session, community().id, words)
        rules.refuse_uncollectable(session, slip, _shop_id(), now)
    except RuleError as refusal:
        return _till(Till(found=found, refusal=refusal)), refusal.status
    run(lambda writing: identity.forget_scans(writing, by.person_id))
    return _till(Till(member_id=slip.member_id, slip=slip))


def _number(name: str) -> int:
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def _shop_id() -> int:
    return shelf.shop_of(db.session(), community()).id


def _till(till: Till) -> str:
    session, now = db.session(), clock.now()
    waits_for = 0 if till.slip else till.member_id
    return render_template(
        "points/counter.html",
        view=_view(till),
        now=now,
        slip_lines=tills.lines_of(session, community(), till.slip.id) if till.slip else [],
        day=tills.day_of(session, community(), waits_for, now),
        sell_form=SellForm(formdata=None),
        collect_form=CollectForm(formdata=None),
    )


def _view(till: Till) -> dict[str, object]:
    served = _served(till) if till.member_id else None
    team = served.member.home_team if served else None
    return {
        "served": served,
        "slip": till.slip,
        "code": slips.code_of(till.slip) if till.slip else "",
        "found": till.found,
        "offers": _offers(till) if till.found else [],
        "refusal": till.refusal,
        "name": name_for_staff(served.member.person.name) if served else "",
        "colour": team.colour.value if team else "green",
    }


def _offers(till: Till) -> list[tuple[str, str, str]]:
    """Return what may be chosen among several finds: words, address, and what tells them apart."""
    found, chosen = till.found or Found(""), till.chosen or {}
    people = [
        (
            name_for_staff(each.person.name),
            url_for(".counter", member=each.id),
            volunteer_number_tail(each.volunteer_no),
        )
        for each in found.people
    ]
    products = [
        (
            each.name,
            url_for(".counter", member=till.member_id, **Basket.of(chosen).query(each.id, 1)),  # type: ignore[arg-type]
            each.specification,
        )
        for each in found.products
    ]
    return people + products


@dataclass(frozen=True, slots=True)
class Served:
    """The member at the till with what they have, may take, and chose."""

    member: Member
    balance: wallets.Balance
    allowance: shelf.Allowance | None
    basket: Basket
    lines: list[shelf.ShelfLine]
    is_own: bool


def _served(till: Till) -> Served:
    session, now = db.session(), clock.now()
    member = tills.member_in(session, community(), till.member_id)
    wallet = wallets.wallet_in(session, community(), member.id)
    is_own = member.person_id == authority().person_id
    if till.slip is not None:
        kept = wallets.Balance(wallet.posted, wallet.held) if wallet else wallets.Balance()
        return Served(member, kept, None, Basket(), [], is_own)
    balance = wallets.balance_in(session, community(), wallet, now)
    allowance = shelf.allowance_of(session, community(), wallet.id if wallet else None, now)
    chosen = till.chosen or {}
    goods = _chosen_goods(session, chosen)
    lines = shelf.shelf_lines(goods, chosen, balance, allowance)
    basket = basket_in(goods, chosen, balance.available)
    return Served(member, balance, allowance, basket, lines, is_own)


def _chosen_goods(session: Session, chosen: dict[int, int]) -> list[shelf.Good]:
    if not chosen:
        return []
    goods = shelf.goods_on_shelf(session, community(), clock.now())
    return [good for good in goods if good.product.id in chosen]


def _spend_tries(person_ids: list[int | None]) -> None:
    """Count a try for everybody whose PIN is about to be looked at. Raises TooManyTries."""
    now = clock.now()
    for person_id in person_ids:
        if person_id is None:
            continue
        wait = run(lambda session, each=person_id: identity.spend_try(session, each, now))  # type: ignore[misc]
        if wait:
            raise TooManyTries(wait)


@bp.post("/counter/collections")
@requires(Permission.SHOP_SELL)
def collect() -> ResponseReturnValue:
    """Hand over a reservation, by its code or by the member's own proof."""
    form = CollectForm()
    if not form.validate():
        raise BadRequest
    now, place, by, shop_id = clock.now(), community(), authority(), _shop_id()
    witness, slip_id = form.witness(), _number("slip_id")
    tried = [identity.witness_id(db.session(), place.id, witness)]
    if slip_id and not form.code.data:
        tried.append(tills.slip_in(db.session(), place, slip_id).member.person_id)
    _spend_tries(tried)
    asked = Collection(
        community_id=place.id, shop_id=shop_id, code=form.code.data or "", slip_id=slip_id,
        proof=form.proof.data or "", proxy=form.proxy(), witness=witness,
    )  # fmt: skip

    def act(session: Session) -> str:
        done = rules.collect(session, asked, by, now)
        return url_for(".counter", member=done.member_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _till(Till(_number("member"), refusal=refusal)), refusal.status
    flash(gettext("已发出。"), "success")
    return redirect(go_to, code=303)


@bp.post("/counter/sales")
@requires(Permission.SHOP_SELL)
def sell() -> ResponseReturnValue:
    """Sell what was scanned to the member who proved to be there."""
    form = SellForm()
    member_id = _number("member_id")
    try:
        wishes = wishes_of(request.form.getlist("line"))
    except BadInput as unreadable:
        raise BadRequest from unreadable
    chosen = {wish.product_id: wish.quantity for wish in wishes}
    if not form.validate():
        return _till(Till(member_id, chosen, refusal=ProofWrong())), 400
    now, place, by, shop_id = clock.now(), community(), authority(), _shop_id()
    member, witness = tills.member_in(db.session(), place, member_id), form.witness()
    _spend_tries([member.person_id, identity.witness_id(db.session(), place.id, witness)])
    sale = Sale(
        community_id=place.id, shop_id=shop_id, member_id=member_id,
        proof=form.proof.data or "", wishes=wishes, proxy=form.proxy(), witness=witness,
    )  # fmt: skip

    def act(session: Session) -> str:
        return url_for(".counter", sold=rules.sell(session, sale, by, now).id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        return _till(Till(member_id, chosen, refusal=refusal)), refusal.status
    flash(gettext("已发出 %(pieces)s 件。", pieces=sum(chosen.values())), "success")
    return redirect(go_to, code=303)


@bp.get("/counter/today")
@requires(Permission.SHOP_SELL)
def counter_today() -> ResponseReturnValue:
    """List everything that went out today."""
    session, now = db.session(), clock.now()
    rows = tills.slips_out(session, community(), now, most=MOST_TODAY)
    return render_template(
        "points/counter_today.html",
        rows=rows,
        points=sum(row.slip.total_points for row in rows),
        now=now,
    )
