"""A redemption on paper: looked at, counted when printed, marked 副本 from the second on."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.db import db, run
from core.errors import NotFound
from core.masking import name_for_staff
from points.blueprint import bp
from points.permissions import Permission
from points.redemptions.models import Redemption
from points.redemptions.queries import counter_lists
from points.redemptions.rules import redemption_lines
from teams.authority.act import Act
from teams.gate import authority, community, requires


@bp.get("/redemptions/<id:redemption_id>/slip")
@requires(Permission.OWN_DATA)
def redemption_slip(redemption_id: int) -> ResponseReturnValue:
    """Show the redemption for the 80 mm printer: the member's own, or any for a clerk or keeper."""
    redemption, by = (
        counter_lists.redemption_in(db.session(), community(), redemption_id),
        authority(),
    )
    if (
        redemption.member_id != by.member_id
        and not by.may(Permission.SHOP_SELL)
        and not by.may(Permission.STOCK_MANAGE)
    ):
        raise NotFound
    return render_template(
        "points/redemptions/slip.html",
        redemption=redemption,
        name=name_for_staff(redemption.member.person.name),
        handler=counter_lists.handler_of(db.session(), redemption),
        lines=counter_lists.lines_of(db.session(), community(), redemption_id),
        copy=_copy(redemption),
        printed_at=clock.now(),
    )


def _copy(redemption: Redemption) -> int | None:
    """Return 0 for the first print, 1 and on for copies, None for a look that was not counted."""
    counted = request.args.get("print", "")
    return (
        redemption.prints - 1 if redemption.prints and counted == str(redemption.prints) else None
    )


@bp.post("/redemptions/<id:redemption_id>/prints")
@requires(Permission.SHOP_SELL)
def print_slip(redemption_id: int) -> ResponseReturnValue:
    """Count one more print of a redemption, and show it ready for the printer."""
    now, by, place_id = clock.now(), authority(), community().id
    prints = run(
        lambda session: redemption_lines.note_print(
            Act(session, now, by=by), place_id, redemption_id
        )
    )
    return redirect(
        url_for(".redemption_slip", redemption_id=redemption_id, print=prints), code=303
    )
