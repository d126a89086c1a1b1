"""Two people press at the same instant: one award, one bonus, one application."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from commendations import upkeep_jobs
from commendations.certificates.models import Award
from commendations.levels.rules import levels
from commendations.nominations.models import Commendation, Nomination, NominationState
from commendations.nominations.rules import nominations
from commendations.rounds.rules import awards
from core.db import run_on
from core.engine import WRITES
from core.errors import RuleError
from points.ledger.models import EntryKind, Transaction
from teams.authority.act import Act
from teams.members.models import Member
from tests.builders import NOW, a_community, a_member, authority_of
from tests.commendations.honour_builders import (
    a_round,
    after_notice,
    applied,
    hours,
    hung,
    the_staff,
)
from tests.racing import together

pytestmark = pytest.mark.race


def both(engine, act):
    """Run `act` twice at once; return what each came to: its answer or its refusal."""
    start = Barrier(2)

    def one(_at):
        start.wait(timeout=20)
        try:
            return run_on(engine, act)
        except (RuleError, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


@pytest.fixture
def ground(engine):
    """A community with an applicant of 100 hours and an open round; ids and authorities."""
    with Session(engine.execution_options(**{WRITES: True})) as session, session.begin():
        town = a_community(session)
        people = the_staff(session, town)
        member = a_member(session, town, "王秀兰")
        hours(session, member, 6000)
        this_round = a_round(session, town, people["checker"])
        return town.id, this_round.id, people, authority_of(session, member), member.id


def hung_until(session, ground):
    """Hang one nomination of the ground, and return when the notice is over."""
    _, round_id, people, _, member_id = ground
    this_round = session.get_one(Commendation, round_id)
    applied(session, this_round, session.get_one(Member, member_id))
    hung(session, this_round, people)
    return after_notice(this_round, session)


def test_two_issuings_at_once_give_one_award_and_one_bonus(engine, ground):
    _, round_id, people, _, _ = ground

    end = run_on(engine, lambda session: hung_until(session, ground))
    found = both(
        engine,
        lambda session: len(
            awards.issue(
                Act(session, end, by=people["issuer"]), session.get_one(Commendation, round_id)
            )
        ),
    )

    assert sorted(isinstance(each, RuleError) for each in found) == [False, True]
    with Session(engine) as reading:
        assert reading.scalar(select(func.count(Award.id))) == 1
        bonus = select(func.count(Transaction.id)).where(Transaction.kind == EntryKind.BONUS)
        assert reading.scalar(bonus) == 1


def test_four_sweeps_at_once_confirm_each_name_once(engine, ground):
    end = run_on(engine, lambda session: hung_until(session, ground))
    run_on(engine, lambda session: upkeep_jobs.end_notices(session, end))

    done = together(engine, [lambda session: upkeep_jobs.pass_honours(session, end)] * 4)

    assert sorted(done) == [0, 0, 0, 1]
    with Session(engine) as reading:
        assert reading.scalar(select(Nomination.state)) == NominationState.CONFIRMED


def test_two_applications_at_once_make_one_name(engine, ground):
    town_id, round_id, _, member, _ = ground

    def apply(session):
        level = levels.scheme_of(session, town_id)[0]
        this_round = session.get_one(Commendation, round_id)
        return nominations.apply(Act(session, NOW, by=member), this_round, level).id

    found = both(engine, apply)

    assert sorted(isinstance(each, int) for each in found) == [False, True]
    with Session(engine) as reading:
        assert reading.scalar(select(func.count(Nomination.id))) == 1
