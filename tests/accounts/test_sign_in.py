"""Signing in: who gets in, who is held back, and that both look alike."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, LoginSession, Person, VolunteerNumber
from accounts.rules import login_sessions, secrets, sign_in
from accounts.rules.sign_in import WrongSecret
from accounts.rules.throttle import LockedFor
from tests.builders import NOW, a_person, add

PASSWORD = "wuse-demo-2026"
PIN = "246810"


@pytest.fixture
def person(session):
    found = a_person(session, "张三", phone="13900000001")
    found.password_hash, found.pin_hash = secrets.hashed(PASSWORD), secrets.hashed(PIN)
    add(session, VolunteerNumber(number="DJ0001", person_id=found.id))
    return found


def enter(session, login, secret, now=NOW, *, is_staff=False):
    claimed = sign_in.claim(login, secret)
    found = sign_in.find(session, claimed)
    is_right = sign_in.is_right(found, claimed, is_staff=is_staff)
    staff = is_staff if is_right else None
    return sign_in.settle(session, found.id if found else None, claimed, now, is_staff=staff)


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


def test_nine_wrong_passwords_do_not_lock(session, person):
    for _ in range(9):
        enter(session, "DJ0001", "wrong-password")

    assert enter(session, "DJ0001", PASSWORD).token


def test_ten_wrong_passwords_lock_the_right_one_out_too(session, person):
    for _ in range(10):
        enter(session, "DJ0001", "wrong-password")

    right = enter(session, "13900000001", PASSWORD, NOW + timedelta(seconds=59)).refusal
    wrong = enter(session, "13900000001", "wrong", NOW + timedelta(seconds=59)).refusal

    assert isinstance(right, LockedFor)
    assert right.sentence == wrong.sentence
    assert "10:01" in right.sentence


def test_lock_ends_on_its_minute(session, person):
    for _ in range(10):
        enter(session, "DJ0001", "wrong-password")

    assert enter(session, "DJ0001", PASSWORD, NOW + timedelta(minutes=1)).token


def test_each_failure_after_a_lock_locks_longer(session, person):
    for _ in range(10):
        enter(session, "DJ0001", "wrong-password")
    enter(session, "DJ0001", "wrong-password", NOW + timedelta(minutes=1))

    again = enter(session, "DJ0001", PASSWORD, NOW + timedelta(minutes=2, seconds=59))

    assert isinstance(again.refusal, LockedFor)


def test_failures_fade_after_a_quiet_window(session, person):
    for _ in range(9):
        enter(session, "DJ0001", "wrong-password")
    for _ in range(5):
        enter(session, "DJ0001", "wrong-password", NOW + timedelta(minutes=5))

    assert enter(session, "DJ0001", PASSWORD, NOW + timedelta(minutes=5)).token


def test_good_sign_ins_never_count(session, person):
    for _ in range(40):
        assert enter(session, "DJ0001", PASSWORD).token


@pytest.mark.parametrize(("tries", "is_locked"), [(4, False), (5, True)])
def test_five_wrong_pins_lock_for_fifteen_minutes(session, person, tries, is_locked):
    for _ in range(tries):
        enter(session, "DJ0001", "135790")

    at = NOW + timedelta(minutes=14, seconds=59)
    assert isinstance(enter(session, "DJ0001", PIN, at).refusal, LockedFor) is is_locked
    assert enter(session, "DJ0001", PIN, NOW + timedelta(minutes=15)).token


def test_unknown_number_is_locked_like_a_known_one(session, person):
    for _ in range(5):
        enter(session, "DJ9999", "135790")

    assert isinstance(enter(session, "DJ9999", "135790").refusal, LockedFor)


def test_staff_sessions_are_short_and_volunteers_are_long(session, person):
    enter(session, "DJ0001", PASSWORD, is_staff=True)
    enter(session, "DJ0001", PASSWORD)

    lasts = [row.expires_at - row.made_at for row in session.scalars(select(LoginSession))]

    assert sorted(lasts) == [timedelta(hours=12), timedelta(days=30)]


def test_staff_session_idle_for_thirty_minutes_is_over(session, person):
    token = enter(session, "DJ0001", PASSWORD, is_staff=True).token

    assert login_sessions.live(session, token, NOW + timedelta(minutes=29, seconds=59))
    assert login_sessions.live(session, token, NOW + timedelta(minutes=30)) is None


def test_ended_session_stays_ended(session, person):
    token = enter(session, "DJ0001", PASSWORD).token
    found = login_sessions.live(session, token, NOW)
    login_sessions.end(session, found.id, person.id, NOW)
    login_sessions.note_seen(session, found.id, NOW)

    assert login_sessions.live(session, token, NOW) is None


def test_token_and_secret_are_nowhere_in_the_books(session, person):
    token = enter(session, "DJ0001", PASSWORD).token
    enter(session, "DJ0001", "a-mistyped-secret")
    session.flush()

    kept = [str(row.__dict__) for kind in (AuditEvent, LoginSession, Person)
            for row in session.scalars(select(kind))]  # fmt: skip

    assert not any(secret in "".join(kept) for secret in (token, PASSWORD, "a-mistyped-secret"))


def test_weaker_hash_is_renewed_at_sign_in(session, person):
    from argon2 import PasswordHasher  # noqa: PLC0415

    person.password_hash = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    enter(session, "DJ0001", PASSWORD)

    assert "m=19456,t=2,p=1" in person.password_hash
