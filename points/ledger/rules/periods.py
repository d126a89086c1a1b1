"""The months of the books: found, or made when they are new."""

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.upsert import insert_new
from points.ledger.models import Period, PeriodState

IS_MONTH = (
    Period.community_id == bindparam("the_community"),
    Period.month_on == bindparam("the_month"),
)
_PERIOD = select(Period).where(*IS_MONTH)


def period_of(session: Session, community_id: int, month_on: date) -> Period:
    """Return the month that begins on `month_on`, made when it is new; it may be locked."""
    month = {"the_community": community_id, "the_month": month_on}
    found = session.scalars(_PERIOD, month).one_or_none()
    if found is None:
        opened = {"community_id": community_id, "month_on": month_on, "state": PeriodState.OPEN}
        insert_new(session, Period.id, opened)
        found = session.scalars(_PERIOD, month).one()
    return found
