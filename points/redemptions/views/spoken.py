"""A one-time code shown on a phone and scanned at the counter: who it is, and that they agree."""

from flask import redirect
from flask.typing import ResponseReturnValue

from core import clock
from core.db import db
from core.errors import RuleError
from points.redemptions.rules.counter_credentials import SpokenCode
from points.redemptions.rules.exchanges import Sale, Wish
from points.redemptions.views.counter_view import CounterView, opening_at, shop_id
from points.redemptions.views.scanning import counter_url
from points.redemptions.views.selling import sold
from points.redemptions.views.tries import refused
from teams.gate import community
from teams.members.queries import finding


def shown_at_the_counter(
    scanned: SpokenCode, member_id: int, chosen: dict[int, int]
) -> ResponseReturnValue:
    """Hand over what lies on the counter to who shows the code; with nothing there, serve them.

    Outside opening hours the counter asks why first, and no try is spent.
    Goods of somebody else who is being served are not taken along. The code is used up by a sale
    alone, so sending it twice sells once.
    """
    try:
        member = finding.the_member(db.session(), community(), scanned.volunteer_no)
    except RuleError as refusal:
        return refused(CounterView(member_id, chosen, refusal=refusal), refusal)
    taken = chosen if member_id in {0, member.id} else {}
    if not taken:
        return redirect(counter_url(member.id, {}), code=303)
    return _sold(member.id, member.person_id, scanned.code, taken)


def _sold(member_id: int, person_id: int, code: str, taken: dict[int, int]) -> ResponseReturnValue:
    sale = Sale(
        community_id=community().id,
        shop_id=shop_id(),
        member_id=member_id,
        credential=code,
        wishes=[Wish(product_id=key, quantity=count) for key, count in taken.items()],
    )
    return sold(
        sale, [person_id] if opening_at(clock.now()).is_open else [], CounterView(member_id, taken)
    )
