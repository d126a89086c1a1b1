"""A one-time code shown on a phone and scanned: goods and code are two presses (T5)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.models import OneTimeCode
from points.ledger.rules.refusals import CredentialWrong
from points.redemptions.rules import counter_credentials
from points.redemptions.rules.counter_credentials import SpokenCode, scanned_code
from teams.authority.act import Act
from tests.builders import NOW
from tests.points.redemptions.test_counter_page import scan, unticked
from tests.shop_builders import PIN


@pytest.fixture
def shown(shop, member):
    """What the member's phone shows to the scanner."""
    code = shop(
        lambda store: counter_credentials.new_code(Act(store.session, NOW), member.person_id)
    )
    return str(SpokenCode(member.volunteer_no, code))


def test_t5_goods_and_code_are_two_presses(shop, counter, member, soap, shown):
    done = scan(counter, shown, **{f"p{soap.id}": "1"})

    assert "sold=" in done.go_to
    assert "已发出 1 件" in counter.follow(done).words
    assert shop(lambda store: store.left(soap)) == 40


def test_a_code_scanned_twice_sells_once(shop, counter, member, soap, shown):
    scan(counter, shown, **{f"p{soap.id}": "1"})

    again = scan(counter, shown, **{f"p{soap.id}": "1"})

    assert again.status == 400
    assert "PIN 码或口令不对" in again.words
    assert shop(lambda store: store.left(soap)) == 40


def test_with_nothing_scanned_the_code_brings_its_person_and_stays_good(
    counter, member, soap, shown
):
    assert scan(counter, shown).go_to == f"/c/dongjie/counter?member={member.id}"
    assert "sold=" in scan(counter, shown, member=member.id, **{f"p{soap.id}": "1"}).go_to


def test_goods_of_somebody_else_are_not_taken_along(shop, counter, member, soap, shown):
    other = shop(lambda store: store.member(points=100, name="李梅"))

    led = scan(counter, shown, member=other.id, **{f"p{soap.id}": "1"})

    assert led.go_to == f"/c/dongjie/counter?member={member.id}"
    assert shop(lambda store: store.left(soap)) == 41


def test_a_refused_sale_leaves_the_goods_and_the_code(counter, member, soap, shown):
    refused = scan(counter, shown, **{f"p{soap.id}": "9"})

    assert refused.status == 409
    assert "sold=" in scan(counter, shown, **{f"p{soap.id}": "1"}).go_to


def test_the_clerks_own_code_needs_the_second_person(shop, counter, soap):
    own = shop.store.clerk_member
    code = shop(lambda store: counter_credentials.new_code(Act(store.session, NOW), own.person_id))

    page = scan(counter, str(SpokenCode(own.volunteer_no, code)), **{f"p{soap.id}": "1"})

    assert page.status == 403
    assert "这一步要两个人办" in page.words


@pytest.mark.parametrize("scanned", ["WK-ZZ9999-123456", "wk-zz9999-123456"])
def test_a_code_of_nobody_here_says_so(counter, scanned):
    assert scan(counter, scanned).status == 404


@pytest.mark.parametrize(
    "words", ["", PIN, "WK-DJ1", "WK-DJ1-12345", "WK-DJ1-1234567", "DJ1-123456", "WK--123456"]
)
def test_what_is_no_shown_code(words):
    assert scanned_code(words) is None


@pytest.mark.parametrize(("wrong", "opens"), [(4, True), (5, False)])
def test_a_code_is_good_for_five_tries(session, store, wrong, opens):
    soap, member = store.product(), store.member(points=100)
    code = counter_credentials.new_code(Act(session, NOW), member.person_id)
    for _ in range(wrong):
        counter_credentials.note_wrong(Act(session, NOW), member.person_id)

    if opens:
        assert store.sell(member, (soap, 1), credential=code).credential == "code"
    else:
        with pytest.raises(CredentialWrong):
            store.sell(member, (soap, 1), credential=code)


def test_a_wrong_secret_at_the_counter_is_a_try_at_the_code(shop, counter, member, soap, shown):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=1")
    counter.post("/c/dongjie/counter/sales", unticked(page, "/sales") | {"credential": "000000"})

    assert shop(lambda store: store.session.scalar(select(OneTimeCode.tries))) == 1
