"""How far the chain of each wallet was checked, so that the next check begins there."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.base import Base
from core.columns import BigInt, Digest, Moment
from core.tenancy import within


class ChainMark(Base):
    """The last line of a wallet that `flask verify --new` found to hold, and its hash.

    A mark proves nothing by itself: `flask verify` begins at the first line and asks no mark.
    """

    __tablename__ = "chain_marks"
    __table_args__ = (within("wallet_id", "wallets"),)

    community_id: Mapped[BigInt] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    wallet_id: Mapped[BigInt] = mapped_column(primary_key=True)
    seq: Mapped[BigInt]
    hash: Mapped[Digest]
    checked_at: Mapped[Moment]
