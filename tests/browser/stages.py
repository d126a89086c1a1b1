"""The stages of the long walk, each told as what people do and read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from core import keyring
from tests.browser.eyes import DESK
from tests.browser.hands import Hand
from tests.browser.town import Town
from volunteer.attendance.rules import check_in

TITLE = "上门送政策明白纸"
DAYS = FIRST, SECOND = date(2026, 5, 16), date(2026, 5, 23)
POSTED = date(2026, 5, 21), date(2026, 5, 28)
SHOP_DAY, STAR_DAY, AWARD_DAY = date(2026, 5, 29), date(2026, 6, 1), date(2026, 6, 5)
"""Saturdays; three working days hang from Monday to Wednesday."""
DEEDS = (
    "连着两个周六挨家挨户送政策明白纸，下雨也没有落下一家，"
    "还帮楼里三位老人读懂了医保的新规定，邻居们都记得她说话慢、有耐心。"
)
PHONE_OF_TIAN, PASSWORD, OWN_PIN = "13912340001", "玉米地里的第三排路灯", "730594"


@dataclass
class Walk:
    """What the people of the walk carry from stage to stage."""

    town: Town
    tian_no: str = ""
    ma_no: str = ""
    ma_pin: str = ""
    activity: str = ""
    shifts: tuple[int, ...] = ()

    def tian(self, width: int = 390) -> Hand:
        """田青 at her phone, by number and password."""
        return self.town.signed_in(PHONE_OF_TIAN, PASSWORD, width)

    def ma(self) -> Hand:
        """马春芽, who has no phone, at the kiosk by number and PIN."""
        return self.town.signed_in(self.ma_no, OWN_PIN, by="pin")


def tian_registers(walk: Walk) -> None:
    """田青 registers on her phone: five fields, separate consents; she waits for the desk."""
    tian = walk.town.somebody().open(walk.town.path("register"))
    tian.write("姓名", "田青").write("手机号", PHONE_OF_TIAN).write("出生日期", "1988-03-04")
    tian.choose("想参加的队伍", "红色政策宣讲").write("设一个密码", PASSWORD)
    tian.tick("同意登记和记录志愿服务").tick("公示和荣誉墙上可以写我的姓").press("登记")
    tian.sees("登记收到了", "社工核对后激活")
    tian.close()


def desk_activates(walk: Walk) -> None:
    """The coordinator finds her among those who wait and activates her; the leader accepts."""
    desk = walk.town.as_role("coordinator", DESK).open(walk.town.path("members?q=田青"))
    desk.sees("待激活").follow("田").press("激活")
    desk.sees("在队")
    walk.tian_no = re.search(r"DJ\d{4,}", desk.words)[0]
    desk.close()
    leader = walk.town.as_role("leader").open(walk.town.path("join-requests"))
    leader.sees("入队申请").press("收下", beside=walk.tian_no[-4:])
    leader.close()


def desk_registers_ma(walk: Walk) -> None:
    """马春芽 has no phone: the desk registers her, and the slip carries a PIN she changes."""
    desk = walk.town.as_role("coordinator", DESK).open(walk.town.path("members/new"))
    desk.write("姓名", "马春芽").write("出生日期", "1957-09-09")
    desk.choose("想参加的队伍", "红色政策宣讲")
    desk.tick("同意登记和记录志愿服务").press("登记并打印卡片")
    desk.sees("撕下来交给本人", "PIN 码")
    walk.ma_no = re.search(r"DJ\d{4,}", desk.words)[0]
    walk.ma_pin = re.search(r"\b\d{6}\b", desk.words)[0]
    desk.close()
    ma = walk.town.signed_in(walk.ma_no, walk.ma_pin, by="pin")
    ma.sees("第一次登录，请改成自己的")
    ma.write("现在的密码或 PIN 码", walk.ma_pin).write("新的", OWN_PIN).write("再填一遍", OWN_PIN)
    ma.press("改 PIN 码")
    ma.close()


def leader_publishes(walk: Walk) -> None:
    """The red team's leader drafts two Saturdays from the catalogue, looks, and publishes."""
    town = walk.town
    leader = town.as_role("leader").open(town.path("leading"))
    leader.follow("发活动").sees("发活动：选一类").follow("政策宣传、发放资料")
    leader.write("活动名称", TITLE).write("在哪里", "东街槐荫广场")
    leader.write("哪一天", FIRST.isoformat()).write("几点开始", "08:00").write("几点结束", "12:00")
    leader.tick("每周这一天").write("重复到哪一天", SECOND.isoformat())
    leader.write("岗位", "宣传员").write("名额", "1").press("存草稿，看一看")
    leader.sees("还没发布，志愿者看不到", "宣传员", "0 / 1").press("发布")
    leader.sees("已发布，志愿者可以报名了。")
    walk.activity = leader.path.rsplit("/", 1)[1]
    links = leader.page.locator("a[href*='/shifts/']").evaluate_all("all => all.map(a => a.href)")
    walk.shifts = tuple(dict.fromkeys(int(re.search(r"/shifts/(\d+)", each)[1]) for each in links))
    leader.close()


