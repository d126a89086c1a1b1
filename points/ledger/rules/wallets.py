"""The wallet of a member: opened on first use, taken under lock."""

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from accounts.models import Person
from core.upsert import insert_new
from points.ledger.models import Period, Wallet, WalletState
from points.ledger.rules import periods
from teams.members.models import CommunitySetting, Member

_OWNED = select(Wallet).where(
    Wallet.community_id == bindparam("the_community"), Wallet.owner_id == bindparam("the_owner")
)
OPENED = (
    select(Period, Wallet)
    .join(Wallet, Wallet.community_id == Period.community_id)
    .where(*periods.IS_MONTH, Wallet.owner_id == bindparam("the_owner"))
    .with_for_update(of=Wallet)
    .execution_options(populate_existing=True)
)
"""The month, and the wallet under lock."""

OPENED_WITH_SETTINGS = (
    OPENED.add_columns(CommunitySetting.starts_on, CommunitySetting.name, CommunitySetting.value)
    .outerjoin(CommunitySetting, CommunitySetting.community_id == Wallet.community_id)
    .order_by(CommunitySetting.starts_on, CommunitySetting.id)
)
"""The same, and all the community has set: for an act that has not asked for it."""

_LOCKED = (
    select(Wallet)
    .where(Wallet.id == bindparam("the_wallet"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def wallet_of(session: Session, community_id: int, member_id: int) -> Wallet:
    """Return the member's wallet, opened on first use."""
    whose = {"the_community": community_id, "the_owner": member_id}
    found = session.scalars(_OWNED, whose).one_or_none()
    if found is None:
        owner = {"community_id": community_id, "owner_id": member_id, "state": WalletState.OPEN}
        empty = {"posted": 0, "held": 0, "seq": 0, "head_hash": "", "debt_limit": 0}
        insert_new(session, Wallet.id, owner | empty)
        found = session.scalars(_OWNED, whose).one()
    return found


def merged_into(session: Session, community_id: int, member_id: int) -> int | None:
    """Return the member whose file this one was merged into; None for one that was not."""
    old, kept = aliased(Member), aliased(Member)
    return session.scalar(
        select(kept.id)
        .join(Person, Person.merged_into_id == kept.person_id)
        .join(old, old.person_id == Person.id)
        .where(old.community_id == community_id, old.id == member_id)
        .where(kept.community_id == community_id)
    )


def owners(community_id: int, member_id: int) -> Select[int]:
    """Return the members whose wallets are of one person: this one, and what was merged into it."""
    whose = select(Member.person_id).where(Member.id == member_id).scalar_subquery()
    return (
        select(Member.id)
        .join(Person, Person.id == Member.person_id)
        .where(
            Member.community_id == community_id,
            or_(Member.id == member_id, Person.merged_into_id == whose),
        )
    )


def locked_wallet(session: Session, wallet_id: int) -> Wallet:
    """Return the wallet under lock, read afresh. Callers take several by ascending id."""
    return session.scalars(_LOCKED, {"the_wallet": wallet_id}).one()
