"""What guessing costs, and whom it never holds up."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts.models import AuditEvent, Notification, SignInThrottle, VolunteerNumber
from accounts.rules import guessing, known_devices, own_secret
from accounts.rules.guessing import (
    LockedFor,
    LockedForToday,
    LockedTillTomorrow,
    NetworkLocked,
    Origin,
)
from accounts.rules.sign_in import WrongSecret
from core.db import run_on
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import NOW, a_community, a_member, a_person, a_role, add
from tests.signing import PASSWORD, PIN
from tests.signing import attempt as enter

WRONG, NO_PIN = "wrong-password", "135791"
HALL, ELSEWHERE = Origin("phone", "203.0.113.9"), Origin("phone", "198.51.100.7")


@pytest.fixture
def person(session):
    found = a_person(session, "张三", phone="13900000001")
    add(session, VolunteerNumber(number="DJ0001", person_id=found.id))
    return found


def wrong(session, times, login="DJ0001", secret=NO_PIN, now=NOW, origin=None):
    return [enter(session, login, secret, now, origin).refusal for _ in range(times)]


@pytest.mark.parametrize(("tries", "is_locked"), [(9, False), (10, True)])
def test_ten_wrong_passwords_hold_the_right_one_up(session, person, tries, is_locked):
    wrong(session, tries, secret=WRONG)

    right = enter(session, "DJ0001", PASSWORD, NOW + timedelta(seconds=59)).refusal

    assert isinstance(right, LockedFor) is is_locked


def test_right_and_wrong_get_the_same_words_while_one_waits(session, person):
    wrong(session, 10, secret=WRONG)

    right = enter(session, "DJ0001", PASSWORD).refusal
    again = enter(session, "DJ0001", WRONG).refusal

    assert right.sentence == again.sentence
    assert "10:01" in right.sentence


def test_wait_ends_on_its_minute(session, person):
    wrong(session, 10, secret=WRONG)

    assert enter(session, "DJ0001", PASSWORD, NOW + timedelta(minutes=1)).token


def test_each_wrong_password_after_a_wait_waits_twice_as_long(session, person):
    wrong(session, 10, secret=WRONG)
    wrong(session, 1, secret=WRONG, now=NOW + timedelta(minutes=1))

    inside = enter(session, "DJ0001", PASSWORD, NOW + timedelta(minutes=2, seconds=59))

    assert isinstance(inside.refusal, LockedFor)
    assert enter(session, "DJ0001", PASSWORD, NOW + timedelta(minutes=3)).token


def test_failures_fade_after_a_quiet_window(session, person):
    wrong(session, 9, secret=WRONG)
    wrong(session, 5, secret=WRONG, now=NOW + timedelta(minutes=5))

    assert enter(session, "DJ0001", PASSWORD, NOW + timedelta(minutes=5)).token


@pytest.mark.parametrize(("tries", "is_locked"), [(4, False), (5, True)])
def test_five_wrong_pins_wait_for_fifteen_minutes(session, person, tries, is_locked):
    wrong(session, tries)

    at = NOW + timedelta(minutes=14, seconds=59)
    assert isinstance(enter(session, "DJ0001", PIN, at).refusal, LockedFor) is is_locked
    assert enter(session, "DJ0001", PIN, NOW + timedelta(minutes=15)).token


def test_second_five_wrong_pins_wait_twice_as_long(session, person):
    wrong(session, 5)
    later = NOW + timedelta(minutes=15)
    wrong(session, 5, now=later)

    inside = enter(session, "DJ0001", PIN, later + timedelta(minutes=29, seconds=59))

    assert isinstance(inside.refusal, LockedFor)
    assert enter(session, "DJ0001", PIN, later + timedelta(minutes=30)).token


def test_right_answer_takes_the_own_count_away_and_leaves_the_address(session, person):
    wrong(session, 4)
    enter(session, "DJ0001", PIN)

    wrong(session, 4)

    assert enter(session, "DJ0001", PIN).token
    assert session.get(SignInThrottle, _key(session, "address:")).failures == 8


def _key(session, begins):
    return session.scalars(
        select(SignInThrottle.login_hash).where(SignInThrottle.login_hash.startswith(begins))
    ).one()


def test_somebody_elses_wrong_pins_do_not_hold_up_the_owner_elsewhere(session, person):
    wrong(session, 5, origin=HALL)

    assert enter(session, "DJ0001", PIN, origin=ELSEWHERE).token


def test_owners_known_device_gets_in_whatever_others_tried(session, person):
    known = known_devices.remembered("", person.id)
    at_home = Origin("phone", HALL.address, known)
    wrong(session, 40, origin=HALL)

    assert isinstance(enter(session, "DJ0001", PIN, origin=HALL).refusal, LockedFor)
    assert enter(session, "DJ0001", PIN, origin=at_home).token


def test_known_device_has_five_tries_of_its_own(session, person):
    at_home = Origin("phone", HALL.address, known_devices.remembered("", person.id))
    wrong(session, 5, origin=at_home)

    assert isinstance(enter(session, "DJ0001", PIN, origin=at_home).refusal, LockedFor)
    assert enter(session, "DJ0001", PIN, origin=ELSEWHERE).token


def test_device_of_one_is_not_known_for_another_nor_made_up(session, person):
    token = known_devices.remembered("", person.id)
    number, mark = token.split(".")

    assert known_devices.is_known(token, person.id)
    assert not known_devices.is_known(token, person.id + 1)
    assert not known_devices.is_known(f"{'0' * len(number)}.{mark}", person.id)
    assert not known_devices.is_known("", None)


def test_shared_device_knows_the_last_eight(session):
    token = ""
    for person_id in range(1, 10):
        token = known_devices.remembered(token, person_id)

    assert [n for n in range(1, 10) if known_devices.is_known(token, n)] == list(range(2, 10))
    assert known_devices.remembered(token, 9) == token


def test_one_address_over_many_numbers_is_stopped(session):
    refusals = [
        enter(session, f"DJ{number % 120 + 1:04}", NO_PIN, NOW, HALL).refusal
        for number in range(300)
    ]

    kinds = [type(each) for each in refusals]
    assert kinds[:30] == [WrongSecret] * 30
    assert set(kinds[30:]) == {NetworkLocked}


def test_an_address_waits_a_minute_then_twice_as_long_after_ten_more(session, person):
    def fail(times, at, first):
        for number in range(times):
            wrong(session, 1, f"DJ{first + number:04}", now=at, origin=HALL)

    fail(30, NOW, 100)
    assert isinstance(enter(session, "DJ0001", PIN, NOW, HALL).refusal, NetworkLocked)
    after = NOW + timedelta(minutes=1)
    assert enter(session, "DJ0001", PIN, after, HALL).token
    fail(10, after, 200)
    inside = enter(session, "DJ0001", PIN, after + timedelta(seconds=119), HALL).refusal

    assert isinstance(inside, NetworkLocked)
    assert enter(session, "DJ0001", PIN, after + timedelta(minutes=2), HALL).token


def test_an_address_tries_a_hundred_and_twenty_times_a_day_at_most(session):
    tried, at = 0, NOW
    for number in range(23 * 12):
        at = NOW + timedelta(minutes=number * 5)
        refusal = enter(session, f"DJ{number:04}", NO_PIN, at, HALL).refusal
        tried += isinstance(refusal, WrongSecret)

    assert tried == 120
    assert isinstance(refusal, (LockedForToday, LockedTillTomorrow))


@pytest.mark.parametrize(("tries", "is_locked"), [(19, False), (20, True)])
def test_a_pin_is_tried_twenty_times_a_day_from_everywhere(session, person, tries, is_locked):
    for number in range(tries):
        wrong(session, 1, origin=Origin("bot", f"198.51.100.{number}"))

    refusal = enter(session, "DJ0001", PIN, origin=HALL).refusal

    assert isinstance(refusal, LockedTillTomorrow) is is_locked


def test_a_stations_pins_are_tried_two_hundred_times_a_day(session, person):
    for number in range(200):
        wrong(session, 1, f"DJ{number + 100:04}", origin=Origin("bot", f"198.51.100.{number}"))

    stopped = enter(session, "DJ0001", PIN, origin=HALL).refusal
    elsewhere = enter(session, "NG0001", PIN, origin=HALL).refusal

    assert isinstance(stopped, LockedTillTomorrow)
    assert isinstance(elsewhere, WrongSecret)
    assert enter(session, "13900000001", PASSWORD, origin=HALL).token


def test_a_hall_that_signs_in_rightly_is_never_slowed(session, person):
    for second in range(200):
        at = NOW + timedelta(seconds=second * 0.3)
        assert enter(session, "DJ0001", PIN, at, HALL).token

    assert session.scalar(select(func.count()).select_from(SignInThrottle)) == 0


def test_a_hall_where_one_in_eight_mistypes_is_not_slowed(session, person):
    for number in range(200):
        at = NOW + timedelta(seconds=number * 18)
        if number % 8 == 0:
            wrong(session, 1, f"DJ{number + 2:04}", now=at, origin=HALL)
        else:
            assert enter(session, "DJ0001", PIN, at, HALL).token


@pytest.mark.parametrize("kind", ["phone", "number"])
def test_no_answer_tells_which_phone_belongs_to_which_number(session, person, kind):
    tried, other = ("13900000001", "DJ0001") if kind == "phone" else ("DJ0001", "13900000001")
    wrong(session, 10, tried, WRONG)

    refusal = enter(session, other, WRONG).refusal

    assert isinstance(refusal, WrongSecret)


def test_known_and_unknown_are_held_up_alike(session, person):
    known = [each.sentence for each in wrong(session, 7, "DJ0001", origin=HALL)]
    unknown = [each.sentence for each in wrong(session, 7, "DJ9999", origin=ELSEWHERE)]

    assert known == unknown


def test_new_pin_from_the_desk_ends_the_wait_of_the_old_one(session, person):
    wrong(session, 5)

    own_secret.give_pin(Act(session, NOW), person, person.id)

    assert enter(session, "DJ0001", PIN).token


def test_four_hundred_bad_sign_ins_leave_few_rows(session):
    for number in range(400):
        enter(session, f"nobody-{number}", WRONG, NOW + timedelta(seconds=number), HALL)
    session.flush()

    assert session.scalar(select(func.count()).select_from(AuditEvent)) <= 3
    assert session.scalar(select(func.count()).select_from(SignInThrottle)) <= 2 * 60


def test_made_up_logins_fill_a_bounded_number_of_rows(session):
    keys = {guessing.throttle.typed_counter("pin", str(n), guessing.PIN).key for n in range(50_000)}

    assert len(keys) <= guessing.throttle.BUCKETS


def test_administrators_are_warned_once_an_hour(session):
    here = a_community(session, prefix="DJ")
    admin = a_member(session, here, "李梅")
    a_role(session, admin, Role.COMMUNITY_ADMIN)
    for address in ("198.51.100.1", "198.51.100.2"):
        for number in range(30):
            wrong(session, 1, f"DJ{number + 50:04}", origin=Origin("bot", address))
    session.flush()

    told = list(
        session.scalars(select(Notification).where(Notification.person_id == admin.person_id))
    )
    noted = select(AuditEvent.community_id).where(AuditEvent.event == "authn_login_fail_max")
    assert ["PIN 码" in each.sentence for each in told] == [True]
    assert list(session.scalars(noted)) == [here.id]


def test_failures_at_one_moment_are_all_counted(engine):
    def fail():
        tried = guessing.Try("DJ0001", HALL, None, is_by_pin=True, is_phone=False)
        run_on(engine, lambda session: guessing.note_failure(Act(session, NOW), tried))

    threads = [threading.Thread(target=fail) for _ in range(24)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    with engine.connect() as reading:
        counts = set(reading.scalars(select(SignInThrottle.failures)))
    assert counts == {24}