def both_sign_up(walk: Walk) -> None:
    """田青 takes the one place; 马春芽 waits; 田青 cancels and 马春芽 is in; 田青 comes back."""
    page = walk.town.path(f"activities/{walk.activity}")
    tian = walk.tian().open(page).sees("1 个名额，已报 0 人").press("报名")
    _after_reading(tian).sees("报名成功。")
    ma = walk.ma().open(page).press("排候补")
    _after_reading(ma).sees("已排上候补，")
    ma.open(page).sees("候补中", "前面 0 人")
    tian.open(walk.town.path("my/sign-ups")).sees(TITLE).follow("取消报名")
    tian.sees("现在取消，不算失约").press("取消报名")
    ma.open(walk.town.path("my/sign-ups")).sees(TITLE).sees_not("候补，有空位就通知您")
    tian.open(page).press("排候补").sees("已排上候补，")
    tian.close()
    ma.close()


def _after_reading(hand: Hand) -> Hand:
    """Press once more under the risk notice, where it is shown for the first time."""
    return hand.press("看过了，报名") if hand.path.endswith("/notice") else hand


def leader_makes_room(walk: Walk) -> None:
    """The leader raises the places to two, and the queue moves up by itself."""
    town = walk.town
    for shift in walk.shifts:
        leader = town.as_role("leader").open(town.path(f"leading/shifts/{shift}/roster"))
        leader.write("名额", "2").press("改名额")
        leader.sees("名额改好了。")
        leader.close()
    tian = walk.tian().open(town.path("my/sign-ups")).sees_not("候补，有空位就通知您")
    tian.open(town.path(f"activities/{walk.activity}")).press("报名")
    tian.close()
    ma = walk.ma().open(town.path(f"activities/{walk.activity}")).press("报名")
    ma.close()


def scan(walk: Walk, shift: int, direction: check_in.Direction) -> str:
    """Read the code at the place as a phone's camera would, and return its address."""
    town = walk.town
    place = check_in.Place(town.community_id(), shift)
    issued = check_in.issue(place, direction, town.now, keyring.sealer())
    return town.path(f"shifts/{shift}/arrival?token={issued.code}")


def they_come_and_leave(walk: Walk, shift: int, day: date) -> None:
    """田青 scans the code at the place; 马春芽 is marked on the leader's board; both leave."""
    town = walk.town
    town.it_is(day, 7, 50)
    walk.tian().open(scan(walk, shift, check_in.Direction.IN)).press("我到了").sees(
        "签到好了，7:50 到岗。"
    ).close()
    board = town.as_role("leader").open(town.path(f"shifts/{shift}/board"))
    board.sees("应到没到", "在岗").press("到岗").sees("到岗", "撤销").close()
    town.it_is(day, 12, 5)
    walk.tian().open(scan(walk, shift, check_in.Direction.OUT)).press("我走了").sees(
        "今天辛苦了"
    ).close()
    board = town.as_role("leader").open(town.path(f"shifts/{shift}/board"))
    board.press("签退").sees("签退", "撤销").close()


def leader_confirms(walk: Walk, shift: int) -> None:
    """The leader confirms 240 minutes each, and the notice hangs for three working days."""
    town = walk.town
    town.later(hours=1)
    leader = town.as_role("leader").open(town.path(f"shifts/{shift}/minutes"))
    leader.sees("等核对 2 人", "4 小时").press("核对勾选的人，贴出公示")
    leader.sees("已核对，公示已经贴出。", "公示中")
    leader.close()
    walk.tian().open(town.path("me/messages")).sees("核为 4 小时").close()


def notice_ends(walk: Walk, day: date, points: int) -> None:
    """After three working days the sweep posts the hours and credits the points, once."""
    town = walk.town
    town.sweep()
    walk.tian().open(town.path("points")).sees_not(f"{points}分").close()
    town.it_is(day, 0, 5)
    town.sweep()
    town.sweep()
    walk.tian().open(town.path("points")).sees(f"{points}分").close()


