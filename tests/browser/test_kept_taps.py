"""The board without network: taps are kept, read again with the page, and sent once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from core.db import run_on
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community
from tests.activity_builders import SATURDAY
from tests.browser.test_board import pictured, says
from tests.builders import staff
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.sign_ups.models import SignUp, SignUpMove, SignUpState

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
    pytest.mark.parametrize("board", [(390, 844)], indirect=True, ids=["phone"]),
]
MINUTE = timedelta(minutes=1)
HELD = """async () => ({
    boards: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    words: Object.keys(localStorage).length,
})"""
NOTHING = {"boards": 0, "workers": 0, "words": 0}


@pytest.fixture(params=["sqlite"])
def engine_name(request):
    return request.param


def row(board, name):
    return board.locator("#lanes li", has_text=name)


def press(board, name, verb):
    row(board, name).get_by_role("button", name=verb, exact=True).click()


def wait_until_kept(board):
    """Wait until the worker has the page, as after the first seconds of a visit."""
    board.evaluate(
        """async () => {
            while (!navigator.serviceWorker.controller || !(await caches.match(location.pathname)))
                await new Promise((done) => setTimeout(done, 50));
        }"""
    )


def written(engine):
    """Return state, arrival and evidence of everybody on the list."""
    asked = select(SignUp).order_by(SignUp.id)
    return run_on(
        engine,
        lambda session: [
            (each.state, each.arrived_at, each.arrived_by, each.left_by)
            for each in session.scalars(asked)
        ],
    )


def test_a_shift_without_network_loses_no_tap(board, engine, now):
    wait_until_kept(board)
    board.context.set_offline(offline=True)
    press(board, "王*兰", "到岗")
    expect(row(board, "王*兰")).to_contain_text("9:00 到岗，未补传")
    press(board, "李*强", "到岗")
    press(board, "李*强", "签退")
    press(board, "孙*", "到岗")
    press(board, "孙*", "撤销")
    pictured(board, "taps-kept")

    board.reload(wait_until="load")
    expect(board.locator("#kept")).to_contain_text("未补传 3 笔")
    expect(row(board, "李*强")).to_contain_text("签退，未补传")
    expect(row(board, "孙*").get_by_role("button", name="到岗", exact=True)).to_be_visible()

    now(SATURDAY + 40 * MINUTE)
    board.context.set_offline(offline=False)
    says(board, "补传好了 2 笔")
    expect(board.locator("#kept li")).to_contain_text("9:00 刚到岗")
    pictured(board, "taps-refused")
    board.get_by_role("button", name="照我点的记").click()
    says(board, "补传好了 3 笔.*在岗 1")
    (wang, li, sun) = written(engine)
    assert (wang[0], wang[2]) == (SignUpState.CHECKED_IN, "later")
    assert timedelta(0) <= wang[1] - SATURDAY < 2 * MINUTE
    assert (li[0], li[3]) == (SignUpState.CHECKED_OUT, "later")
    assert sun[0] is SignUpState.APPROVED


def test_what_needs_the_network_says_so_and_stays_on_the_board(board):
    board.context.set_offline(offline=True)
    board.get_by_role("link", name="延长").click()

    expect(board.locator("#kept")).to_contain_text("现在没有网络，只能点到岗")


def test_what_another_wrote_meanwhile_is_told_and_the_leader_decides(board, engine, now):
    board.context.set_offline(offline=True)
    press(board, "王*兰", "到岗")
    expect(board.locator("#kept")).to_contain_text("未补传 1 笔")

    def desk_marks(session):
        here = session.scalars(select(Community)).one()
        by = staff(session, here, Role.COORDINATOR)
        first = session.scalars(select(SignUp).order_by(SignUp.id).limit(1)).one()
        act = Act(session, SATURDAY + 5 * MINUTE, by=by, community=here)
        mark(act, first.id, Mark(SignUpMove.ARRIVE, first.version))

    run_on(engine, desk_marks)
    now(SATURDAY + 10 * MINUTE)
    board.context.set_offline(offline=False)

    said = board.locator("#kept li")
    expect(said).to_contain_text("这一下没有记：没网的时候有人记过了，现在是“在岗”")
    expect(said).to_contain_text("王*兰")
    expect(said.get_by_role("button", name="照我点的记")).to_be_hidden()
    said.get_by_role("button", name="知道了，不记").click()
    expect(board.locator("#kept")).to_be_hidden()
    assert written(engine)[0][1] == SATURDAY + 5 * MINUTE


def test_an_answer_that_was_lost_is_asked_for_again_and_does_nothing_twice(board, engine):
    lost = []

    def answer_lost(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    board.route("**/attendance/*", answer_lost)
    press(board, "王*兰", "到岗")
    expect(board.locator("#kept")).to_contain_text("未补传 1 笔")

    board.evaluate("window.dispatchEvent(new Event('online'))")

    says(board, "补传好了 1 笔")
    (wang, *_others) = written(engine)
    assert (wang[0], wang[2]) == (SignUpState.CHECKED_IN, "leader")


def test_a_session_that_ended_keeps_the_taps_until_one_signs_in_again(board, engine):
    board.context.set_offline(offline=True)
    press(board, "王*兰", "到岗")
    expect(board.locator("#kept")).to_contain_text("未补传 1 笔")
    cookies = board.context.cookies()
    board.context.clear_cookies()

    board.context.set_offline(offline=False)
    expect(board.locator("#kept")).to_contain_text("登录到期了，未补传 1 笔都还在")
    expect(board.get_by_role("link", name="重新登录")).to_be_visible()
    board.context.add_cookies(cookies)
    board.reload(wait_until="load")

    says(board, "补传好了 1 笔.*在岗 1")


def test_a_wrong_clock_of_the_phone_changes_no_time(board, engine, now):
    board.clock.install(time="2031-01-01T00:00:00Z")
    board.reload(wait_until="load")
    board.context.set_offline(offline=True)
    press(board, "王*兰", "到岗")
    expect(row(board, "王*兰")).to_contain_text(re.compile(r"9:0\d 到岗，未补传"))
    now(SATURDAY + 30 * MINUTE)
    board.context.set_offline(offline=False)
    board.clock.run_for(16_000)

    says(board, "补传好了 1 笔")
    assert timedelta(0) <= written(engine)[0][1] - SATURDAY < 2 * MINUTE


def test_signing_out_leaves_nothing_in_the_browser(board):
    wait_until_kept(board)
    board.goto("/c/dongjie/me", wait_until="load")
    board.get_by_role("button", name="退出登录").click()
    board.wait_for_url("**/")

    assert board.evaluate(HELD) == NOTHING


def test_when_the_shift_is_over_the_next_page_throws_the_board_away(board):
    wait_until_kept(board)
    board.evaluate(
        """() => Object.keys(localStorage).forEach((name) =>
            localStorage.setItem(name, JSON.stringify({ until: Date.now() - 1 })))"""
    )
    board.goto("/c/dongjie/attendance", wait_until="load")
    board.evaluate(
        """async () => {
            while ((await navigator.serviceWorker.getRegistrations()).length)
                await new Promise((done) => setTimeout(done, 50));
        }"""
    )

    assert board.evaluate(HELD) == NOTHING
