"""Who was registered twice: without a phone long ago, again with one the other day."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules.people import NewPerson
from demo.names import FLAVOURS
from demo.town import COORDINATOR, Diary, Town
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules import registering
from teams.merging.rules import merges

FIRST = 33
"""The volunteer, who left no phone."""
PHONE_OF = 233


def write_down(diary: Diary, town: Town) -> None:
    """Put into the diary the second file; in the first town somebody has proposed to merge it."""
    diary.note(town.at(-3, 15), _register_again, town)
    if town.flavour is FLAVOURS[0]:
        diary.note(town.now - timedelta(hours=1), _propose, town)


def _act(session: Session, town: Town, now: datetime) -> Act:
    by = town.by(session, COORDINATOR)
    return Act(session, now, by=by, community=town.community(session))


def _register_again(session: Session, town: Town, now: datetime) -> None:
    known = session.get_one(Person, town.people[FIRST])
    if known.birth_on is None:
        raise LookupError(FIRST)
    again = NewPerson(known.name, known.birth_on, phone=town.flavour.phone(PHONE_OF), sex=known.sex)
    team_id = session.get_one(Member, town.members[FIRST]).home_team_id
    made = registering.register_at_desk(
        _act(session, town, now), registering.Registration(again, team_id)
    )
    town.kept["doubled"] = made.member.id


def _propose(session: Session, town: Town, now: datetime) -> None:
    first = session.get_one(Member, town.members[FIRST])
    again = session.get_one(Member, town.kept["doubled"])
    said = merges.Proposal(is_confirmed=True, reason="换了手机又登记了一次，看过身份证")
    merges.propose(_act(session, town, now), first, again, said)
