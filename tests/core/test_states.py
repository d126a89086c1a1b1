"""A state is written along its table alone, once, whatever others do at the same moment."""

from datetime import date, datetime

import pytest
from sqlalchemy import Enum, create_engine, event, inspect
from sqlalchemy.orm import Session

from core.base import Base
from core.db import run_on
from core.states import StateTable
from teams.members.models import MEMBER_LIFE, Member, MemberMove, MemberState
from tests.builders import NOW, a_community, a_member
from tests.racing import together

FILLERS = {int: 1, str: "x", bytes: b"x", date: NOW.date(), datetime: NOW, dict: {}, list: []}
LIVES = [
    pytest.param(table, act, id=f"{table.model.__name__}-{act}")
    for table in StateTable.every
    for act in dict.fromkeys(act for _, act in table.moves)
]


@pytest.fixture(scope="module")
def loose():
    """All tables in memory, where a row may stand alone: neither keys nor checks are asked."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def _ask_nothing(connection, _record):
        connection.execute("PRAGMA ignore_check_constraints=ON")

    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def a_row(session, model, state):
    """One row in `state`; what must be filled is filled with anything."""
    columns = {
        attribute.key: anything(attribute.columns[0])
        for attribute in inspect(model).column_attrs
        if must_be_filled(attribute.columns[0])
    }
    row = model(**columns | {"state": state})
    session.add(row)
    session.flush()
    return row


def must_be_filled(column):
    return not (column.nullable or column.default is not None or column.name == "id")


def anything(column):
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class))
    return FILLERS[getattr(column.type, "impl", column.type).python_type]


@pytest.mark.parametrize(("table", "act"), LIVES)
def test_every_line_of_a_table_moves_a_row_and_nothing_else_does(loose, table, act):
    for state in table.states:
        with Session(loose) as session:
            row = a_row(session, table.model, state)
            after = table.after(state, act)

            assert table.allows(row, act) is (after is not None)
            assert table.move(session, row, act) is (after is not None)
            assert row.state is (after or state)


@pytest.mark.race
def test_of_many_who_take_one_step_at_once_one_moves_the_row(engine):
    member_id = run_on(engine, lambda session: a_member(session, a_community(session), "王兰").id)

    def suspend(session):
        member = session.get_one(Member, member_id)
        return MEMBER_LIFE.move(session, member, MemberMove.SUSPEND), member.state

    answers = together(engine, [suspend] * 6)

    assert sorted(did for did, _ in answers) == [False] * 5 + [True]
    assert {state for _, state in answers} == {MemberState.SUSPENDED}


def test_what_was_changed_before_a_move_is_kept(session):
    member = a_member(session, a_community(session), "王兰")
    member.remarks = "每周三来"

    MEMBER_LIFE.move(session, member, MemberMove.SUSPEND)
    session.flush()

    assert (member.remarks, member.state) == ("每周三来", MemberState.SUSPENDED)


def test_a_condition_that_does_not_hold_leaves_the_row(session):
    member = a_member(session, a_community(session), "王兰")

    is_another = Member.version == member.version + 1

    assert not MEMBER_LIFE.move(session, member, MemberMove.SUSPEND, is_another)
    assert member.state is MemberState.ACTIVE


def test_who_comes_second_reads_what_stands(session):
    member = a_member(session, a_community(session), "王兰")
    session.execute(Member.__table__.update().values(state=MemberState.WITHDRAWN.value))

    assert not MEMBER_LIFE.move(session, member, MemberMove.SUSPEND)
    assert member.state is MemberState.WITHDRAWN
