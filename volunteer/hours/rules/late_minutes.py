"""Reminders about ended shifts whose minutes nobody confirmed: D+1, the last day, D+7 (9.5)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import calendar, clock, wording
from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.models import ANNOUNCED, Activity, Shift, ShiftState
from volunteer.activities.rules.leaders import coordinators_of, desk_of, leaders_of
from volunteer.attendance.rules.closing import waits
from volunteer.settings import VolunteerSettings

BATCH = 50
DAY = timedelta(days=1)
SOON, LAST_DAY, ESCALATED = 1, 2, 3
SENTENCES = {
    SOON: "《%(title)s》%(month)s月%(day)s日那场的时长还没核对，请在 %(days)s 个工作日内核好。",
    LAST_DAY: "《%(title)s》%(month)s月%(day)s日那场到了核对时长的期限，请今天核好。",
    ESCALATED: "《%(title)s》%(month)s月%(day)s日那场一直没核对时长，请催一催带队人，或代为核对。",
}
TO_ADMINS = "《%(title)s》%(month)s月%(day)s日那场没人核对时长，请催一催带队人，或请社工代为核对。"
"""An administrator does not confirm minutes (contract 8); a coordinator does, of every team."""


def remind(session: Session, now: datetime) -> int:
    """Tell of a batch of shifts whose minutes wait; return how many.

    The leaders are told on the day after the shift and on the last of `confirm_due_working_days`,
    coordinators and administrators `confirm_escalates_days` after it; each once, and of several
    that are due only the last. Safe to run twice and on two machines: the step is claimed.
    """
    told = 0
    for community in session.scalars(select(Community).order_by(Community.id)).all():
        act = Act(session, now, community=community)
        settings, today = act.settings(VolunteerSettings), act.today
        by_hand = calendar.overrides(session)
        ended_on = {
            ESCALATED: today - settings.confirm_escalates_days * DAY,
            LAST_DAY: last_day_of(today, settings.confirm_due_working_days, by_hand),
            SOON: today - DAY,
        }
        for step, day in ended_on.items():
            for shift in _waiting(session, community, step, day):
                _press(act, shift, step)
                told += 1
    return told


def last_day_of(today: date, working_days: int, by_hand: dict[date, bool]) -> date:
    """Return the latest day from which `working_days` working days have come up by `today`."""
    day = today
    while calendar.working_days_after(day, working_days, by_hand)[-1] > today:
        day -= DAY
    return day


def _waiting(session: Session, community: Community, step: int, day: date) -> list[Shift]:
    """Claim a batch of shifts that ended on `day` or before and were not told `step` yet."""
    before = clock.day_start(day + DAY, community.zone)
    due = session.scalars(
        select(Shift.id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            Shift.community_id == community.id,
            Shift.state == ShiftState.OPEN,
            Shift.ends_at < before,
            Shift.reminded_step < step,
            Activity.state.in_(ANNOUNCED),
            waits(),
        )
        .order_by(Shift.id)
        .limit(BATCH)
        .with_for_update(of=Shift, skip_locked=True)
    ).all()
    if not due:
        return []
    claimed = session.scalars(
        update(Shift)
        .where(Shift.id.in_(due), Shift.reminded_step < step)
        .values(reminded_step=step)
        .returning(Shift.id)
    ).all()
    return [session.get_one(Shift, shift_id) for shift_id in sorted(claimed)]


def _press(act: Act, shift: Shift, step: int) -> None:
    """Tell whoever may confirm the minutes of a shift that they wait, at this step."""
    ended_on = clock.local_day(shift.ends_at, act.community.zone)
    values: dict[str, object] = {
        "title": shift.activity.title,
        **wording.month_and_day(ended_on),
        "days": act.settings(VolunteerSettings).confirm_due_working_days,
    }
    here = f"/c/{act.community.slug}"
    minutes, list_link = (
        f"{here}/shifts/{shift.id}/minutes",
        f"{here}/leading/shifts/{shift.id}/roster",
    )
    may_confirm = leaders_of(act.session, shift.activity)
    if step == ESCALATED:
        may_confirm = coordinators_of(act.session, act.community.id)
        for person_id in sorted(desk_of(act.session, act.community.id) - may_confirm):
            act.tell(person_id, TO_ADMINS, list_link, **values)
    for person_id in sorted(may_confirm):
        act.tell(person_id, SENTENCES[step], minutes, **values)
