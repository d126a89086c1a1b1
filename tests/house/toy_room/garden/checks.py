"""What must always hold of the garden."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from garden.plots.models import Plot


def watered_after_given(session: Session) -> list[str]:
    """No plot was watered before it was given."""
    odd = session.scalars(select(Plot.id).where(Plot.watered_on < Plot.given_on).order_by(Plot.id))
    return [f"plot {plot_id} was watered before it was given" for plot_id in odd]
