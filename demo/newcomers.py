"""Who comes in by the front door: what people answered when the privacy notice changed."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import notice_answers
from demo.town import Diary, Town
from teams.authority.act import Act

ASKED = 30
"""The volunteers up to this number have signed in since the notice changed; the others have not."""
PUT_OFF = 12


def write_down(diary: Diary, town: Town) -> None:
    """Put into the diary who answered the new version of the notice."""
    diary.note(town.at(-1, 20), _answer_notice, town)


def _answer_notice(session: Session, town: Town, now: datetime) -> None:
    for number in range(1, ASKED + 1):
        person = session.get_one(Person, town.people[number])
        if notice_answers.is_to_ask(person, now):
            notice_answers.answer(Act(session, now), person.id, agrees=number != PUT_OFF)
