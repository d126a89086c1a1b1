"""A day in large words, walked by a finger on a phone: nothing typed, nothing but large buttons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, keyring
from core.db import run_on
from points.ledger.rules import earning
from teams.authority.act import Act
from teams.members.models import Community
from tests.activity_builders import SATURDAY, a_shift, an_activity
from tests.browser.eyes import PHONE
from tests.browser.serving import served
from tests.builders import NOW
from tests.service_builders import confirmed
from tests.shop_builders import a_cause, a_store, earn
from volunteer.attendance.rules import check_in
from volunteer.sign_ups.models import SignUp

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

SUNDAY = SATURDAY + timedelta(days=1)
WHERE = """(words) => {
  const all = [...document.querySelectorAll("details[open] .dialog button"),
    ...document.querySelectorAll("a[href], button, summary")];
  const one = all.find((each) => each.checkVisibility({visibilityProperty: true})
    && each.innerText.replace(/\\s/g, "").includes(words));
  if (!one) return null;
  one.scrollIntoView({block: "nearest"});
  const box = one.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  return {x, y, high: box.height, hit: one.contains(document.elementFromPoint(x, y))};
}"""


class Finger:
    """Taps what it reads, in the middle of it, at the pixel; counts its taps."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, words):
        found = self.page.evaluate(WHERE, words)
        assert found, f"no {words!r} on {self.page.url}: {self.page.inner_text('main')[:600]}"
        assert found["hit"], f"{words!r} is covered on {self.page.url}"
        assert found["high"] >= 60, f"{words!r} is {found['high']} high on {self.page.url}"
        self.taps += 1
        with self.page.expect_navigation(wait_until="load"):
            self.page.mouse.click(found["x"], found["y"])
        return self

    def open_dialog(self, words):
        found = self.page.evaluate(WHERE, words)
        assert found["hit"]
        self.taps += 1
        self.page.mouse.click(found["x"], found["y"])
        return self

    def sees(self, *words):
        shown = self.page.inner_text("main").replace("\n", "").replace(" ", "")
        for each in words:
            assert each.replace(" ", "") in shown, f"{self.page.url} says {shown[:800]}"
        return self


@pytest.fixture(params=["sqlite"])
def engine_name(request):
    """A finger presses in the browser, whatever the database."""
    return request.param


@pytest.fixture
def day(engine):
    """A shift on Saturday, goods on the shelf, and 刘桂芳 of seventy with points and hours."""

    def built(session: Session):
        store = a_store(session)
        earning.install_defaults(Act(session, NOW, community=store.community))
        her = store.member(name="刘桂芳")
        earn(session, her, 200, cause=a_cause(source_kind="gift"))
        her.person.is_elder_mode = True
        store.product("食盐", 25)
        shift = a_shift(
            session, an_activity(session, store.community, title="清理小广告"), starts_at=SUNDAY
        )
        return her.person, store.community.id, shift.id

    return run_on(engine, built)


@pytest.fixture
def finger(app, day, signed_in, chromium_browser):
    token = signed_in(day[0]).browser.get_cookie("wuse").value
    with served(app) as address:
        size = {"width": PHONE, "height": 844}
        context = chromium_browser.new_context(base_url=address, locale="zh-CN", viewport=size)
        context.add_cookies([{"name": "wuse", "value": token, "url": address}])
        page = context.new_page()
        page.goto("/c/dongjie/", wait_until="load")
        yield Finger(page)
        context.close()


def scanned(day, direction):
    """Where the code at the place leads, as the phone's camera reads it."""
    _her, community_id, shift_id = day
    place = check_in.Place(community_id, shift_id)
    issued = check_in.issue(place, direction, clock.now(), keyring.sealer())
    return f"/c/dongjie/shifts/{shift_id}/arrival?token={issued.code}"


def test_signs_up_takes_it_back_and_signs_up_again(finger):
    finger.tap("报名活动").sees("能报的排在前面").tap("报名").sees("报名成功")
    assert finger.taps == 2

    finger.tap("撤销").sees("取消")
    finger.tap("回首页").tap("报名活动").tap("报名").sees("报名成功", "清理小广告")


def _signed_up(session):
    made = session.scalars(select(SignUp)).one()
    return session.get_one(Community, made.community_id), made


def test_arrives_leaves_and_sees_the_hours(finger, day, now, engine):
    finger.tap("报名活动").tap("报名")
    now(SUNDAY)
    finger.page.goto(scanned(day, check_in.Direction.IN), wait_until="load")
    finger.tap("我到了点一下签到").sees("您在岗")
    now(SUNDAY + timedelta(minutes=90))
    finger.page.goto(scanned(day, check_in.Direction.OUT), wait_until="load")
    finger.tap("我走了点一下签退").sees("今天辛苦了")
    run_on(engine, lambda session: confirmed(session, *_signed_up(session), 90))
    finger.tap("回首页").tap("我的记录").tap("服务记录").sees("清理小广告", "1.5小时·公示中")
    assert finger.taps == 7


def test_has_goods_kept_shows_the_code_and_lets_them_go(finger):
    finger.tap("积分超市").sees("能用").tap("选它").sees("选了1件，共25分").tap("给我留着")
    assert finger.taps == 3
    finger.sees("到柜台报这9位数字", "留到")
    spoken = finger.page.locator("[data-spoken]")
    code = spoken.inner_text().replace(" ", "")
    assert (len(code), spoken.get_attribute("data-spoken")) == (9, "，".join(code))
    assert spoken.evaluate("one => one.scrollWidth <= one.clientWidth")

    finger.open_dialog("不要了，取消预约").tap("不要了，取消预约")
    finger.sees("已取消，东西放回货架了。")


def test_is_read_aloud_line_by_line_and_stops(finger):
    finger.page.evaluate("""() => {
      window.said = []; window.stopped = 0;
      const voice = Object.getPrototypeOf(speechSynthesis);
      voice.speak = (each) => window.said.push(each.text);
      voice.cancel = () => { window.stopped += 1; };
    }""")
    finger.open_dialog("念给我听")
    said = finger.page.evaluate("window.said")

    assert said[0] == "刘*芳，早上好"
    assert "看看有什么活动" not in said
    finger.open_dialog("不念了")
    assert finger.page.evaluate("window.stopped") == 1
