"""Login sessions: what is kept, how long, and that the end is the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import LoginSession
from accounts.rules import login_sessions
from teams.authority.act import Act
from tests.builders import NOW, a_person


def _begin(session, *, is_staff=False):
    person = a_person(session)
    token = login_sessions.begin(Act(session, NOW), person, "手机", is_staff=is_staff)
    session.flush()
    return person, token


def test_token_itself_is_not_kept(session):
    _, token = _begin(session)

    kept = session.scalars(select(LoginSession)).one()

    assert kept.token_hash != token
    assert len(token) >= 43


def test_live_session_is_found(session):
    person, token = _begin(session)

    assert login_sessions.live(Act(session, NOW), token).person.id == person.id


def test_ended_session_is_not_found(session):
    person, token = _begin(session)
    found = login_sessions.live(Act(session, NOW), token)
    login_sessions.end(Act(session, NOW), found.id, person.id)
    session.expire_all()

    assert login_sessions.live(Act(session, NOW), token) is None


def test_being_seen_does_not_bring_an_ended_session_back(session):
    person, token = _begin(session)
    found = login_sessions.live(Act(session, NOW), token)
    login_sessions.end(Act(session, NOW), found.id, person.id)
    login_sessions.note_seen(Act(session, NOW), found.id)
    session.expire_all()

    assert login_sessions.live(Act(session, NOW), token) is None


def test_session_of_somebody_else_is_not_ended(session):
    _, token = _begin(session)
    found = login_sessions.live(Act(session, NOW), token)
    login_sessions.end(Act(session, NOW), found.id, found.person_id + 1)
    session.expire_all()

    assert login_sessions.live(Act(session, NOW), token) is not None


@pytest.mark.parametrize(
    ("is_staff", "after", "is_live"),
    [
        (False, timedelta(days=30) - timedelta(seconds=1), True),
        (False, timedelta(days=30), False),
        (True, timedelta(minutes=30) - timedelta(seconds=1), True),
        (True, timedelta(minutes=30), False),
    ],
)
def test_session_lasts_as_long_as_promised(session, is_staff, after, is_live):
    _, token = _begin(session, is_staff=is_staff)

    assert (login_sessions.live(Act(session, NOW + after), token) is not None) is is_live


def test_staff_session_ends_after_twelve_hours_however_busy(session):
    _, token = _begin(session, is_staff=True)
    found = login_sessions.live(Act(session, NOW), token)
    late = NOW + timedelta(hours=12)
    login_sessions.note_seen(Act(session, late - timedelta(minutes=1)), found.id)
    session.expire_all()

    assert login_sessions.live(Act(session, late), token) is None


def test_disabled_person_is_signed_out_at_once(session):
    person, token = _begin(session)
    person.is_disabled = True
    session.flush()

    assert login_sessions.live(Act(session, NOW), token) is None


def test_new_password_ends_the_other_devices(session):
    person, token = _begin(session)
    other = login_sessions.begin(Act(session, NOW), person, "平板", is_staff=False)
    session.flush()
    kept = login_sessions.live(Act(session, NOW), token)
    login_sessions.end_all(Act(session, NOW), person.id, but=kept.id)
    session.expire_all()

    assert login_sessions.live(Act(session, NOW), token) is not None
    assert login_sessions.live(Act(session, NOW), other) is None
