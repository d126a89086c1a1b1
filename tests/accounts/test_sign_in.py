"""Signing in: who gets in, who is held back, and that both look alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from accounts.models import AuditEvent, LoginSession, Person, VolunteerNumber
from accounts.rules import hashing, login_sessions
from accounts.rules.sign_in import ChildSignsIn, WrongSecret
from teams.authority.act import Act
from tests.builders import NOW, a_person, add
from tests.signing import PASSWORD, PIN, enter


@pytest.fixture
def person(session):
    found = a_person(session, "张三", phone="13900000001")
    found.password_hash, found.pin_hash = hashing.hashed(PASSWORD), hashing.hashed(PIN)
    add(session, VolunteerNumber(number="DJ0001", person_id=found.id))
    return found


@pytest.mark.parametrize("login", ["13900000001", " +86 139 0000 0001 ", "DJ0001", "ｄｊ０００１"])
def test_phone_or_number_with_password_lets_in(session, person, login):
    assert enter(session, login, PASSWORD).token


def test_number_with_pin_lets_a_volunteer_in(session, person):
    assert enter(session, "DJ0001", PIN).token


def test_pin_does_not_open_for_staff(session, person):
    assert isinstance(enter(session, "DJ0001", PIN, is_staff=True).refusal, WrongSecret)


def test_phone_with_pin_does_not_open(session, person):
    assert isinstance(enter(session, "13900000001", PIN).refusal, WrongSecret)


def test_known_and_unknown_are_refused_in_the_same_words(session, person):
    known = enter(session, "13900000001", "wrong-password").refusal
    unknown = enter(session, "13911112222", "wrong-password").refusal
    garbage = enter(session, "nobody at all", "wrong-password").refusal

    assert known.sentence == unknown.sentence == garbage.sentence


def test_disabled_person_is_nobody(session, person):
    person.is_disabled = True

    assert isinstance(enter(session, "DJ0001", PASSWORD).refusal, WrongSecret)


def test_good_sign_ins_never_count(session, person):
    for _ in range(12):
        assert enter(session, "DJ0001", PASSWORD).token


def test_day_before_the_fourteenth_birthday_is_too_early(session, person):
    person.birth_on = date(2012, 5, 16)

    refusal = enter(session, "DJ0001", PIN, today=date(2026, 5, 15)).refusal

    assert isinstance(refusal, ChildSignsIn)
    assert "监护人" in refusal.sentence


@pytest.mark.parametrize("secret", [PIN, PASSWORD])
def test_from_the_fourteenth_birthday_one_signs_in_alone(session, person, secret):
    person.birth_on = date(2012, 5, 15)

    assert enter(session, "DJ0001", secret, today=date(2026, 5, 15)).token


def test_who_does_not_know_the_secret_is_not_told_it_is_a_child(session, person):
    person.birth_on = date(2017, 5, 15)

    assert isinstance(enter(session, "DJ0001", "135791").refusal, WrongSecret)


def test_session_of_a_child_is_over_and_comes_back_with_the_birthday(session, person):
    token = enter(session, "DJ0001", PIN).token
    person.birth_on = date(2012, 5, 20)
    birthday = datetime(2026, 5, 19, 16, 0, tzinfo=UTC)

    assert login_sessions.live(Act(session, NOW), token) is None
    assert login_sessions.live(Act(session, birthday), token) is not None


def test_staff_sessions_are_short_and_volunteers_are_long(session, person):
    enter(session, "DJ0001", PASSWORD, is_staff=True)
    enter(session, "DJ0001", PASSWORD)

    lasts = [row.expires_at - row.made_at for row in session.scalars(select(LoginSession))]

    assert sorted(lasts) == [timedelta(hours=12), timedelta(days=30)]


def test_staff_session_idle_for_thirty_minutes_is_over(session, person):
    token = enter(session, "DJ0001", PASSWORD, is_staff=True).token

    assert login_sessions.live(Act(session, NOW + timedelta(minutes=29, seconds=59)), token)
    assert login_sessions.live(Act(session, NOW + timedelta(minutes=30)), token) is None


def test_ended_session_stays_ended(session, person):
    token = enter(session, "DJ0001", PASSWORD).token
    found = login_sessions.live(Act(session, NOW), token)
    login_sessions.end(Act(session, NOW), found.id, person.id)
    login_sessions.note_seen(Act(session, NOW), found.id)

    assert login_sessions.live(Act(session, NOW), token) is None


def test_token_and_secret_are_nowhere_in_the_books(session, person):
    token = enter(session, "DJ0001", PASSWORD).token
    enter(session, "DJ0001", "a-mistyped-secret")
    session.flush()

    kept = [
        str(row.__dict__)
        for kind in (AuditEvent, LoginSession, Person)
        for row in session.scalars(select(kind))
    ]

    assert not any(secret in "".join(kept) for secret in (token, PASSWORD, "a-mistyped-secret"))


@pytest.fixture
def real_cost():
    """The parameters of the product; other tests hash as cheaply as can be."""
    cheap = hashing._kept.hasher
    hashing.use(hashing.RECOMMENDED)
    yield
    hashing.use(cheap)


def test_weaker_hash_is_renewed_at_sign_in(session, person, real_cost):
    person.password_hash = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    enter(session, "DJ0001", PASSWORD)

    assert "m=19456,t=2,p=1" in person.password_hash
    assert hashing.matches(PASSWORD, person.password_hash)
    assert not hashing.matches(PASSWORD, None)
