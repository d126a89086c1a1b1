"""Rows that may be there already: written once, changed or left alone (core.upsert)."""

from datetime import timedelta

from sqlalchemy import func, select

from core.lease import Lease
from core.upsert import insert_new, upsert, upsert_all
from tests.builders import NOW

LATER = NOW + timedelta(minutes=1)
MINE = {"name": "sweep", "holder": "one", "until": NOW}


def written(session):
    return session.execute(select(Lease.name, Lease.holder, Lease.until)).all()


def renew(session, holder, only_if=None):
    key, first = {"name": "sweep"}, {"holder": holder, "until": NOW}
    again = {"holder": Lease.holder + "+" + holder, "until": LATER}
    return upsert(session, Lease.holder, key, first=first, again=again, only_if=only_if)


def test_a_new_row_is_told(session):
    assert insert_new(session, Lease.name, MINE) == "sweep"
    assert written(session) == [("sweep", "one", NOW)]


def test_a_row_that_is_there_is_told_as_nothing_and_stays(session):
    insert_new(session, Lease.name, MINE)

    assert insert_new(session, Lease.name, MINE | {"holder": "two"}) is None
    assert written(session) == [("sweep", "one", NOW)]


def test_a_whole_row_can_be_told(session):
    made = insert_new(session, Lease, MINE)

    assert (made.holder, made.until) == ("one", NOW)
    assert made in session


def test_the_first_time_the_first_values_are_written(session):
    assert renew(session, "one") == "one"
    assert written(session) == [("sweep", "one", NOW)]


def test_again_the_row_that_is_there_is_changed(session):
    renew(session, "one")

    assert renew(session, "two") == "one+two"
    assert written(session) == [("sweep", "one+two", LATER)]


def test_where_the_condition_fails_the_row_is_left_alone(session):
    renew(session, "one")

    assert renew(session, "two", Lease.holder == "two") is None
    assert written(session) == [("sweep", "one", NOW)]


def test_the_condition_does_not_stop_a_first_row(session):
    assert renew(session, "one", Lease.holder == "two") == "one"
    assert session.scalar(select(func.count()).select_from(Lease)) == 1


def test_many_rows_are_written_and_those_there_already_changed(session):
    insert_new(session, Lease.name, MINE)
    rows = [MINE | {"holder": "two"}, {"name": "other", "holder": "three", "until": LATER}]

    upsert_all(session, Lease, ["name"], rows)

    assert sorted(written(session)) == [("other", "three", LATER), ("sweep", "two", NOW)]
