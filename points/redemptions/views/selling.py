"""A sale at the counter, and the tries counted there before any secret is looked at.

It is agreed to by a PIN that was typed or a code that was shown. What is refused stays on the
counter, so that the next person is served while one has to wait.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import note_refusal, run_once
from core import clock
from core.db import db, run
from core.errors import BadRequest, RuleError
from core.inputs import BadInput
from core.paging import row_number
from points.blueprint import bp
from points.ledger.rules.refusals import (
    CredentialNotSixDigits,
    CredentialWrong,
    CredentialWrongLast,
    CredentialWrongStill,
    TriesUsedUp,
)
from points.permissions import Permission
from points.redemptions.forms import CollectForm, SellForm, wishes_of
from points.redemptions.rules import counter_credentials, exchanges
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.orders import Desk, Sale
from points.redemptions.views.counter_view import CounterView, counter_page
from teams.authority.act import Act
from teams.gate import authority, community, requires


@bp.post("/counter/sales")
@requires(Permission.SHOP_SELL)
def sell() -> ResponseReturnValue:
    """Sell what was scanned to the member who is known to be there."""
    form = SellForm()
    member_id = row_number(form.member_id.data or "") or 0
    try:
        wishes = wishes_of(request.form.getlist("line"))
    except BadInput as unreadable:
        raise BadRequest from unreadable
    chosen = {wish.product_id: wish.quantity for wish in wishes}
    if not form.validate():
        return counter_page(as_before(form, member_id, chosen, CredentialWrong())), 400
    place, witness = community(), form.witness()
    desk = exchanges.desk_of(db.session(), place, member_id, witness)
    tried = [] if is_unasked(form, desk) else desk.tried
    sale = Sale(
        community_id=place.id,
        shop_id=desk.shop_id,
        member_id=member_id,
        credential=form.secret(),
        wishes=wishes,
        proxy=form.proxy(),
        witness=witness,
        paper=form.paper(),
        off_hours_reason=form.reason(),
        calendar=desk.calendar,
        number=desk.number,
    )
    again = as_before(form, member_id, chosen)
    return sold(sale, tried, again, form.request_key.data or "")


def sold(
    sale: Sale, tried: list[int | None], again: CounterView, request_key: str | None = None
) -> ResponseReturnValue:
    """Sell and lead on to the counter; what is refused shows `again` with the refusal on it.

    tried: whose secrets are about to be looked at. request_key: the form's, so that it sells once;
    a code that was shown is used up by the sale and has none.
    """
    now, by, here = clock.now(), authority(), community()

    def act(session: Session) -> str:
        done = exchanges.sell(Act(session, now, by=by, community=here), sale)
        return url_for(".counter", sold=done.id)

    try:
        refuse_no_secrets([sale.credential, pin_of(sale.witness)])
        spend_tries(tried, now)
        leads_to = url_for(".counter", sold=sale.number)
        go_to = run(act) if request_key is None else run_once(request_key, act, leads_to)
    except RuleError as wrong:
        refusal = with_tries_left(wrong, tried, now)
        return refused(replace(again, refusal=refusal), refusal)
    pieces = sum(wish.quantity for wish in sale.wishes)
    flash(gettext("已发出 %(pieces)s 件。", pieces=pieces), "success")
    return redirect(go_to, code=303)


def pin_of(witness: Witness | None) -> str | None:
    """Return what the second person typed, None when there is none."""
    return witness.pin if witness is not None else None


def spend_tries(person_ids: list[int | None], now: datetime) -> None:
    """Count a try for everybody whose secret is about to be looked at. Raises TriesUsedUp."""
    for person_id in person_ids:
        if person_id is not None:
            _spend_try(person_id, now)


def _spend_try(person_id: int, now: datetime) -> None:
    _refuse_waiting(
        run(lambda session: counter_credentials.spend_try(Act(session, now), person_id)), now
    )


def spend_scan(person_id: int, at_shop: int, now: datetime) -> None:
    """Count one pick-up code typed or scanned by a clerk at a shop. Raises TriesUsedUp."""
    wait = run(
        lambda session: counter_credentials.spend_scan(Act(session, now), person_id, at_shop)
    )
    _refuse_waiting(wait, now)


def _refuse_waiting(wait: int, now: datetime) -> None:
    if wait:
        raise TriesUsedUp(wait, until=_clock_after(wait, now))


def _clock_after(wait: int, now: datetime) -> str:
    """Return the local time of day when a wait is over, the minute begun counted whole."""
    until = clock.minute_after(now + timedelta(seconds=wait))
    return f"{clock.local(until, community().zone):%H:%M}"


def refuse_no_secrets(secrets: list[str | None]) -> None:
    """Refuse what cannot be a PIN before a try is spent on it. Raises CredentialNotSixDigits."""
    if not all(counter_credentials.is_secret(each) for each in secrets if each is not None):
        raise CredentialNotSixDigits


def with_tries_left(refusal: RuleError, person_ids: list[int | None], now: datetime) -> RuleError:
    """Return a wrong credential with the tries that are left, or until when none is."""
    tried = [each for each in person_ids if each is not None]
    if isinstance(refusal, CredentialWrong) and tried:
        run(lambda session: _note_wrong(Act(session, now), tried))
    if type(refusal) is not CredentialWrong or not tried:
        return refusal
    left = min(counter_credentials.tries_left(Act(db.session(), now), each) for each in tried)
    if left:
        return CredentialWrongStill(left=left)
    wait = max(counter_credentials.wait_of(Act(db.session(), now), each) for each in tried)
    return CredentialWrongLast(until=_clock_after(wait, now))


def _note_wrong(act: Act, person_ids: list[int]) -> None:
    for person_id in sorted(set(person_ids)):
        counter_credentials.note_wrong(act, person_id)


def refused(counter: CounterView, refusal: RuleError) -> ResponseReturnValue:
    """Show the counter with a refusal on it; what was chosen stays, and a wait is in the trail."""
    answer = Response(counter_page(counter), refusal.status)
    if isinstance(refusal, TriesUsedUp):
        answer.headers["Retry-After"] = str(refusal.wait_seconds)
        note_refusal(refusal)
    return answer


def is_unasked(form: CollectForm | SellForm, desk: Desk) -> bool:
    """Say whether the rule will ask why goods go out now: then no secret is looked at."""
    return not form.reason() and not desk.calendar.is_open(clock.now())


def as_before(
    form: CollectForm | SellForm,
    member_id: int,
    chosen: dict[int, int],
    refusal: RuleError | None = None,
) -> CounterView:
    """Return the counter as it stood before a refusal, with what was noted."""
    return CounterView(
        member_id,
        chosen,
        refusal=refusal,
        paper=form.paper(),
        proxy=form.proxy(),
        off_hours_reason=form.reason(),
    )
