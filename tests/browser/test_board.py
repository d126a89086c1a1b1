"""The board in a real browser: cards read by a scanner, on a tablet and on a phone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of what was walked, for whoever changes the look."""


@pytest.fixture(params=["sqlite"])
def engine_name(request):
    """Keys are pressed in the browser, whatever the database."""
    return request.param


def scan(page, number):
    page.keyboard.type(f"https://wuse.example.cn/sign-in?login={number}&by=pin")
    page.keyboard.press("Enter")


def says(page, words):
    expect(page.locator(".board")).to_contain_text(re.compile(words, re.DOTALL))


def pictured(page, name):
    if PICTURES:
        wide = page.viewport_size["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{wide}.png"), full_page=True)


def test_a_row_of_cards_and_one_who_is_not_on_the_list(board, board_town):
    wang, li, _sun, zhou = board_town[2]
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


def test_a_number_is_typed_where_there_is_no_scanner(board, board_town):
    board.locator("#card").fill(board_town[2][2])
    board.locator("#cards button[type=submit]").click()

    says(board, r"孙\* 9:00 到岗.*应到没到 2")
    assert board.locator("#card").input_value() == ""


def test_a_card_read_while_the_network_is_away_is_said_to_be_lost(board, board_town):
    board.route("**/cards", lambda route: route.abort())
    scan(board, board_town[2][0])

    says(board, "没连上网，这张卡没有记上。连上以后请再扫一次。")


def test_the_code_counts_on_after_it_was_fetched_anew(board):
    """It stood still after the first half minute, on the board as on the large code."""
    board.clock.install()
    for path, words in (("board", "签到码，{} 秒后换"), ("code", "扫不了就填数字，{} 秒后换")):
        board.goto(board.url.replace("/board", f"/{path}"), wait_until="load")
        counted = board.locator("[data-countdown]")
        for _ in range(2):
            board.clock.run_for(4_000)
            expect(counted).to_have_text(words.format(26))
            board.clock.run_for(26_000)
            expect(counted).to_have_text(words.format(30))


def test_a_code_that_cannot_be_fetched_says_so_and_comes_back(board):
    board.clock.install()
    board.goto(board.url.replace("/board", "/code"), wait_until="load")
    pictured(board, "code")
    board.route("**/code", lambda route: route.abort())
    board.clock.run_for(31_000)
    expect(board.locator("#code")).to_contain_text("没连上网，这张码可能过时了。")

    board.unroute("**/code")
    board.clock.run_for(6_000)
    expect(board.locator("#code")).to_contain_text("秒后换")
    board.get_by_role("link", name="回现场板").click()
    says(board, "应到没到")


def test_the_large_code_keeps_the_screen_on(board):
    board.add_init_script(
        "window.asked = []; Object.defineProperty(navigator, 'wakeLock', {value: "
        "{request: async (what) => { window.asked.push(what); }}});"
    )
    board.goto(board.url.replace("/board", "/code"), wait_until="load")

    assert board.evaluate("window.asked") == ["screen"]
    assert board.locator("header.topline, nav").count() == 0
