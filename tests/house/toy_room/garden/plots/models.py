"""Tables of `garden.plots`."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt, Key
from core.tenancy import own_key, within


class Plot(Base):
    """A plot of one member. `watered_on` is the last day, the day it was given at first."""

    __tablename__ = "plots"
    __table_args__ = (own_key(), within("member_id", "members"))

    id: Mapped[Key]
    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[BigInt]
    given_on: Mapped[date]
    watered_on: Mapped[date]
