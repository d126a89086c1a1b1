"""A sale at the counter, agreed to by a PIN that was typed or a code that was shown."""

from dataclasses import replace

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import run
from core.errors import RuleError
from points.redemptions.rules import exchanges
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.exchanges import Sale
from points.redemptions.views.counter_view import CounterView
from points.redemptions.views.tries import refuse_no_secrets, refused, spend_tries, with_tries_left
from teams.authority.act import Act
from teams.gate import authority


def sold(
    sale: Sale, tried: list[int | None], again: CounterView, request_key: str | None = None
) -> ResponseReturnValue:
    """Sell and lead on to the counter; what is refused shows `again` with the refusal on it.

    tried: whose secrets are about to be looked at. request_key: the form's, so that it sells once;
    a code that was shown is used up by the sale and has none.
    """
    now, by = clock.now(), authority()

    def act(session: Session) -> str:
        return url_for(".counter", sold=exchanges.sell(Act(session, now, by=by), sale).id)

    try:
        refuse_no_secrets([sale.credential, pin_of(sale.witness)])
        spend_tries(tried, now)
        go_to = run(act) if request_key is None else run_once(request_key, act)
    except RuleError as wrong:
        refusal = with_tries_left(wrong, tried, now)
        return refused(replace(again, refusal=refusal), refusal)
    pieces = sum(wish.quantity for wish in sale.wishes)
    flash(gettext("已发出 %(pieces)s 件。", pieces=pieces), "success")
    return redirect(go_to, code=303)


def pin_of(witness: Witness | None) -> str | None:
    """Return what the second person typed, None when there is none."""
    return witness.pin if witness is not None else None
