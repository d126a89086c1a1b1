"""Leases: of several programs that could do a piece of work, one does it at a time."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.base import Base
from core.columns import Moment, Title
from core.upsert import insert_new


class Lease(Base):
    """Who does a named piece of work, and until when; after that anybody may take it over."""

    __tablename__ = "leases"

    name: Mapped[Title] = mapped_column(primary_key=True)
    holder: Mapped[Title]
    until: Mapped[Moment]


def take(session: Session, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Take or renew the lease `name` for `holder`; False while somebody else holds it.

    The moment a lease ends it is free. A holder that died is followed once its time is over.
    """
    mine = {"holder": holder, "until": now + lasts}
    if insert_new(session, Lease.name, {"name": name} | mine) is not None:
        return True
    is_free = or_(Lease.holder == holder, Lease.until <= now)
    taken = update(Lease).where(Lease.name == name, is_free).values(mine).returning(Lease.name)
    return session.scalar(taken) is not None


def give_back(session: Session, name: str, holder: str) -> None:
    """End the lease at once, so that the next worker need not wait; only one's own."""
    session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


def holder_of(session: Session, name: str, now: datetime) -> str | None:
    """Return who holds the lease now, or None."""
    return session.scalar(select(Lease.holder).where(Lease.name == name, Lease.until > now))
