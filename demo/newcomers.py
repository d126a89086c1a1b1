"""Who comes in by the front door: a stall with its code, somebody with a wish, a new notice."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import notice_answers
from core import room
from demo.people import PENDING
from demo.town import LEADERS, Diary, Town
from teams.authority.act import Act
from teams.members.models import Member, Team
from teams.members.rules import recruiting
from volunteer.activities.models import Activity, ActivityState, Shift, ShiftState

ASKED = 30
"""The volunteers up to this number have signed in since the notice changed; the others have not."""
PUT_OFF = 12
GREEN = "GREEN_ECO"
STALL_HOURS = 8


def write_down(diary: Diary, town: Town) -> None:
    """Put into the diary the stall of today, who came there, and who answered the new notice."""
    diary.note(town.at(-1, 20), _answer_notice, town)
    diary.note(town.now - timedelta(hours=1), _open_stall, town)
    diary.note(town.now - timedelta(minutes=20), _wish, town)


def _answer_notice(session: Session, town: Town, now: datetime) -> None:
    for number in range(1, ASKED + 1):
        person = session.get_one(Person, town.people[number])
        if notice_answers.is_to_ask(person, now):
            notice_answers.answer(Act(session, now), person.id, agrees=number != PUT_OFF)


def _open_stall(session: Session, town: Town, now: datetime) -> None:
    """Let the green team's leader stand at the market, where the last of those who wait came."""
    act = Act(
        session, now, by=town.by(session, LEADERS[GREEN][0]), community=town.community(session)
    )
    code = recruiting.open_code(act, session.get_one(Team, town.teams[GREEN]), STALL_HOURS)
    came = session.get_one(Member, town.members[PENDING[-1]])
    recruiting.note_recruit(act, code, came)


def _wish(session: Session, town: Town, now: datetime) -> None:
    """Let the first of those who wait come from the page of an activity two days ahead."""
    coming = (
        select(Activity.id)
        .join(Shift, Shift.activity_id == Activity.id)
        .where(
            Activity.community_id == town.id,
            Activity.state == ActivityState.PUBLISHED,
            Shift.state == ShiftState.OPEN,
            Shift.starts_at > now + timedelta(days=2),
        )
        .order_by(Shift.starts_at, Shift.id)
        .limit(1)
    )
    activity_id = session.scalars(coming).one()
    room.greet(session, town.id, town.members[PENDING[0]], f"activities/{activity_id}", now)