def shop_is_stocked(walk: Walk) -> None:
    """The keeper registers soap, the administrator prices it, the keeper receives thirty bars."""
    town = walk.town
    town.it_is(SHOP_DAY, 9)
    keeper = town.as_role("keeper", DESK).open(town.path("stock/products")).follow("登记新商品")
    keeper.write("编号", "XZ-01").write("名称", "香皂").write("单位", "块").press("保存")
    product = keeper.path
    keeper.close()
    admin = town.as_role("admin", DESK).open(product)
    admin.write("新的积分价", "30").write("为什么改", "初次定价").press("从现在起用新价")
    admin.sees("30 分").close()
    keeper = town.as_role("keeper", DESK).open(town.path("stock/receipts/new"))
    keeper.choose("商品", "香皂").write("数量", "30").choose("来源", "捐赠").write(
        "捐赠人或单位", "东街百货"
    ).write("单价（元）", "3.5")
    keeper.press("入库").sees("已入库。").close()


def tian_reserves(walk: Walk) -> str:
    """田青 chooses soap on her phone and gets a pick-up code; her points are held, not gone."""
    town = walk.town
    tian = walk.tian().open(town.path("supermarket")).sees("香皂", "余 30 块")
    tian.follow("选它").press("预约领取").sees("留好了。凭领取码来拿。", "领取码")
    code = re.search(r"\b(\d[\d ]{8,12}\d)\b", tian.words)[0]
    tian.open(town.path("points")).sees("已为预约留下30", "现在能用60")
    tian.close()
    return code


def clerk_serves(walk: Walk, code: str) -> None:
    """The clerk hands the soap over by its code; 马春芽 buys at the counter with her PIN."""
    town = walk.town
    clerk = town.as_role("clerk", DESK).open(town.path("counter"))
    clerk.scan(code).sees("香皂 1 块").press("发出预约").sees("已发出")
    clerk.scan(walk.ma_no).sees("马", "90").scan("香皂")
    clerk.sees("发出 1 件，扣 30 分").secret(OWN_PIN).sees("已发出 1 件。").close()


def passbook_tells(walk: Walk) -> None:
    """Every line of the passbook says what it was for, and hours are not less for it."""
    tian = walk.tian().open(walk.town.path("points"))
    tian.sees("现有积分60", "换香皂", "−30", "+10", "+40", "志愿时长不会减少").close()
    ma = walk.ma().open(walk.town.path("points")).sees("现有积分60", "−30")
    ma.close()


def star_is_nominated(walk: Walk) -> str:
    """June: the coordinator begins the stars of May, and the leader nominates 田青."""
    town = walk.town
    town.it_is(STAR_DAY, 9)
    town.sweep()
    desk = town.as_role("coordinator", DESK).open(town.path("commendations/new"))
    desk.tick("月度之星").write("名称", "2026年5月之星").write("算到哪一天", "2026-05-31").press(
        "开始"
    )
    batch = desk.path
    desk.close()
    leader = town.as_role("leader").open(f"{batch}/nominations/new")
    leader.write("志愿者编号", walk.tian_no).write("姓名", "田青").write("事迹", DEEDS)
    leader.press("提名这一位").sees("提名已经收到").close()
    return batch


def star_is_reviewed_and_posted(walk: Walk, batch: str) -> None:
    """One checks the hours, another reviews, and the name hangs for three working days."""
    town = walk.town
    desk = town.as_role("coordinator", DESK).open(batch).press("截止并核对时长")
    desk.sees("8 小时").close()
    town.as_role("supervisor", DESK).open(batch).press("评审完毕").close()
    town.as_role("coordinator", DESK).open(batch).press("张贴公示").close()
    town.somebody().open(town.path("notices")).sees("5月之星").close()


def star_is_awarded(walk: Walk, batch: str) -> None:
    """After the notice the administrator issues; anybody may read the wall and check the paper."""
    town = walk.town
    town.it_is(AWARD_DAY, 9)
    town.sweep()
    admin = town.as_role("admin", DESK).open(batch).press("颁发证书").sees("已颁发")
    admin.follow("看证书").sees("田青", "月度之星")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{2}", admin.words)[0].replace("-", "")
    admin.close()
    town.somebody(DESK).open(town.path("honours")).sees("田*", walk.tian_no[-4:]).close()
    town.somebody().open(f"/verify/{code}").sees("有效", "田*", "8 小时").close()
    walk.tian().open(town.path("points")).sees("现有积分110", "+50").close()
