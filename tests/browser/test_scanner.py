"""The scanner of the counter in a real browser: real keys, wherever the focus is (T1, T2, T5).

A scanner's keys come faster than a hand's. On a busy machine even a script is no faster than a
hand, so here a hand is slower than in life.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from core.db import run_on
from points.goods.rules import opening_changes
from points.goods.rules.opening_changes import UsualHours
from points.goods.rules.shops import Span
from teams.authority.act import Act
from tests.browser.serving import served
from tests.builders import NOW
from tests.shop_builders import PIN, a_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

RICE, SOAP = "6901234567892", "6900000000014"
SCANNER_MS, HAND_MS = 300, 360
NO_HAND_MS = 10_000
"""Where nobody types by hand: while a page is built on a busy machine, keys come late."""


@pytest.fixture(params=["sqlite"])
def engine_name(request):
    """Keys are pressed in the browser, whatever the database."""
    return request.param


@pytest.fixture
def town(engine, app):
    def built(session):
        store = a_store(session)
        store.product("大米", 60, 7, barcode=RICE)
        store.product("香皂", 40, 9, barcode=SOAP)
        store.customer = store.member(points=296)
        return store

    return run_on(engine, built)


@pytest.fixture
def shut(town, engine):
    """The shop is open for one minute of another weekday."""
    hours = UsualHours(weekly={0: (Span(0, 1),)})

    def close(session):
        shop = session.merge(town.shop, load=True)
        opening_changes.set_usual(Act(session, NOW, by=town.keeper), shop, hours)

    run_on(engine, close)


class Counter:
    """The counter on a desk's screen, with a scanner and a hand; presses are counted."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def scan(self, text, *, enter=True):
        self.presses += 1
        self.page.keyboard.type(text)
        if enter:
            self.page.keyboard.press("Enter")

    def types(self, text):
        self.presses += len(text)
        self.page.keyboard.type(text, delay=HAND_MS)

    def says(self, words):
        expect(self.page.locator(".counter-page")).to_contain_text(re.compile(words, re.DOTALL))

    def focus(self):
        return self.page.evaluate("document.activeElement.id")


@pytest.fixture
def counter(app, town, signed_in, chromium_browser):
    reader = signed_in(town.clerk_member.person)
    with served(app) as address:
        context = chromium_browser.new_context(
            base_url=address, locale="zh-CN", viewport={"width": 1366, "height": 768}
        )
        token = reader.browser.get_cookie("wuse").value
        context.add_cookies([{"name": "wuse", "value": token, "url": address}])
        page = context.new_page()
        page.add_init_script(f"window.fastestHandMs = {SCANNER_MS}")
        page.goto("/c/dongjie/counter", wait_until="load")
        yield Counter(page)
        context.close()


def test_t5_card_goods_and_pin_are_eight_presses(counter, town):
    counter.scan(f"https://wuse.example.cn/sign-in?login={town.customer.volunteer_no}&by=pin")
    counter.says("王\\*兰")
    counter.scan(RICE)
    counter.says("发出 1 件，扣 60 分")
    counter.types(PIN)

    counter.says("已发出 1 件")
    assert counter.presses <= 8
    assert counter.focus() == "scan"


@pytest.mark.parametrize(
    "where", ["#credential", "[name=paper_no]", "summary", "[data-key=F12]", "body", "#scan"]
)
def test_t1_a_scan_goes_where_scans_go_whatever_has_the_focus(counter, town, where):
    counter.page.goto(f"/c/dongjie/counter?member={town.customer.id}&p1=1", wait_until="load")
    if where == "body":
        counter.page.evaluate("document.activeElement.blur()")
    else:
        counter.page.locator(where).first.focus()

    counter.scan(SOAP)

    counter.says("发出 2 件，扣 100 分")
    assert counter.page.locator("#credential").input_value() == ""


def test_t1_a_scanner_that_sends_no_enter_is_heard_too(counter):
    counter.scan(RICE, enter=False)

    counter.says("先留着，认了人就放进单子.*大米")


def test_t2_scans_in_a_row_and_while_a_page_comes_are_all_heard(counter, town):
    counter.page.add_init_script(f"window.fastestHandMs = {NO_HAND_MS}")
    counter.page.goto(f"/c/dongjie/counter?member={town.customer.id}", wait_until="commit")
    counter.page.wait_for_function("window.scansWaiting")
    counter.scan(RICE)
    counter.scan(SOAP)

    counter.says("发出 2 件，扣 100 分")


def test_t2_after_a_refusal_the_pin_stands_ready_and_the_next_scan_is_heard(counter, town):
    counter.page.goto(f"/c/dongjie/counter?member={town.customer.id}&p1=1", wait_until="load")
    counter.types("000000")
    counter.says("还可以试 4 次")
    assert counter.focus() == "credential"

    counter.scan(SOAP)

    counter.says("发出 2 件，扣 100 分")


def test_t1_a_pin_typed_among_scans_is_covered_and_not_sought(counter, town):
    counter.page.locator("#scan").focus()
    counter.types("97130")
    is_covered = "document.getElementById('scan').classList.contains('covered')"
    assert counter.page.evaluate(is_covered)
    counter.types("5")
    counter.page.keyboard.press("Enter")

    counter.says("要是 PIN 码，请本人输在")
    assert counter.page.locator("#scan").input_value() == ""
    assert "971305" not in counter.page.content() + counter.page.url


def test_t4_f12_locks_and_leads_back(counter):
    counter.page.keyboard.press("F12")

    expect(counter.page.locator("h1")).to_have_text("屏锁着")
    counter.page.keyboard.type(PIN)
    counter.page.keyboard.press("Enter")
    counter.says("先认人")


def test_after_hours_the_reason_comes_first_and_stays_while_goods_are_scanned(counter, town, shut):
    counter.page.goto(f"/c/dongjie/counter?member={town.customer.id}&p1=1", wait_until="load")
    assert counter.focus() == "off-hours"
    counter.page.locator("#credential").focus()
    counter.types(PIN)
    assert counter.focus() == "off-hours"  # the browser itself points at what is not filled in
    counter.says("发出 1 件，扣 60 分")

    counter.page.locator("#off-hours").fill("还有人排队")
    counter.scan(SOAP)
    counter.says("发出 2 件，扣 100 分")
    assert counter.page.locator("#off-hours").input_value() == "还有人排队"
    assert counter.focus() == "credential"
    counter.types(PIN)

    counter.says("已发出 2 件.*关着门发的")
