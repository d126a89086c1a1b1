"""The page of one's own plots."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from core import clock
from core.db import db, run
from garden.blueprint import bp
from garden.permissions import Permission
from garden.plots import rules
from garden.plots.models import Plot
from teams.authority.act import Act
from teams.gate import authority, community, in_community, requires


@bp.get("/plots")
@requires(Permission.OWN_DATA)
def plots() -> ResponseReturnValue:
    """Say how many plots the reader holds."""
    own = select(func.count()).where(
        Plot.community_id == community().id, Plot.member_id == authority().member_id
    )
    return render_template("garden/plots/plots.html", held=db.session().scalar(own))


@bp.post("/plots/waterings")
@requires(Permission.PLOT_WATER)
def water_plots() -> ResponseReturnValue:
    """Water one's own plots."""
    by, now = authority(), clock.now()
    run(in_community(lambda session, here: rules.water(Act(session, now, by=by, community=here))))
    return redirect(url_for(".plots"), code=303)
