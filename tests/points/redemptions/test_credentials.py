"""Who shows what at the counter: a child's guardian, a second person's own PIN, few codes."""

from datetime import date, timedelta

import pytest

from accounts.models import Guardian, Person
from accounts.rules import hashing
from points.redemptions.rules import counter_credentials
from points.redemptions.rules.counter_credentials import (
    FreshPin,
    GuardianCredentialWrong,
    GuardianWithoutNumber,
    SecondPersonNeeded,
)
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import NOW, add
from tests.shop_builders import PIN, a_witness, earn

GUARDIANS_PIN = "864209"
NOT_YET, FOURTEEN = date(2012, 5, 16), date(2012, 5, 15)


def a_child(session, store, guardian=None, birth_on=NOT_YET):
    child = store.member(points=100, name="小明", birth_on=birth_on)
    add(
        session,
        Guardian(
            person_id=child.person_id,
            name="刘芳",
            consented_at=NOW,
            guardian_person_id=guardian.person_id if guardian else None,
        ),
    )
    return child


@pytest.fixture
def parent(session, store):
    found = store.member(name="刘芳")
    found.person.pin_hash = hashing.hashed(GUARDIANS_PIN)
    session.flush()
    return found


def test_guardians_pin_takes_a_childs_goods(session, store, parent):
    child = a_child(session, store, parent)

    redemption = store.sell(child, (store.product(), 1), credential=GUARDIANS_PIN)

    assert (redemption.member_id, redemption.credential) == (child.id, "pin")


def test_guardians_one_time_code_does_too(session, store, parent):
    child = a_child(session, store, parent)
    code = counter_credentials.new_code(Act(session, NOW), parent.person_id)

    assert store.sell(child, (store.product(), 1), credential=code).credential == "code"


def test_childs_own_pin_opens_nothing(session, store, parent):
    child = a_child(session, store, parent)

    with pytest.raises(GuardianCredentialWrong):
        store.sell(child, (store.product(), 1), credential=PIN)


def test_guardian_without_a_number_is_sent_to_the_desk(session, store):
    child = a_child(session, store)

    with pytest.raises(GuardianWithoutNumber):
        store.sell(child, (store.product(), 1), credential=PIN)


def test_from_the_fourteenth_birthday_the_own_pin_counts(session, store, parent):
    child = a_child(session, store, parent, FOURTEEN)

    assert store.sell(child, (store.product(), 1), credential=PIN).member_id == child.id


def test_clerk_does_not_serve_the_own_child_alone(session, store):
    child = a_child(session, store, store.clerk_member)

    with pytest.raises(SecondPersonNeeded):
        store.sell(child, (store.product(), 1), credential=PIN)


def test_pin_fresh_from_the_desk_is_no_second_person(session, store):
    earn(session, store.clerk_member, 100)
    witness, soap = a_witness(store, Role.SUPERVISOR), store.product()
    second = session.get_one(
        Person, counter_credentials.witness_id(session, store.community.id, witness)
    )
    second.must_change_secret = True
    session.flush()

    with pytest.raises(FreshPin):
        store.sell(store.clerk_member, (soap, 1), witness=witness)

    second.must_change_secret = False
    assert store.sell(store.clerk_member, (soap, 1), witness=witness).second_person_id == second.id


def test_eleventh_wrong_code_of_a_clerk_in_a_minute_waits(session, store):
    waits = [counter_credentials.spend_scan(Act(session, NOW), 1, 1) for _ in range(11)]

    assert waits == [0] * 10 + [60]
    assert counter_credentials.spend_scan(Act(session, NOW + timedelta(minutes=1)), 1, 1) == 0


def test_wrong_codes_of_all_counters_of_a_shop_end_at_a_hundred_a_day(session, store):
    waits = [counter_credentials.spend_scan(Act(session, NOW), n // 5, 1) for n in range(101)]

    assert waits == [0] * 100 + [24 * 3600]
    assert counter_credentials.spend_scan(Act(session, NOW), 50, 2) == 0


def test_right_codes_use_nothing_up(session, store):
    for _ in range(150):
        assert counter_credentials.spend_scan(Act(session, NOW), 1, 1) == 0
        counter_credentials.right_scan(session, 1, 1)
