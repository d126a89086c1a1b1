"""The front door and home under a finger: every tap counted at the pixel it hits, on a phone."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core import keyring
from core.db import run_on
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community, Member
from teams.members.rules import members
from tests.activity_builders import SATURDAY, a_notice, a_shift, a_sign_up, an_activity
from tests.browser.eyes import IS_FULL
from tests.browser.serving import served
from tests.builders import NOW, a_community, a_member, authority_of, staff
from tests.conftest import ENGINES
from volunteer.attendance.rules import check_in
from volunteer.sign_ups.rules import substitutes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

HOME = "/c/dongjie/"
MOST_FIELDS = 9
PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of what was walked, for whoever changes the look."""


@pytest.fixture(params=ENGINES if IS_FULL else ENGINES[-1:])
def engine_name(request):
    """PostgreSQL where there is one."""
    return request.param


class Finger:
    """A phone in a hand: what is tapped is what lies under the middle of it, and it is counted."""

    def __init__(self, browser, address):
        size = {"width": 390, "height": 844}
        self.context = browser.new_context(
            base_url=address, viewport=size, locale="zh-CN", has_touch=True, is_mobile=True
        )
        self.page, self.address, self.taps = self.context.new_page(), address, 0

    def open(self, path):
        self.page.goto(self.address + path, wait_until="load")
        self.taps = 0
        return self

    def knows(self, reader):
        token = reader.browser.get_cookie("wuse").value
        self.context.add_cookies([{"name": "wuse", "value": token, "url": self.address}])
        return self

    def tap(self, role, name, within="main"):
        """Tap the first of that name where a finger would; something else there is a fault."""
        wanted = self.page.locator(within).get_by_role(role, name=re.compile(name))
        shown = wanted.filter(visible=True).first
        shown.evaluate("it => it.scrollIntoView({block: 'center'})")
        box = shown.bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        hit = "(it, [x, y]) => it.contains(document.elementFromPoint(x, y))"
        assert shown.evaluate(hit, middle), f"something lies over {name!r}"
        with self.page.expect_navigation(wait_until="load"):
            self.page.touchscreen.tap(*middle)
        self.taps += 1
        if PICTURES:
            self.page.screenshot(path=str(Path(PICTURES) / f"taps-{self.taps}-{name}.png"))
        return self

    def sees(self, *words):
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)
        return self


@pytest.fixture
def finger(app, now, chromium_browser):
    with served(app) as address:
        held = Finger(chromium_browser, address)
        yield held
        held.context.close()


@pytest.fixture
def town(engine):
    """A green activity whose kind has a notice, next Saturday."""

    def built(session):
        here = a_community(session)
        activity = an_activity(session, here)
        a_notice(session, activity)
        return here.id, activity.id, a_shift(session, activity, places=3).id

    return run_on(engine, built)


def activated(session, number_of_community, name):
    """The desk looks at the papers of who registered."""
    here = session.get_one(Community, number_of_community)
    newcomer = session.query(Member).filter(Member.person.has(name=name)).one()
    desk = staff(session, here, Role.COORDINATOR)
    members.activate(Act(session, NOW, by=desk, community=here), newcomer)


def test_the_front_door_from_a_list_to_the_first_sign_up(engine, town, finger):
    finger.open(f"{HOME}activities/{town[1]}").tap("link", "第一次来，先登记")
    asked = finger.page.locator("main form :is(input, select, textarea)").filter(visible=True)
    assert asked.count() <= MOST_FIELDS
    page = finger.page
    page.get_by_label("姓名").first.fill("田小青")
    page.get_by_label("手机号").first.fill("13800138000")
    page.get_by_label("出生日期").first.fill("1960-05-16")
    page.get_by_label(re.compile("设一个密码")).fill("槐荫广场的第二棵树下")
    page.get_by_label(re.compile("我看过个人信息说明")).check()
    finger.tap("button", "^登记$").sees("登记收到了", "带上身份证")
    assert finger.taps == 2
    finger.tap("link", "去登录")
    page.locator("#login").fill("13800138000")
    page.locator("#secret").fill("槐荫广场的第二棵树下")
    finger.tap("button", "^登录$").sees("登记好了，请到服务台来一趟", "来的时候带上")
    run_on(engine, lambda session: activated(session, town[0], "田小青"))

    finger.open(HOME).sees("清理楼道小广告").tap("button", "^报名")
    finger.sees("先看一眼，再点一下就好", "手套、水杯。").tap("button", "看过了，报名")

    finger.sees("报名成功。")
    assert finger.taps == 2


def test_home_is_one_tap_to_sign_up_or_answer_and_two_to_arrive(
    engine, town, finger, signed_in, now
):
    def built(session):
        here = session.get_one(Community, town[0])
        reader, other = (a_member(session, here, name) for name in ("刘桂芳", "王秀兰"))
        known = an_activity(session, here, title="清河道")
        first, second = (
            a_shift(session, known, starts_at=SATURDAY + timedelta(weeks=weeks)) for weeks in (1, 2)
        )
        a_sign_up(session, here, first, reader)
        place = a_sign_up(session, here, second, other)
        asking = Act(session, NOW, by=authority_of(session, other), community=here)
        substitutes.ask(asking, place.id, reader.volunteer_no)
        return reader.person

    finger.knows(signed_in(run_on(engine, built)))

    assert finger.open(HOME).tap("button", "^我去").sees("名额转到您名下了").taps == 1
    assert finger.open(HOME).tap("button", "^报名").sees("报名成功。").taps == 1

    now(SATURDAY - timedelta(minutes=5))
    place = check_in.Place(town[0], town[2])
    spoken = check_in.issue_spoken(place, SATURDAY - timedelta(minutes=5), keyring.sealer()).code
    finger.open(HOME).tap("link", "我到了，签到")
    finger.page.locator("#digits").fill(spoken)
    assert finger.tap("button", "我到了，签到").sees("您在岗").taps == 2
