"""Upkeep: each job stands alone, one worker works at a time, a failed job is tried again."""

import threading

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core import lease, upkeep
from core.db import db
from tests.builders import NOW


def jobs(monkeypatch, *listed):
    monkeypatch.setattr(upkeep.room, "jobs", lambda: dict(listed))


def left_to_do(count):
    """A job with so much to do, one a batch."""
    left = [count]

    def job(_session, _now):
        done = min(1, left[0])
        left[0] -= done
        return done

    return job


def broken(_session, _now):
    raise LookupError("a job that fails")


@pytest.fixture
def inside(app, now):
    with app.app_context():
        yield app


def test_every_job_is_done_until_nothing_is_left(inside, monkeypatch):
    jobs(monkeypatch, ("a", left_to_do(3)), ("b", left_to_do(0)))

    told = upkeep.sweep(NOW)

    assert (told.done, told.failed) == ({"a": 3, "b": 0}, [])


def test_a_job_that_fails_does_not_stop_the_others(inside, monkeypatch, caplog):
    jobs(monkeypatch, ("a", broken), ("b", left_to_do(2)))

    told = upkeep.sweep(NOW)

    assert (told.done, told.failed) == ({"b": 2}, ["a"])
    assert "a job that fails" in caplog.text


def test_what_a_failed_job_did_in_its_batch_is_taken_back(inside, monkeypatch):
    def half(session, now):
        lease.take(session, "half", "x", now, upkeep.LEASE_LASTS)
        raise LookupError

    jobs(monkeypatch, ("half", half))
    upkeep.sweep(NOW)

    with Session(db.engine) as asking:
        assert lease.holder_of(asking, "half", NOW) is None


def test_the_command_says_which_job_failed(inside, monkeypatch):
    jobs(monkeypatch, ("points: expire", broken))

    told = inside.test_cli_runner().invoke(args=["sweep"])

    assert told.exit_code == 1
    assert "points: expire" in told.output


def test_a_round_is_done_by_who_holds_the_lease(inside, monkeypatch):
    job = left_to_do(2)
    jobs(monkeypatch, ("a", job))

    upkeep._one_round("me", threading.Event())

    assert job(None, None) == 0


def test_a_round_is_left_to_another_holder(inside, monkeypatch):
    job = left_to_do(2)
    jobs(monkeypatch, ("a", job))
    upkeep.run(lambda s: lease.take(s, upkeep.LEASE_NAME, "another", NOW, upkeep.LEASE_LASTS))

    upkeep._one_round("me", threading.Event())

    assert job(None, None) == 1


def test_nothing_is_done_while_the_program_is_read_only(inside, monkeypatch):
    job = left_to_do(2)
    jobs(monkeypatch, ("a", job))
    monkeypatch.setitem(inside.config, "READ_ONLY", True)

    upkeep._one_round("me", threading.Event())

    assert job(None, None) == 1


def test_a_round_ends_between_jobs_when_told_to_stop(inside, monkeypatch):
    stop, second = threading.Event(), left_to_do(2)

    def first(_session, _now):
        stop.set()
        return 0

    jobs(monkeypatch, ("a", first), ("b", second))
    upkeep._one_round("me", stop)

    assert second(None, None) == 1


def test_a_database_that_is_away_is_no_end_of_the_worker(inside, monkeypatch, caplog):
    def away(_session, _now):
        raise OperationalError("SELECT 1", {}, ConnectionError("gone"))

    jobs(monkeypatch, ("a", away), ("b", left_to_do(1)))

    told = upkeep.sweep(NOW)

    assert told.failed == ["a"]
    assert "Traceback" not in caplog.text
