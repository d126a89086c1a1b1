"""The policies of a community: one for everybody, one with a list that soon ends, one ended."""

from datetime import datetime

from sqlalchemy.orm import Session

from demo.town import COORDINATOR, Diary, Town
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.insurance.models import Cover
from volunteer.insurance.rules import policies
from volunteer.insurance.rules.policies import PolicyFacts

ALL, LISTED, ENDED = "policy for all", "policy with a list", "policy that was ended"
ON_LIST = (16, 17, 18, 19, 20, 31, 40)
RELIES_ON = {"high": ENDED}
"""The outing whose policy was ended under it; others rely on the one for everybody."""

INSURER = "祁连山财险（示例）"


def write_down(diary: Diary, town: Town) -> None:
    """Put into the diary what the desk notes of policies, and the one that was given up."""
    diary.note(town.at(-199, 9), _record_all, town)
    diary.note(town.at(-1, 17), _end_one, town)


def _facts(town: Town, number: int, days: tuple[int, int], cover: Cover) -> PolicyFacts:
    prefix, year = town.flavour.prefix, town.today.year
    starts_on, ends_on = town.day(days[0]), town.day(days[1])
    return PolicyFacts(
        INSURER, f"{prefix}-YW-{year}-{number:02}", starts_on, ends_on, cover, 16, 75
    )


def _record_all(session: Session, town: Town, now: datetime) -> None:
    act = _act(session, town, now)
    for key, facts in (
        (ALL, _facts(town, 1, (-200, 165), Cover.EVERYBODY)),
        (LISTED, _facts(town, 2, (-345, 20), Cover.LISTED)),
        (ENDED, _facts(town, 3, (-100, 265), Cover.ROSTER)),
    ):
        town.kept[key] = policies.record(act, facts).id
    listed = policies.policy_in(session, town.id, town.kept[LISTED])
    people = [session.get_one(Member, town.members[number]) for number in ON_LIST]
    policies.add_people(act, listed, people)


def _end_one(session: Session, town: Town, now: datetime) -> None:
    policy = policies.policy_in(session, town.id, town.kept[ENDED])
    policies.end(_act(session, town, now), policy, "换了保险公司，退保")


def _act(session: Session, town: Town, now: datetime) -> Act:
    by = town.by(session, COORDINATOR)
    return Act(session, now, by=by, community=town.community(session))
