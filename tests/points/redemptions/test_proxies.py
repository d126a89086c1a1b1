"""Collecting for somebody else: a known person, two people a day, never the clerk (T24)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from accounts.rules import people
from accounts.rules.people import NewGuardian
from points.ledger.rules.refusals import ProxyFull, ProxyOnDuty
from points.redemptions.models import Redemption
from points.redemptions.rules.proxies import Proxy, ProxyIncomplete, ProxyNotNeeded, ProxyUnknown
from teams.authority.models import Role
from teams.members.models import MemberState
from tests.builders import NOW, a_member, staff
from tests.shop_builders import a_store, a_witness, earn

MOTHERS_PHONE = "13812345218"


@pytest.fixture
def daughter(store):
    return store.member(name="李小红", phone="13812340001")


def named(who, relation="女儿"):
    return Proxy(known_by=who, relation=relation)


def sold(store, proxy, member=None, **given):
    """Sell one soap to a member of their own, somebody else standing at the counter."""
    member = member or store.member(points=100)
    return store.sell(member, (store.product(), 1), proxy=proxy, **given)


def test_t24_a_proxy_collects_for_two_people_a_day_not_three(session, store, daughter):
    for _ in range(2):
        sold(store, named(daughter.volunteer_no))

    with pytest.raises(ProxyFull, match="2 个人"), session.begin_nested():
        sold(store, named(daughter.volunteer_no))


def test_t24_number_and_phone_are_one_person(session, store, daughter):
    sold(store, named(daughter.volunteer_no))
    sold(store, named("138 1234 0001", "邻居"))

    with pytest.raises(ProxyFull), session.begin_nested():
        sold(store, named(daughter.volunteer_no.lower()))


def test_t24_twice_for_the_same_person_counts_once(store, daughter):
    member = store.member(points=200)
    for _ in range(2):
        sold(store, named(daughter.volunteer_no), member)

    assert sold(store, named(daughter.volunteer_no)).proxy_name == "李小红"


def test_t24_the_next_day_the_proxy_may_again(store, daughter):
    for _ in range(2):
        sold(store, named(daughter.volunteer_no))

    tomorrow = NOW + timedelta(days=1)
    assert sold(store, named(daughter.volunteer_no), now=tomorrow)


def test_t24_the_redemption_names_the_proxy_as_known(store, redemption, daughter):
    store.collect(redemption, proxy=named(daughter.volunteer_no))

    assert redemption.proxy_person_id == daughter.person_id
    assert (redemption.proxy_name, redemption.proxy_relation) == ("李小红", "女儿")
    assert redemption.proxy_phone_tail == "0001"


@pytest.mark.parametrize("name", ["volunteer_no", "phone"])
def test_t24_the_clerk_on_duty_is_no_proxy(store, redemption, name):
    clerk = store.clerk_member
    typed = people.phone_of(clerk.person) if name == "phone" else clerk.volunteer_no

    with pytest.raises(ProxyOnDuty):
        store.collect(redemption, proxy=named(typed))
    with pytest.raises(ProxyOnDuty):
        sold(store, named(typed, "朋友"))


@pytest.mark.parametrize("typed", ["马红霞", "马红霞 9999", "9999", "1390000999", "DJ9999"])
def test_f8_words_and_tails_are_nobody(store, redemption, typed):
    with pytest.raises(ProxyUnknown):
        store.collect(redemption, proxy=named(typed))


def test_f8_the_clerks_own_tail_is_nobody_too(store, redemption):
    with pytest.raises(ProxyUnknown):
        store.collect(redemption, proxy=named(store.clerk_member.person.phone_tail))


def test_the_clerk_as_the_childs_guardian_is_no_proxy(session, store):
    child = store.member(points=100, birth_on=date(2011, 1, 1))
    phone = people.phone_of(store.clerk_member.person)
    people.keep_guardian(session, child.person, NewGuardian("别的名字", phone, "母亲"))

    with pytest.raises(ProxyOnDuty):
        sold(store, named(phone, "母亲"), child)


def test_a_guardian_on_file_collects_for_the_child(session, store):
    child = store.member(points=100, birth_on=date(2011, 1, 1))
    people.keep_guardian(session, child.person, NewGuardian("李梅", MOTHERS_PHONE, "母亲"))

    redemption = sold(store, named(MOTHERS_PHONE, "母亲"), child)

    assert (redemption.proxy_name, redemption.proxy_person_id) == ("李梅", None)
    with pytest.raises(ProxyUnknown):
        sold(store, named(MOTHERS_PHONE, "母亲"))


@pytest.mark.parametrize(("born", "counts"), [((2008, 5, 16), True), ((2008, 5, 15), False)])
def test_the_guardian_counts_until_the_child_is_eighteen(session, store, born, counts):
    child = store.member(points=100, birth_on=date(*born))
    people.keep_guardian(session, child.person, NewGuardian("李梅", MOTHERS_PHONE, "母亲"))

    if counts:
        assert sold(store, named(MOTHERS_PHONE), child)
    else:
        with pytest.raises(ProxyUnknown):
            sold(store, named(MOTHERS_PHONE), child)


def test_one_guardian_of_three_children_collects_for_two(session, store):
    children = [store.member(points=100, birth_on=date(2011, 1, 1)) for _ in range(3)]
    for child in children:
        people.keep_guardian(session, child.person, NewGuardian("李梅", MOTHERS_PHONE, "母亲"))
    for child in children[:2]:
        sold(store, named(MOTHERS_PHONE), child)

    with pytest.raises(ProxyFull), session.begin_nested():
        sold(store, named(MOTHERS_PHONE), children[2])


@pytest.mark.parametrize("state", [MemberState.PENDING, MemberState.SUSPENDED])
def test_who_is_not_active_is_no_proxy(session, store, redemption, daughter, state):
    daughter.state = state
    session.flush()

    with pytest.raises(ProxyUnknown):
        store.collect(redemption, proxy=named(daughter.volunteer_no))


def test_a_volunteer_of_another_community_is_no_proxy(session, store, redemption):
    stranger = a_member(session, a_store(session, "nanguan").community)

    with pytest.raises(ProxyUnknown):
        store.collect(redemption, proxy=named(stranger.volunteer_no))


def test_the_member_is_not_the_own_proxy(store, redemption):
    with pytest.raises(ProxyNotNeeded):
        store.collect(redemption, proxy=named(redemption.member.volunteer_no, "本人"))


def test_the_second_person_is_not_the_proxy_as_well(session, store):
    earn(session, store.clerk_member, 100)
    witness = a_witness(store)

    with pytest.raises(ProxyOnDuty):
        sold(store, named(witness.volunteer_no), store.clerk_member, witness=witness)


@pytest.mark.parametrize("gap", [{"who": ""}, {"relation": ""}])
def test_a_proxy_leaves_number_and_relation(store, redemption, gap):
    with pytest.raises(ProxyIncomplete):
        store.collect(redemption, proxy=named(**{"who": "DJ0001"} | gap))


def test_the_database_refuses_a_clerk_who_collects_for_others(session, store, redemption, daughter):
    store.collect(redemption, proxy=named(daughter.volunteer_no))
    own = update(Redemption).where(Redemption.id == redemption.id)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(own.values(proxy_person_id=store.clerk.person_id))
    assert session.scalar(select(Redemption.proxy_person_id)) == daughter.person_id


def test_another_clerk_hands_over_to_this_one(store, redemption):
    by = staff(store.session, store.community, Role.SHOP_CLERK, "赵一")

    assert store.collect(redemption, by=by, proxy=named(store.clerk_member.volunteer_no, "同事"))
