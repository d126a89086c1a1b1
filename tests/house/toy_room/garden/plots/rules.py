"""Plots: watered by who holds them, taken back when they dry up."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from garden.permissions import Permission
from garden.plots.models import Plot
from garden.settings import GardenSettings
from teams.authority.act import Act
from teams.members.models import Community


def water(act: Act) -> None:
    """Water every plot of who makes the act. Raises NotAllowed."""
    act.by.refuse_unless(Permission.PLOT_WATER)
    held = select(Plot).where(
        Plot.community_id == act.community.id, Plot.member_id == act.by.member_id
    )
    for plot in act.session.scalars(held):
        plot.watered_on = act.today
        act.note("plot_watered", plot)


def take_back(session: Session, now: datetime) -> int:
    """Take back the plots nobody has watered for too long."""
    communities = session.scalars(select(Community)).all()
    return sum(_take_back(Act(session, now, community=each)) for each in communities)


def _take_back(act: Act) -> int:
    watered = act.today - timedelta(days=act.settings(GardenSettings).dry_days)
    dry = delete(Plot).where(Plot.community_id == act.community.id, Plot.watered_on < watered)
    return len(act.session.execute(dry.returning(Plot.id)).all())
