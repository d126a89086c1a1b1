"""What becomes of points and goods when two files of one person become one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from core import moving
from core.pairs import Compared, Merging, Pair, SideBySide
from core.told import Told
from core.upsert import upsert
from points.goods.models import RestockWatch
from points.ledger.models import Wallet
from points.ledger.rules import merging
from points.redemptions.models import MAY_COME_BACK, LimitCounter, Redemption, RedemptionState
from teams.authority.act import Act
from teams.members.models import Member

RESERVED = "%(number)s 还有 %(count)s 单预约没领，请先领走或取消。"
POINTS_MOVE = "%(number)s 的 %(points)s 分转到保留的账上，每一批的到期日不变。"
DEBT_MOVES = "%(number)s 欠着 %(points)s 分，一起转过来，先抵掉再用。"
SERVED_THE_OWN = "这两份档案之间有 %(count)s 单是自己经手兑给自己的，请先查清楚再决定。"


def _compare(session: Session, pair: Pair, _now: datetime) -> Compared:
    old, kept = (session.get_one(Member, each) for each in (pair.gone_id, pair.kept_id))
    posted = dict(
        session.execute(
            select(Wallet.owner_id, Wallet.posted).where(
                Wallet.community_id == pair.community_id, Wallet.owner_id.in_((old.id, kept.id))
            )
        ).all()
    )
    mine, other = posted.get(kept.id, 0), posted.get(old.id, 0)
    reserved = _count(
        session,
        pair,
        (Redemption.member_id == old.id) & (Redemption.state == RedemptionState.RESERVED),
    )
    own = _count(session, pair, _served_the_other(old, kept))
    number, sentence = {"number": old.volunteer_no}, POINTS_MOVE if other > 0 else DEBT_MOVES
    follows = [Told(sentence, number | {"points": abs(other)})] if other else []
    follows += [Told(SERVED_THE_OWN, {"count": own})] if own else []
    return Compared(
        figures=[SideBySide("积分", mine, other, mine + other, "points")],
        clashes=[Told(RESERVED, number | {"count": reserved})] if reserved else [],
        follows=follows,
    )


def _count(session: Session, pair: Pair, which: ColumnElement[bool]) -> int:
    asked = select(func.count()).where(Redemption.community_id == pair.community_id, which)
    return session.scalar(asked) or 0


def _served_the_other(one: Member, other: Member) -> ColumnElement[bool]:
    """Return the condition on redemptions the one of both handed to the other."""
    return or_(
        *(
            and_(Redemption.member_id == taker.id, Redemption.handed_by_id == giver.person_id)
            for taker, giver in ((one, other), (other, one))
        )
    )


def _merge(session: Session, pair: Pair, now: datetime) -> None:
    """Hand the points over by the book, then let redemptions, limits and watches follow.

    What may still come back or be collected is locked before the wallets, as it is by who does
    that. Raises PeriodClosed, PointsKept.
    """
    _lock(session, pair)
    merging.hand_over(Act(session, now), pair)
    moving.move(session, pair, Redemption.member_id)
    moving.move_or_drop(session, pair, RestockWatch.member_id, RestockWatch.product_id)
    _add_limits(session, pair)


def _lock(session: Session, pair: Pair) -> None:
    session.execute(
        select(Redemption.id)
        .where(
            Redemption.community_id == pair.community_id,
            Redemption.member_id == pair.gone_id,
            Redemption.state.in_(MAY_COME_BACK),
        )
        .order_by(Redemption.id)
        .with_for_update()
    ).all()


def _add_limits(session: Session, pair: Pair) -> None:
    """Count what both took together: the limits are of a person (ledger 18, abuse 19)."""
    of_both = select(Wallet.owner_id, Wallet.id).where(
        Wallet.community_id == pair.community_id,
        Wallet.owner_id.in_((pair.kept_id, pair.gone_id)),
    )
    wallets = dict(session.execute(of_both).all())
    where = (
        LimitCounter.community_id == pair.community_id,
        LimitCounter.wallet_id == wallets[pair.gone_id],
    )
    counted: Sequence[LimitCounter] = session.scalars(select(LimitCounter).where(*where)).all()
    for each in counted:
        key = {
            "community_id": pair.community_id,
            "wallet_id": wallets[pair.kept_id],
            "rule": each.rule,
            "window_starts_on": each.window_starts_on,
        }
        more = {"used": LimitCounter.used + each.used}
        upsert(session, LimitCounter.rule, key, first={"used": each.used}, again=more)
        session.expunge(each)
    session.execute(delete(LimitCounter).where(*where).execution_options(synchronize_session=False))


MERGING = {
    "points, redemptions and limits": Merging(
        moved=("redemptions.member_id", "restock_watches.member_id"),
        left={
            "wallets.owner_id": "its lines stay where they were written; it is emptied and closed",
            "proxy_pickups.member_id": "the few of a day are counted as they came",
        },
        compare=_compare,
        merge=_merge,
    )
}
