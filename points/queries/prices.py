"""The price that counts at a moment, as a part of larger reads."""

from datetime import datetime

from sqlalchemy import ScalarSelect, select

from points.models import PriceVersion, Product


def price_at(now: datetime) -> ScalarSelect[int]:
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
