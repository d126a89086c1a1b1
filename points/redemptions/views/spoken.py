"""The one-time code of a phone: shown to its owner, scanned at the counter to serve or to sell."""

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.db import db, run
from core.errors import RuleError
from core.qr import qr
from points.blueprint import bp
from points.permissions import Permission
from points.redemptions.rules import counter_credentials, exchanges
from points.redemptions.rules.counter_credentials import SpokenCode
from points.redemptions.rules.orders import Sale, Wish
from points.redemptions.views.counter_view import CounterView
from points.redemptions.views.scanning import counter_url
from points.redemptions.views.selling import refused, sold
from teams.authority.act import Act
from teams.gate import authority, community, current_member, requires
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
    desk = exchanges.desk_of(db.session(), community())
    sale = Sale(
        community_id=community().id,
        shop_id=desk.shop_id,
        member_id=member_id,
        credential=code,
        wishes=[Wish(product_id=key, quantity=count) for key, count in taken.items()],
        calendar=desk.calendar,
        number=desk.number,
    )
    is_open = desk.calendar.is_open(clock.now())
    return sold(sale, [person_id] if is_open else [], CounterView(member_id, taken))


@bp.post("/points/counter-codes")
@requires(Permission.POINTS_REDEEM)
def new_counter_code() -> ResponseReturnValue:
    """Make a spoken code for the counter and show it once."""
    now, person_id = clock.now(), authority().person_id
    code = run(lambda session: counter_credentials.new_code(Act(session, now), person_id))
    mine = current_member(db.session()).volunteer_no
    answer = Response(
        render_template(
            "points/redemptions/counter_code.html",
            code=f"{code[:3]} {code[3:]}",
            picture=qr(
                str(counter_credentials.SpokenCode(mine, code)), gettext("柜台口令的二维码")
            ),
            seconds=int(counter_credentials.CODE_LASTS.total_seconds()),
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
