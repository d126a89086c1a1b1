"""A redemption and its lines read again: still open or not, and how often it was printed."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.act import Subject
from core.errors import NotFound
from points.goods.models import Product
from points.goods.rules.stock import Taking
from points.permissions import Permission
from points.redemptions.models import Redemption, RedemptionLine, RedemptionState
from points.redemptions.rules.exchanges import SOURCE
from teams.authority.act import Act


def takings_of(session: Session, redemption: Redemption) -> list[Taking]:
    """Return the lines of a redemption with their products, by ascending product id."""
    rows = session.execute(
        select(RedemptionLine, Product)
        .join(Product, Product.id == RedemptionLine.product_id)
        .where(
            RedemptionLine.community_id == redemption.community_id,
            RedemptionLine.redemption_id == redemption.id,
        )
        .order_by(Product.id)
    )
    return [Taking(line=line, product=product, quantity=line.quantity) for line, product in rows]


def redemption_in(session: Session, community_id: int, redemption_id: int) -> Redemption:
    """Return a redemption of this community, read afresh. Raises NotFound."""
    found = session.scalars(
        select(Redemption)
        .where(Redemption.community_id == community_id, Redemption.id == redemption_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_open(redemption: Redemption, now: datetime) -> bool:
    """Say whether the redemption can still be collected: reserved, and its time not over."""
    return (
        redemption.state is RedemptionState.RESERVED
        and redemption.collect_by is not None
        and now < redemption.collect_by
    )


def note_print(act: Act, community_id: int, redemption_id: int) -> int:
    """Count one more print of a redemption that went out; return how many there are now.

    Every print after the first is a copy (ledger 4, case 55). Raises NotAllowed, NotFound.
    """
    act.by.refuse_unless(Permission.SHOP_SELL)
    printed = act.session.scalar(
        update(Redemption)
        .where(
            Redemption.community_id == community_id,
            Redemption.id == redemption_id,
            Redemption.collected_at.is_not(None),
        )
        .values(prints=Redemption.prints + 1)
        .returning(Redemption.prints)
        .execution_options(synchronize_session=False)
    )
    if printed is None:
        raise NotFound
    act.note("slip_printed", Subject(SOURCE, redemption_id, community_id), copy=printed)
    return int(printed)
