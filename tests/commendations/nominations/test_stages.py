"""The two tables: every legal move goes, every other pair of state and action is refused."""

import pytest

from commendations.nominations.models import (
    COMMENDATION_LIFE,
    NOMINATION_LIFE,
    Commendation,
    CommendationKind,
    CommendationMove,
    CommendationState,
    Nomination,
    NominationMove,
    NominationState,
)
from commendations.nominations.rules import stages
from commendations.nominations.rules.refusals import NominationSettled, StepTaken, StepTooEarly
from tests.builders import NOW, add
from tests.commendations.honour_builders import CUT_OFF

EARLY = {
    (CommendationState.NOMINATING, CommendationMove.REVIEW),
    (CommendationState.NOMINATING, CommendationMove.PUBLISH),
    (CommendationState.NOMINATING, CommendationMove.ISSUE),
    (CommendationState.CHECKED, CommendationMove.PUBLISH),
    (CommendationState.CHECKED, CommendationMove.ISSUE),
    (CommendationState.REVIEWED, CommendationMove.ISSUE),
}


def a_round(session, town, state, title="第一批"):
    return add(
        session,
        Commendation(
            community_id=town.id,
            kind=CommendationKind.STAR_LEVEL,
            title=title,
            cut_off_on=CUT_OFF,
            working_days=5,
            state=state,
            made_at=NOW,
        ),
    )


def a_nomination(session, this_round, member, state):
    return add(
        session,
        Nomination(
            community_id=this_round.community_id,
            commendation_id=this_round.id,
            member_id=member.id,
            state=state,
            proposed_by_id=member.person_id,
            proposed_at=NOW,
        ),
    )


@pytest.mark.parametrize("state", list(CommendationState))
def test_a_round_moves_along_its_table_alone(session, town, state):
    for step in CommendationMove:
        this_round = a_round(session, town, state, title=step)
        if (state, step) in COMMENDATION_LIFE.moves:
            stages.advance(session, this_round, step)
            assert this_round.state is COMMENDATION_LIFE.after(state, step)
            continue
        with pytest.raises(StepTooEarly if (state, step) in EARLY else StepTaken):
            stages.advance(session, this_round, step)
        assert this_round.state is state


@pytest.mark.parametrize("state", list(NominationState))
def test_a_name_moves_along_its_table_alone(session, town, wang, state):
    for move in NominationMove:
        this_round = a_round(session, town, CommendationState.NOMINATING, title=move)
        nomination = a_nomination(session, this_round, wang, state)
        if (state, move) in NOMINATION_LIFE.moves:
            stages.move(session, nomination, move)
            assert nomination.state is NOMINATION_LIFE.after(state, move)
            continue
        with pytest.raises(NominationSettled):
            stages.move(session, nomination, move)
        assert nomination.state is state


def test_a_step_somebody_took_a_moment_ago_is_refused(session, town):
    this_round = a_round(session, town, CommendationState.NOMINATING)
    session.execute(
        Commendation.__table__.update().values(state=CommendationState.CHECKED.value, version=2)
    )

    with pytest.raises(StepTaken):
        stages.advance(session, this_round, CommendationMove.CHECK)


def test_a_name_somebody_moved_a_moment_ago_is_refused(session, town, wang):
    this_round = a_round(session, town, CommendationState.NOMINATING)
    nomination = a_nomination(session, this_round, wang, NominationState.PROPOSED)
    session.execute(Nomination.__table__.update().values(state="withdrawn"))

    with pytest.raises(NominationSettled):
        stages.move(session, nomination, NominationMove.CHECK)
