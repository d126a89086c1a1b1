"""The stages of the long walk, each told as what people do and read."""

from __future__ import annotations

from datetime import date

from tests.browser.eyes import PHONE
from tests.browser.town import Town

TITLE = "上门送政策明白纸"
FIRST, SECOND = date(2026, 5, 16), date(2026, 5, 23)


def leader_publishes(town: Town) -> str:
    """The red team's leader drafts two Saturdays from the catalogue, looks, and publishes."""
    leader = town.as_role("leader", PHONE).open(town.path("leading"))
    leader.follow("发活动").sees("发活动：选一类").follow("政策宣传、发放资料")
    leader.write("活动名称", TITLE).write("在哪里", "东街槐荫广场").choose_first("哪支队伍")
    leader.write("哪一天", FIRST.isoformat()).write("几点开始", "08:00").write("几点结束", "12:00")
    leader.tick("每周这一天").write("重复到哪一天", SECOND.isoformat())
    leader.write("岗位", "宣传员").write("名额", "1").press("存草稿，看一看")
    leader.sees("还没发布，志愿者看不到", "宣传员", "0 / 1").press("发布")
    leader.sees("已发布，志愿者可以报名了。")
    leader.close()
    return leader.path
