"""The counter, full screen: find a person or a code, hand over a reservation, the own day."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import BadRequest, RuleError
from core.folding import plain
from points.blueprint import bp
from points.goods.rules import shops
from points.permissions import Permission
from points.redemptions.forms import CollectForm, SearchForm, basket_of
from points.redemptions.queries import counter_lists
from points.redemptions.rules import collecting as rules
from points.redemptions.rules import counter_credentials, exchanges, pick_up_codes
from points.redemptions.rules.collecting import Collection
from points.redemptions.views.counter_view import CounterView, counter_page, number_of
from points.redemptions.views.scanning import Found, counter_url, looked_up
from points.redemptions.views.selling import (
    as_before,
    is_unasked,
    pin_of,
    refuse_no_secrets,
    refused,
    spend_scan,
    spend_tries,
    with_tries_left,
)
from points.redemptions.views.spoken import shown_at_the_counter
from teams.authority.act import Act
from teams.gate import authority, community, requires


@bp.get("/counter")
@requires(Permission.SHOP_SELL)
def counter() -> ResponseReturnValue:
    """Show the counter: whom it serves, what they take, what went out today."""
    return counter_page(CounterView(number_of("member"), basket_of(request.args)))


@bp.post("/counter/searches")
@requires(Permission.SHOP_SELL)
def search_counter() -> ResponseReturnValue:
    """Find what was typed or scanned. It is sent, not asked: no address keeps a code or a name."""
    form, member_id, chosen = SearchForm(), number_of("member"), basket_of(request.form)
    words = (form.q.data or "").strip() if form.validate() else ""
    if not words:
        return redirect(counter_url(member_id, chosen), code=303)
    shown = counter_credentials.scanned_code(plain(words))
    if shown is not None:
        return shown_at_the_counter(shown, member_id, chosen)
    try:
        found = looked_up(db.session(), community(), words, member_id=member_id, chosen=chosen)
    except RuleError as refusal:
        return refused(CounterView(member_id, chosen, refusal=refusal), refusal)
    if found.go_to:
        return redirect(found.go_to, code=303)
    if not found.is_code:
        return counter_page(CounterView(member_id, chosen, found=found))
    return _scanned(words, found)


def _scanned(words: str, found: Found) -> ResponseReturnValue:
    now, by, session = clock.now(), authority(), db.session()
    try:
        shop_id = shops.serving(session, community().id).id
        spend_scan(by.person_id, shop_id, now)
        redemption = pick_up_codes.find_by_code(session, community().id, words)
        rules.refuse_uncollectable(Act(session, now), redemption, shop_id)
    except RuleError as refusal:
        return refused(CounterView(found=found, refusal=refusal), refusal)
    run(lambda writing: counter_credentials.right_scan(writing, by.person_id, redemption.shop_id))
    return counter_page(CounterView(member_id=redemption.member_id, redemption=redemption))


@bp.post("/counter/collections")
@requires(Permission.SHOP_SELL)
def collect() -> ResponseReturnValue:
    """Hand over a reservation, by its code or by the member's own credential."""
    form = CollectForm()
    if not form.validate():
        raise BadRequest
    now, place, by, redemption_id = (
        clock.now(),
        community(),
        authority(),
        number_of("redemption_id"),
    )
    desk = exchanges.desk_of(db.session(), place)
    asked = Collection(
        community_id=place.id,
        shop_id=desk.shop_id,
        code=form.code.data or "",
        redemption_id=redemption_id,
        credential=form.secret(),
        proxy=form.proxy(),
        witness=form.witness(),
        paper=form.paper(),
        off_hours_reason=form.reason(),
        calendar=desk.calendar,
    )

    def act(session: Session) -> str:
        done = rules.collect(Act(session, now, by=by, community=place), asked)
        if asked.code:
            counter_credentials.right_scan(session, by.person_id, asked.shop_id)
        return url_for(".counter", member=done.member_id)

    tried = [] if is_unasked(form, desk) else _tried(asked)
    try:
        refuse_no_secrets([pin_of(asked.witness), None if asked.code else asked.credential])
        if asked.code:
            spend_scan(by.person_id, asked.shop_id, now)
        spend_tries(tried, now)
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as wrong:
        refusal = with_tries_left(wrong, tried, now)
        return refused(as_before(form, number_of("member"), {}, refusal), refusal)
    flash(gettext("已发出。"), "success")
    return redirect(go_to, code=303)


def _tried(asked: Collection) -> list[int | None]:
    """Return whose secrets a collection is about to look at."""
    session = db.session()
    tried = [counter_credentials.witness_id(session, asked.community_id, asked.witness)]
    if asked.redemption_id and not asked.code:
        tried.append(
            counter_lists.redemption_in(session, community(), asked.redemption_id).member.person_id
        )
    return tried


@bp.get("/counter/today")
@requires(Permission.SHOP_SELL)
def counter_today() -> ResponseReturnValue:
    """List what this clerk handed out today."""
    session, now = db.session(), clock.now()
    rows = counter_lists.handed_out(session, community(), now, authority().person_id)
    return render_template(
        "points/redemptions/counter_today.html",
        rows=rows,
        points=sum(row.redemption.total_points for row in rows),
        now=now,
    )
