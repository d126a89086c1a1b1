"""Moments are aware, and books refuse to be changed, whoever asks."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from accounts.models import AuditEvent
from tests.builders import NOW, a_community


def _event(**given) -> AuditEvent:
    return AuditEvent(**{"event": "x", "actor_id": None, "recorded_at": NOW} | given)


def test_naive_moment_is_refused(session):
    session.add(_event(recorded_at=datetime(2026, 5, 15, 10, 0)))  # noqa: DTZ001 - that is the test

    with pytest.raises((StatementError, ValueError), match="time zone"):
        session.flush()
    session.rollback()


def test_moment_of_another_zone_comes_back_in_utc(session):
    shanghai = timezone(timedelta(hours=8))
    event = _event(recorded_at=datetime(2026, 5, 15, 10, 0, tzinfo=shanghai))
    session.add(event)
    session.flush()
    session.expire(event)

    assert event.recorded_at == NOW
    assert event.recorded_at.tzinfo is UTC


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_events SET event = 'y'", "DELETE FROM audit_events"]
)
def test_audit_trail_refuses_change_by_raw_sql(session, statement):
    session.add(_event())
    session.flush()

    with pytest.raises(DBAPIError, match="append only"):
        session.execute(text(statement))
    session.rollback()


def test_row_of_one_community_cannot_point_into_another(session):
    dongjie = a_community(session)
    nanguan = a_community(session, "nanguan", name="南关社区", prefix="NG")
    session.commit()
    theirs = session.execute(
        text("SELECT id FROM teams WHERE community_id = :c"), {"c": nanguan.id}
    ).scalar()

    with pytest.raises(DBAPIError):
        session.execute(
            text("UPDATE teams SET parent_id = :p WHERE community_id = :c"),
            {"p": theirs, "c": dongjie.id},
        )
    session.rollback()
