"""What a large tile says of points and supermarket: what may be spent, until when it is open."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, typeset
from points.models import Shop, Wallet
from points.rules import shops
from teams.models import Community

_WEEK = "".join(typeset.weekday(date(2024, 1, day), "zh")[-1] for day in range(1, 8))
_EVERY_DAY = re.compile(r"每[天日]")
_DAYS = re.compile(
    r"每?周([一二三四五六日天、和,，]+)|周([一二三四五六日])[至到—-]周([一二三四五六日])"
)
_OF_MONTH = re.compile(r"每月((?:\d{1,2}[日号、和]*)+)")
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[—–~～至到-]+\s*(\d{1,2})[:：](\d{2})")


@dataclass(frozen=True, slots=True)
class Glance:
    """The two figures; None where there is none to be said in one reading."""

    available: int | None
    closes_at: time | None


def glance(session: Session, community: Community, member_id: int, now: datetime) -> Glance:
    """Return points to spend and today's closing time, in one statement.

    The points are left out while something has fallen due that no posting has settled yet.
    """
    found = session.execute(
        select(Shop.opening_words, Wallet)
        .outerjoin(
            Wallet, (Wallet.community_id == Shop.community_id) & (Wallet.owner_id == member_id)
        )
        .where(Shop.community_id == community.id, Shop.id == shops.serving_key(community.id))
    ).first()
    if found is None:
        return Glance(None, None)
    words: str = found[0]
    wallet: Wallet | None = found[1]
    closing = closes_at(words, clock.local_day(now, community.zone))
    if wallet is None:
        return Glance(0, closing)
    is_due = wallet.next_due_at is not None and wallet.next_due_at <= now
    return Glance(None if is_due else wallet.posted - wallet.held, closing)


def closes_at(words: str, day: date) -> time | None:
    """Return when the doors close on `day`; `time.min` when they stay shut, None if unreadable.

    Parts stand between ；. A part without times has those of the part before it.
    """
    closing: time | None = None
    latest: time | None = None
    is_read = False
    for part in re.split(r"[；;。]", words):
        closing = _last_end(part) or closing
        is_on = _is_on(part, day)
        if is_on is None or closing is None:
            continue
        is_read = True
        if is_on:
            latest = max(latest or closing, closing)
    return latest or (time.min if is_read else None)


def _last_end(part: str) -> time | None:
    ends = [(int(hour), int(minute)) for _, _, hour, minute in _SPAN.findall(part)]
    readable = [time(hour, minute) for hour, minute in ends if hour < 24 and minute < 60]
    return max(readable, default=None)


def _is_on(part: str, day: date) -> bool | None:
    """Say whether a part speaks of `day`; None when it names no day we know."""
    if _EVERY_DAY.search(part):
        return True
    named: list[bool] = []
    for listed, first, last in _DAYS.findall(part):
        if first:
            named.append(_WEEK.index(first) <= day.weekday() <= _WEEK.index(last))
        else:
            named.append(_WEEK[day.weekday()] in listed.replace("天", "日"))
    for numbers in _OF_MONTH.findall(part):
        named.append(str(day.day) in re.findall(r"\d{1,2}", numbers))
    return any(named) if named else None
