"""Everything the whole shop handed out today."""

from flask import render_template
from flask.typing import ResponseReturnValue

from core import clock
from core.db import db
from points.blueprint import bp
from points.permissions import Permission
from points.redemptions.queries import counter_lists
from teams.gate import community, requires


@bp.get("/stock/slips")
@requires(Permission.STOCK_MANAGE)
def stock_redemptions() -> ResponseReturnValue:
    """List everything the whole shop handed out today."""
    session, now = db.session(), clock.now()
    rows = counter_lists.handed_out(session, community(), now)
    points = sum(row.redemption.total_points for row in rows)
    return render_template("points/redemptions/stock_redemptions.html", rows=rows, points=points)
