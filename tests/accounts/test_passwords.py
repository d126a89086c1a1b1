"""What may be chosen as a password or PIN, and changing it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from accounts.rules import guessing, hashing, login_sessions, own_secret, passwords, people
from accounts.rules.guessing import LockedFor
from accounts.rules.own_secret import Change, CurrentWrong, SameAsBefore
from accounts.rules.passwords import Owner
from teams.authority.act import Act
from tests.builders import NOW, a_person

ZHANG = Owner("张三", "13900417263", "19600102", numbers=("DJ0387", "11010119600102802X"))


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
        ("13900417263", passwords.PasswordNamesYou),
        ("139004172639", passwords.PasswordNamesYou),
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
        ("135791", passwords.PinTooPlain),
        ("121212", passwords.PinTooPlain),
        ("123123", passwords.PinTooPlain),
        ("443388", passwords.PinTooPlain),
        ("739937", passwords.PinTooPlain),
        ("600102", passwords.PinTooPlain),
        ("010260", passwords.PinTooPlain),
        ("020160", passwords.PinTooPlain),
        ("196001", passwords.PinTooPlain),
        ("196012", passwords.PinTooPlain),
        ("880229", passwords.PinTooPlain),
        ("870229", None),
        ("417263", passwords.PinTooPlain),
        ("004172", passwords.PinTooPlain),
        ("000387", passwords.PinTooPlain),
        ("102802", passwords.PinTooPlain),
        ("246810", passwords.PinTooPlain),
        ("971305", None),
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
    found.pin_hash = hashing.hashed("246810")
    return found


def test_first_pin_is_changed_and_no_longer_asked_for(session, person):
    person.must_change_secret = True

    assert (
        own_secret.change(Act(session, NOW), person.id, Change("246810", "971305", True), 0) is None
    )
    assert person.must_change_secret is False
    assert hashing.matches("971305", person.pin_hash)


def test_wrong_present_pin_changes_nothing(session, person):
    answer = own_secret.change(Act(session, NOW), person.id, Change("111222", "971305", True), 0)

    assert isinstance(answer, CurrentWrong)
    assert hashing.matches("246810", person.pin_hash)


def test_present_pin_is_asked_five_times_at_most(session, person):
    for _ in range(5):
        own_secret.change(Act(session, NOW), person.id, Change("111222", "971305", True), 0)

    answer = own_secret.change(Act(session, NOW), person.id, Change("246810", "971305", True), 0)

    assert isinstance(answer, LockedFor)


def test_pin_does_not_change_the_password_of_who_has_one(session, person):
    person.password_hash = hashing.hashed("a good long password")

    answer = own_secret.change(
        Act(session, NOW), person.id, Change("246810", "another long password", False), 0
    )

    assert isinstance(answer, CurrentWrong)


def test_new_secret_must_be_new(session, person):
    person.pin_hash = hashing.hashed("971305")

    with pytest.raises(SameAsBefore):
        own_secret.change(Act(session, NOW), person.id, Change("971305", "971305", True), 0)


def test_changing_signs_the_other_devices_out(session, person):
    here = login_sessions.begin(Act(session, NOW), person, "here", is_staff=False)
    there = login_sessions.begin(Act(session, NOW), person, "there", is_staff=False)
    session.flush()
    mine = login_sessions.live(Act(session, NOW), here)

    own_secret.change(Act(session, NOW), person.id, Change("246810", "971305", True), mine.id)

    assert login_sessions.live(Act(session, NOW), here) is not None
    assert login_sessions.live(Act(session, NOW), there) is None


def test_pin_from_the_desk_is_random_and_to_be_changed(session, person):
    token = login_sessions.begin(Act(session, NOW), person, "phone", is_staff=False)
    session.flush()

    pin = own_secret.give_pin(Act(session, NOW + timedelta(minutes=1)), person, person.id)

    assert hashing.matches(pin, person.pin_hash)
    assert person.must_change_secret
    assert login_sessions.live(Act(session, NOW + timedelta(minutes=2)), token) is None


def test_password_given_anew_is_changed_by_a_password_not_by_a_pin(session, person):
    given = own_secret.give_password(Act(session, NOW), person, None)
    assert len(given) == 14

    assert (
        own_secret.change(Act(session, NOW), person.id, Change("246810", "971305", True), 0) is None
    )
    assert person.must_change_secret is True
    renewed = Change(given, "a good long password", False)
    assert own_secret.change(Act(session, NOW), person.id, renewed, 0) is None

    assert (person.must_change_secret, person.is_password_given) == (False, False)


def test_password_given_anew_ends_the_wait_of_wrong_tries(session, person):
    tried = guessing.Try(
        people.phone_of(person), guessing.Origin(), person.id, is_by_pin=False, is_phone=True
    )
    for _ in range(10):
        guessing.note_failure(Act(session, NOW), tried)

    own_secret.give_password(Act(session, NOW), person, None)

    assert all(
        key.startswith("address") for key in guessing.refuse_waiting(Act(session, NOW), tried)
    )


class Blocking:
    """A hasher at which one secret takes as long as the test wants."""

    def __init__(self):
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.at_once = self.most_at_once = 0

    def hash(self, _secret):
        return "hash"

    def verify(self, _stored, secret):
        if secret == "door":
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.entered.set()
            self.go_on.wait(10)
            self.at_once -= 1


@pytest.fixture
def blocking():
    """The hasher that blocks, and after the test the one there was."""
    hasher, was = Blocking(), hashing._kept.hasher
    hashing.use(hasher)
    yield hasher
    hasher.go_on.set()
    hashing.use(was)


def test_a_till_does_not_wait_for_ten_who_sign_in(blocking):
    with ThreadPoolExecutor(11) as pool:
        doors = [pool.submit(hashing.matches, "door", "hash") for _ in range(10)]
        assert blocking.entered.wait(10)

        assert pool.submit(hashing.matches, "till", "hash", hashing.Lane.TILL).result(10)
        assert not any(each.done() for each in doors)

        blocking.go_on.set()
        assert all(each.result(10) for each in doors)


def test_those_who_sign_in_take_turns(blocking):
    with ThreadPoolExecutor(10) as pool:
        doors = [pool.submit(hashing.matches, "door", "hash") for _ in range(10)]
        assert blocking.entered.wait(10)
        blocking.go_on.set()
        assert all(each.result(10) for each in doors)

    assert blocking.most_at_once == 1
