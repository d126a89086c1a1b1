"""What falls due by itself: reservations that lapse, points that expire, and word of it before.

Each function does one bounded batch in one transaction and says how many it did; it is called
until it says 0, and may run twice or on two machines at once.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import Session

from accounts.models import RequestKey
from accounts.rules import request_keys
from core import clock, wording
from points.ledger.models import Lot, Wallet
from points.ledger.rules import ledger, postings
from points.redemptions.models import Redemption, RedemptionState
from points.redemptions.rules import reservations
from points.settings import PointsSettings
from teams.authority.act import Act
from teams.members.models import Community, Member

WALLETS_AT_ONCE = 25
NOTICES_AT_ONCE = 100
NOTICE_CLIENT = "duty:expiry-notice"
NOTICE_SENTENCE = (
    "有 %(points)s 分 %(year)s年%(month)s月%(day)s日到期，到期前先用这些。志愿时长不受影响。"
)

LAPSE_AHEAD = timedelta(days=2)
LAPSE_CLIENT = "duty:lapse-notice"
LAPSE_SENTENCE = (
    "单号 %(slip_no)s 的东西留到%(month)s月%(day)s日，过了就放回货架，积分退回。请带领取码来拿。"
)


def lapse_reservations(session: Session, now: datetime) -> int:
    """Let one reservation go whose time is over; points, pieces and quota go back.

    One at a time, since each touches wallet and stock: two of them in one transaction could take
    the rows of a third in the wrong order.
    """
    due = session.scalars(
        select(Redemption)
        .where(Redemption.state == RedemptionState.RESERVED, Redemption.collect_by <= now)
        .order_by(Redemption.collect_by, Redemption.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if due is None:
        return 0
    return int(reservations.lapse(Act(session, now), due.community_id, due.id))


def expire_points(session: Session, now: datetime) -> int:
    """Settle some wallets that have something due, by ascending id; return how many."""
    due = session.scalars(
        select(Wallet)
        .where(Wallet.next_due_at <= now)
        .order_by(Wallet.id)
        .limit(WALLETS_AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for wallet in due:
        books = postings.open_books(Act(session, now), wallet.community_id)
        ledger.settle(postings.Posting(books.act, books.period, wallet))
    return len(due)


def tell_of_expiry(session: Session, now: datetime) -> int:
    """Tell members before points expire, once a stage however often it runs.

    The stages are days of the settings of the day, 60, 30 and 7 unless changed; 0 tells nobody.
    """
    told = 0
    for community in session.scalars(select(Community).order_by(Community.id)):
        act = Act(session, now, community=community)
        days = sorted(stages_of(act.settings(PointsSettings)))
        for least, most in zip((-1, *days), days, strict=False):
            told += _warn_of_expiry(act, least, most)
    return told


def stages_of(settings: PointsSettings) -> set[int]:
    """Return how many days before points expire their owner is told; never 0."""
    return {
        settings.first_expiry_notice_days,
        settings.second_expiry_notice_days,
        settings.last_expiry_notice_days,
    } - {0}


def _warn_of_expiry(act: Act, least: int, most: int) -> int:
    """Tell of what expires in more than `least` days and in `most` at the latest."""
    key = cast(Lot.id, String) + literal(f":{most}", String)
    is_told = select(RequestKey.id).where(RequestKey.client == NOTICE_CLIENT, RequestKey.key == key)
    rows = act.session.execute(
        select(Lot.id, Lot.remaining, Lot.expires_on, Member.person_id)
        .join(Wallet, Wallet.id == Lot.wallet_id)
        .join(Member, Member.id == Wallet.owner_id)
        .where(
            Lot.community_id == act.community.id,
            Lot.remaining > 0,
            Lot.expires_on > act.today + timedelta(days=least),
            Lot.expires_on <= act.today + timedelta(days=most),
            ~is_told.exists(),
        )
        .order_by(Lot.expires_on, Lot.id)
        .limit(NOTICES_AT_ONCE)
    )
    told = 0
    for lot_id, remaining, expires_on, person_id in rows:
        if request_keys.claim(act, NOTICE_CLIENT, f"{lot_id}:{most}", "") is None:
            act.tell(
                person_id,
                NOTICE_SENTENCE,
                "",
                points=remaining,
                **wording.year_month_day(expires_on),
            )
            told += 1
    return told


def tell_of_lapse(session: Session, now: datetime) -> int:
    """Tell members the day before the last day to collect, once a redemption.

    Late is better than never: on the last day itself too, but not on the day it was reserved.
    """
    redemption_key = cast(Redemption.id, String)
    is_told = select(RequestKey.id).where(
        RequestKey.client == LAPSE_CLIENT, RequestKey.key == redemption_key
    )
    rows = session.execute(
        select(Redemption, Member.person_id, Community)
        .join(Member, Member.id == Redemption.member_id)
        .join(Community, Community.id == Redemption.community_id)
        .where(
            Redemption.state == RedemptionState.RESERVED,
            Redemption.collect_by > now,
            Redemption.collect_by <= now + LAPSE_AHEAD,
            ~is_told.exists(),
        )
        .order_by(Redemption.collect_by, Redemption.id)
        .limit(NOTICES_AT_ONCE)
    )
    return sum(
        _tell_of_redemption(Act(session, now, community=community), redemption, person_id)
        for redemption, person_id, community in rows
    )


def _tell_of_redemption(act: Act, redemption: Redemption, person_id: int) -> int:
    zone = act.community.zone
    is_of_today = clock.local_day(redemption.made_at, zone) == act.today
    if redemption.collect_by is None or is_of_today:
        return 0
    if request_keys.claim(act, LAPSE_CLIENT, str(redemption.id), "") is not None:
        return 0
    last_on = clock.local_day(redemption.collect_by, zone) - timedelta(days=1)
    link = f"/c/{act.community.slug}/redemptions/{redemption.id}"
    act.tell(
        person_id,
        LAPSE_SENTENCE,
        link,
        slip_no=redemption.redemption_no,
        **wording.month_and_day(last_on),
    )
    return 1
