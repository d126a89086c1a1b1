"""What browser tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from core.db import run_on
from teams.authority.models import Role
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity
from tests.browser.serving import opened_browser, served
from tests.builders import a_community, a_member, a_role, the_team
from tests.seeded_demo import Demo

expect.set_options(timeout=30_000)
"""A page on a busy machine may come late; no test of ours says how fast."""


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Browser]:
    """One headless Chromium for the tests of a file."""
    with opened_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo_address(demo: Demo) -> Iterator[str]:
    """Where the demo town is served."""
    with served(demo.app) as address:
        yield address


SCANNER_MS = 300


@pytest.fixture
def board_town(engine, app):
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
def board(request, app, board_town, signed_in, now, chromium_browser):
    """The board of that shift, open on the leader's tablet and phone."""
    person, shift_id, _ = board_town
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
