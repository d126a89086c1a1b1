"""The days of a notice that hangs, counted again when the calendar learns of a holiday.

The working days of a year are known once the state has published them, late in the year before. A
notice hung across the turn of the year is counted Monday to Friday meanwhile. When the calendar
changes (a newer library, or the county's own table) its last day moves out, so that everybody has
the full working days to object; it never moves in.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import calendar, clock
from teams.authority.act import Act
from teams.notices.models import Notice, NoticeState


def extend_changed(session: Session, now: datetime, at_most: int = 50) -> int:
    """Move out the last day of open notices whose working days have changed; return how many."""
    by_hand = calendar.overrides(session)
    moved = 0
    for notice in session.scalars(
        select(Notice).where(Notice.state == NoticeState.OPEN).order_by(Notice.id)
    ):
        moved += extend(Act(session, now), notice, by_hand)
        if moved == at_most:
            break
    return moved


def extend(act: Act, notice: Notice, by_hand: Mapping[date, bool]) -> bool:
    """Move out this notice's last day if its working days need more days now; say whether it was.

    Safe beside another that does the same: the later day wins once.
    """
    days = calendar.working_days_after(notice.posted_on, notice.working_days, by_hand)
    if days[-1] <= notice.last_on:
        return False
    act.session.refresh(notice, with_for_update=True)
    if notice.state is not NoticeState.OPEN or days[-1] <= notice.last_on:
        return False
    community = act.within(notice.community_id).community
    notice.planned_last_on = notice.planned_last_on or notice.last_on
    notice.first_on, notice.last_on = days[0], days[-1]
    notice.ends_at = clock.day_start(days[-1] + timedelta(days=1), community.zone)
    act.session.flush()
    act.made_by(None).note("notice_extended", notice, on_date=days[-1].isoformat())
    return True
