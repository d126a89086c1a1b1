"""Of several workers one holds the lease at a time."""

from datetime import timedelta

import pytest

from core import lease
from tests.builders import NOW
from tests.racing import together

MINUTE = timedelta(minutes=1)


def test_the_first_takes_the_lease_and_another_does_not(session):
    assert lease.take(session, "upkeep", "a", NOW, MINUTE)
    assert not lease.take(session, "upkeep", "b", NOW, MINUTE)
    assert lease.holder_of(session, "upkeep", NOW) == "a"


def test_the_holder_renews_its_own(session):
    lease.take(session, "upkeep", "a", NOW, MINUTE)

    assert lease.take(session, "upkeep", "a", NOW + timedelta(seconds=50), MINUTE)
    assert not lease.take(session, "upkeep", "b", NOW + timedelta(seconds=70), MINUTE)


def test_a_lease_is_held_until_its_last_second(session):
    lease.take(session, "upkeep", "a", NOW, MINUTE)

    assert not lease.take(session, "upkeep", "b", NOW + timedelta(seconds=59), MINUTE)
    assert lease.take(session, "upkeep", "b", NOW + MINUTE, MINUTE)


def test_who_was_overtaken_does_not_renew(session):
    lease.take(session, "upkeep", "a", NOW, MINUTE)
    lease.take(session, "upkeep", "b", NOW + MINUTE, MINUTE)

    assert not lease.take(session, "upkeep", "a", NOW + MINUTE, MINUTE)


def test_a_lease_given_back_is_free_at_once(session):
    lease.take(session, "upkeep", "a", NOW, MINUTE)

    lease.give_back(session, "upkeep", "b")
    assert not lease.take(session, "upkeep", "b", NOW, MINUTE)
    lease.give_back(session, "upkeep", "a")

    assert lease.take(session, "upkeep", "b", NOW, MINUTE)


def test_two_pieces_of_work_are_two_leases(session):
    lease.take(session, "upkeep", "a", NOW, MINUTE)

    assert lease.take(session, "backup", "b", NOW, MINUTE)


@pytest.mark.race
def test_of_sixteen_who_ask_at_once_one_gets_it(engine):
    def asking(number):
        return lambda s: lease.take(s, "upkeep", f"worker {number}", NOW, MINUTE)

    assert sum(together(engine, [asking(number) for number in range(16)])) == 1
