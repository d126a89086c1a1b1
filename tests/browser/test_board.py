"""The board in a real browser: cards read by a scanner, on a tablet and on a phone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.db import run_on
from teams.authority.models import Role
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity
from tests.browser.serving import served
from tests.builders import a_community, a_member, a_role, the_team

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

SCANNER_MS = 300
PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of what was walked, for whoever changes the look."""


@pytest.fixture(params=["sqlite"])
def engine_name(request):
    """Keys are pressed in the browser, whatever the database."""
    return request.param


@pytest.fixture
def town(engine, app):
    """A shift with three on its list, somebody who is not, and the leader."""

    def built(session):
        here = a_community(session)
        leader = a_member(session, here, "赵建军")
        a_role(session, leader, Role.LEADER, the_team(session, here))
        shift = a_shift(session, an_activity(session, here, leader=leader), places=9)
        listed = [a_member(session, here, name) for name in ("王秀兰", "李国强", "孙丽")]
        for each in listed:
            a_sign_up(session, here, shift, each)
        extra = a_member(session, here, "周玉芬")
        numbers = [each.volunteer_no for each in (*listed, extra)]
        return leader.person, shift.id, numbers

    return run_on(engine, built)


@pytest.fixture(params=[(1024, 768), (390, 844)], ids=["tablet", "phone"])
def board(request, app, town, signed_in, now, chromium_browser):
    person, shift_id, _ = town
    now(SATURDAY)
    reader = signed_in(person)
    width, height = request.param
    with served(app) as address:
        context = chromium_browser.new_context(
            base_url=address, locale="zh-CN", viewport={"width": width, "height": height}
        )
        token = reader.browser.get_cookie("wuse").value
        context.add_cookies([{"name": "wuse", "value": token, "url": address}])
        page = context.new_page()
        page.add_init_script(f"window.fastestHandMs = {SCANNER_MS}")
        page.goto(f"/c/dongjie/shifts/{shift_id}/board", wait_until="load")
        yield page
        context.close()


def scan(page, number):
    page.keyboard.type(f"https://wuse.example.cn/sign-in?login={number}&by=pin")
    page.keyboard.press("Enter")


def says(page, words):
    expect(page.locator(".board")).to_contain_text(re.compile(words, re.DOTALL))


def pictured(page, name):
    if PICTURES:
        wide = page.viewport_size["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{wide}.png"), full_page=True)


def test_a_row_of_cards_and_one_who_is_not_on_the_list(board, town):
    wang, li, _sun, zhou = town[2]
    scan(board, wang)
    scan(board, li)
    says(board, r"李\*强 9:00 到岗.*在岗 2")
    scan(board, wang)
    says(board, r"王\*兰 已经到岗了，9:00 签的到")
    pictured(board, "board-known")

    scan(board, zhou)
    says(board, r"周\*芬（尾号 \d{4}）不在这一场的名单上")
    pictured(board, "board-stranger")
    wide = board.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    board.get_by_role("button", name="加进名单并到岗").click()
    says(board, r"周\*芬 9:00 到岗.*撤销.*在岗 3")
    pictured(board, "board-added")

    board.locator(".toast button").click()
    says(board, r"周\*芬 撤销好了")


def test_a_number_is_typed_where_there_is_no_scanner(board, town):
    board.locator("#card").fill(town[2][2])
    board.locator("#cards button[type=submit]").click()

    says(board, r"孙\* 9:00 到岗.*应到没到 2")
    assert board.locator("#card").input_value() == ""


def test_a_card_read_while_the_network_is_away_is_said_to_be_lost(board, town):
    board.route("**/cards", lambda route: route.abort())
    scan(board, town[2][0])

    says(board, "没连上网，这张卡没有记上。连上以后请再扫一次。")
