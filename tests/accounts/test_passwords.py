"""What may be chosen as a password or PIN, and changing it."""

from datetime import date, timedelta

import pytest

from accounts.rules import login_sessions, own_secret, passwords, secrets, throttle
from accounts.rules.own_secret import Change, CurrentWrong, SameAsBefore
from accounts.rules.passwords import Owner
from accounts.rules.throttle import LockedFor
from tests.builders import NOW, a_person

ZHANG = Owner("张三", "13900000001", "19600102")


def refused(password, profile="default"):
    try:
        passwords.refuse_weak_password(password, ZHANG, profile)
    except passwords.BadRequest as weak:
        return type(weak)
    return None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("a" * 1025, passwords.PasswordTooLong),
        ("abcdefgh9", passwords.PasswordTooShort),
        ("1234567890", passwords.PasswordTooCommon),
        ("QWERTYUIOP", passwords.PasswordTooCommon),
        ("aaaaaaaaaaaa", passwords.PasswordTooCommon),
        ("13900000001", passwords.PasswordNamesYou),
        ("139000000019", passwords.PasswordNamesYou),
        ("zhangsan66", passwords.PasswordNamesYou),
        ("zhiyuan2026", passwords.PasswordNamesYou),
        ("wuse-zhiyuan-demo", None),
        ("张三喜欢志愿服务也喜欢下棋", None),
        ("🌹" * 5 + "春天来了我去种树", None),
        ("x1" * 64, passwords.PasswordTooCommon),
        ("long enough and strange", None),
    ],
)
def test_password_is_taken_or_refused(password, why):
    assert refused(password) is why


def test_profile_djcp_asks_for_three_kinds():
    assert refused("mountain river tree") is None
    assert refused("mountainrivertree", "djcp") is passwords.PasswordTooPlain
    assert refused("Mountain-river tree", "djcp") is None


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("12345", passwords.PinNotSixDigits),
        ("１２３４５６", passwords.PinNotSixDigits),
        ("123456", passwords.PinTooPlain),
        ("876543", passwords.PinTooPlain),
        ("112211", passwords.PinTooPlain),
        ("600102", passwords.PinTooPlain),
        ("000001", passwords.PinTooPlain),
        ("246810", None),
    ],
)
def test_pin_is_taken_or_refused(pin, why):
    if why is None:
        passwords.refuse_weak_pin(pin, ZHANG)
    else:
        with pytest.raises(why):
            passwords.refuse_weak_pin(pin, ZHANG)


@pytest.fixture
def person(session):
    found = a_person(session, "张三", birth_on=date(1960, 1, 2))
    found.pin_hash = secrets.hashed("246810")
    return found


def test_first_pin_is_changed_and_no_longer_asked_for(session, person):
    person.must_change_secret = True

    assert own_secret.change(session, person.id, Change("246810", "975310", True), 0, NOW) is None
    assert person.must_change_secret is False
    assert secrets.matches("975310", person.pin_hash)


def test_wrong_present_pin_changes_nothing(session, person):
    answer = own_secret.change(session, person.id, Change("111222", "975310", True), 0, NOW)

    assert isinstance(answer, CurrentWrong)
    assert secrets.matches("246810", person.pin_hash)


def test_present_pin_is_asked_five_times_at_most(session, person):
    for _ in range(5):
        own_secret.change(session, person.id, Change("111222", "975310", True), 0, NOW)

    answer = own_secret.change(session, person.id, Change("246810", "975310", True), 0, NOW)

    assert isinstance(answer, LockedFor)


def test_pin_does_not_change_the_password_of_who_has_one(session, person):
    person.password_hash = secrets.hashed("a good long password")

    answer = own_secret.change(
        session, person.id, Change("246810", "another long password", False), 0, NOW
    )

    assert isinstance(answer, CurrentWrong)


def test_new_secret_must_be_new(session, person):
    with pytest.raises(SameAsBefore):
        own_secret.change(session, person.id, Change("246810", "246810", True), 0, NOW)


def test_changing_signs_the_other_devices_out(session, person):
    here = login_sessions.begin(session, person, "here", NOW, is_staff=False)
    there = login_sessions.begin(session, person, "there", NOW, is_staff=False)
    session.flush()
    mine = login_sessions.live(session, here, NOW)

    own_secret.change(session, person.id, Change("246810", "975310", True), mine.id, NOW)

    assert login_sessions.live(session, here, NOW) is not None
    assert login_sessions.live(session, there, NOW) is None


def test_pin_from_the_desk_is_random_and_to_be_changed(session, person):
    token = login_sessions.begin(session, person, "phone", NOW, is_staff=False)
    session.flush()

    pin = own_secret.give_pin(session, person, person.id, NOW + timedelta(minutes=1))

    assert secrets.matches(pin, person.pin_hash)
    assert person.must_change_secret
    assert login_sessions.live(session, token, NOW + timedelta(minutes=2)) is None


def test_password_given_anew_is_changed_by_a_password_not_by_a_pin(session, person):
    given = own_secret.give_password(session, person, None, NOW)
    assert len(given) == 14

    assert own_secret.change(session, person.id, Change("246810", "975310", True), 0, NOW) is None
    assert person.must_change_secret is True
    renewed = Change(given, "a good long password", False)
    assert own_secret.change(session, person.id, renewed, 0, NOW) is None

    assert (person.must_change_secret, person.is_password_given) == (False, False)


def test_password_given_anew_ends_the_lock_of_wrong_tries(session, person):
    key = throttle.key_of("password", f"person:{person.id}")
    for _ in range(10):
        throttle.note_failure(session, key, throttle.PASSWORD, NOW)

    own_secret.give_password(session, person, None, NOW)

    throttle.refuse_if_locked(session, key, NOW)
