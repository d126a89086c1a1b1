"""Many rows are written a part at a time, all of them and in their order."""

import pytest
from sqlalchemy import insert, select

from accounts.models import Person
from core import bulk
from tests.builders import NOW


@pytest.fixture(params=[1, 2, 5, 6])
def a_part(request, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", request.param)


NAMES = ["张", "王", "李", "赵", "周"]
NAMED = [{"name": name, "registered_at": NOW} for name in NAMES]


def test_all_rows_are_inserted_and_their_ids_come_in_order(session, a_part):
    ids = bulk.insert_all(session, Person, NAMED)

    assert [session.get_one(Person, each).name for each in ids] == NAMES


def test_a_statement_is_run_for_every_row(session, a_part):
    bulk.write(session, insert(Person), NAMED)

    assert list(session.scalars(select(Person.name).order_by(Person.id))) == NAMES


def test_of_no_rows_nothing_is_written(session, a_part):
    assert bulk.insert_all(session, Person, []) == []
