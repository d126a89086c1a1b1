"""The price that counts at a moment, as a part of larger reads."""

from datetime import datetime

from sqlalchemy import BindParameter, ScalarSelect, select
from sqlalchemy.orm import Session

from points.goods.models import PriceVersion, Product
from teams.members.models import Community


def price_at(now: datetime | BindParameter[datetime]) -> ScalarSelect[int]:
    """Return the points price of the `Product` around it: its newest version begun by `now`."""
    return (
        select(PriceVersion.price_points)
        .where(
            PriceVersion.community_id == Product.community_id,
            PriceVersion.product_id == Product.id,
            PriceVersion.starts_at <= now,
        )
        .order_by(PriceVersion.version.desc())
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def price_log(session: Session, community: Community, product_id: int) -> list[PriceVersion]:
    """Return every price a product had, newest first; the log is public (T23)."""
    return list(
        session.scalars(
            select(PriceVersion)
            .where(PriceVersion.community_id == community.id, PriceVersion.product_id == product_id)
            .order_by(PriceVersion.version.desc())
        )
    )
