"""锁屏: F12 at the counter locks the whole login session (T4)."""

from __future__ import annotations

from tests.points.redemptions.test_counter_page import unticked
from tests.shop_builders import PIN
from tests.trail import lines


def test_a_locked_counter_shows_nobody_and_does_nothing(shop, counter, member, soap):
    page = counter.get(f"/c/dongjie/counter?member={member.id}&p{soap.id}=2")
    counter.post("/c/dongjie/counter/locks")

    refused = counter.post(
        "/c/dongjie/counter/sales", unticked(page, "/sales") | {"credential": PIN}
    )
    seen = counter.get(f"/c/dongjie/counter?member={member.id}")

    assert (refused.status, seen.status) == (403, 200)
    assert "屏锁着" in seen.words
    assert "王*兰" not in seen.words
    assert shop(lambda store: store.left(soap)) == 41


def test_the_clerks_own_pin_opens_the_counter_again(counter):
    counter.post("/c/dongjie/counter/locks")

    wrong = counter.post("/unlock", {"secret": "111111"})
    right = counter.post("/unlock", {"secret": PIN})

    assert wrong.status == 403
    assert "密码或 PIN 码不对" in wrong.words
    assert "屏打开了" in counter.follow(right).words


def test_the_sixth_wrong_secret_of_a_lock_has_to_wait(counter):
    counter.post("/c/dongjie/counter/locks")

    for _ in range(5):
        counter.post("/unlock", {"secret": "111111"})

    assert counter.post("/unlock", {"secret": PIN}).status == 429
    assert "屏锁着" in counter.get("/c/dongjie/counter").words


def test_a_lock_is_of_one_device_alone(shop, counter, signed_in):
    counter.post("/c/dongjie/counter/locks")

    other = signed_in(shop.store.clerk_member.person)

    assert "先认人" in other.get("/c/dongjie/counter").words


def test_t4_the_lock_covers_whatever_else_this_device_opens_and_leads_back(shop, counter):
    counter.get("/c/dongjie/counter?member=1")
    counter.post("/c/dongjie/counter/locks")

    met = {path: counter.get(path).words for path in ("/", "/me", "/c/dongjie/points", "/sign-in")}
    opened = counter.post("/unlock", {"secret": PIN})

    assert all("屏锁着" in words for words in met.values())
    assert opened.go_to == "/c/dongjie/counter"
    assert "先认人" in counter.follow(opened).words


def test_locking_and_opening_the_counter_are_in_the_trail(shop, counter):
    counter.post("/c/dongjie/counter/locks")
    counter.post("/unlock", {"secret": PIN})

    noted = shop(lambda store: lines(store.session, "till_locked", "till_unlocked"))
    clerk = shop.store.clerk_member.person_id
    assert noted == [("till_locked", None, clerk), ("till_unlocked", None, clerk)]
