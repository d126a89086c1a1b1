"""What the garden keeps of a member, for the own copy."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from garden.plots.models import Plot


def of_member(
    session: Session, community_id: int, member_id: int, _now: datetime
) -> dict[str, object]:
    """Return the plots of the member."""
    held = select(Plot.given_on, Plot.watered_on).where(
        Plot.community_id == community_id, Plot.member_id == member_id
    )
    return {"plots": [dict(row) for row in session.execute(held).mappings()]}
