"""When the shop is open, as pages show it, and the figures of a large tile: points and opening."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.errors import NotFound
from core.wording import Language
from points.goods.models import OpeningHours, Shop
from points.goods.rules import shops
from points.goods.rules.opening_words import sentence, spans_words
from points.goods.rules.shops import Calendar
from points.ledger.models import Wallet
from teams.members.models import Community


@dataclass(frozen=True, slots=True)
class OpeningState:
    """The opening state of a shop at one moment.

    `words` say the hours, empty where nothing is known; `next_at` is the next opening while they
    are shut, `closes` the minute of their last closing today while they are open.
    """

    words: str
    today_words: str
    is_kept: bool
    is_open: bool
    next_at: datetime | None
    closes: int | None


def opening_of(
    session: Session, community: Community, shop: Shop, now: datetime, language: Language
) -> OpeningState:
    """Return the opening state of a shop at `now`, in words of the reader's language."""
    calendar = shops.calendar_of(session, community.id, shop.id, community.zone)
    return _opening(calendar, shop, now, language)


def serving_opening(
    session: Session, community: Community, now: datetime, language: Language
) -> tuple[Shop, OpeningState]:
    """Return the community's shop and its opening state, in one statement. Raises NotFound."""
    found = session.execute(
        select(Shop, OpeningHours)
        .outerjoin(OpeningHours, shops.OF_SHOP)
        .where(Shop.community_id == community.id, Shop.id == shops.serving_key(community.id))
    ).all()
    if not found:
        raise NotFound
    shop: Shop = found[0][0]
    calendar = _calendar([row[1] for row in found], community)
    return shop, _opening(calendar, shop, now, language)


def _calendar(rows: list[OpeningHours | None], community: Community) -> Calendar:
    return shops.calendar_from([each for each in rows if each is not None], community.zone)


def _opening(calendar: Calendar, shop: Shop, now: datetime, language: Language) -> OpeningState:
    today = clock.local_day(now, calendar.zone)
    is_open = calendar.is_open(now)
    return OpeningState(
        words=sentence(calendar, shop.opening_note, today, language),
        today_words=_today_words(calendar, today, language),
        is_kept=calendar.is_kept,
        is_open=is_open,
        next_at=None if is_open else calendar.next_opening(now),
        closes=calendar.closes_at(today) if calendar.is_kept and is_open else None,
    )


def _today_words(calendar: Calendar, today: date, language: Language) -> str:
    return spans_words(calendar.spans_on(today), language)


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """What may be spent and the calendar of the shop; no points where one reading cannot say."""

    available: int | None
    calendar: Calendar


def home_figures(
    session: Session, community: Community, member_id: int, now: datetime
) -> HomeFigures:
    """Return points to spend and when the shop is open, in one statement.

    The points are left out while something has fallen due that no posting has settled yet.
    """
    found = session.execute(
        select(Shop.id, Wallet, OpeningHours)
        .outerjoin(
            Wallet, (Wallet.community_id == Shop.community_id) & (Wallet.owner_id == member_id)
        )
        .outerjoin(OpeningHours, shops.OF_SHOP)
        .where(Shop.community_id == community.id, Shop.id == shops.serving_key(community.id))
    ).all()
    if not found:
        return HomeFigures(None, Calendar())
    calendar = _calendar([row[2] for row in found], community)
    wallet: Wallet | None = found[0][1]
    if wallet is None:
        return HomeFigures(0, calendar)
    is_due = wallet.next_due_at is not None and wallet.next_due_at <= now
    return HomeFigures(None if is_due else wallet.posted - wallet.held, calendar)
