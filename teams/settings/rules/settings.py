"""Thresholds as settings with a start day; the defaults are those of domain 9.5."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules import audit
from core.errors import BadRequest
from core.permissions import Permission
from teams.authority.act import Act
from teams.members.models import CommunitySetting


class SettingUnknown(BadRequest):
    """No setting has this name."""

    message = "没有这一项设置。"


class SettingOutOfRange(BadRequest):
    """The value lies outside what the setting allows."""

    message = "这一项只能填 %(least)s 到 %(most)s。"


@dataclass(frozen=True, slots=True)
class Definition:
    """One setting: its default, its limits or choices, and how a page names it."""

    default: int | str | bool
    words: str
    unit: str = ""
    least: int = 0
    most: int = 100_000
    choices: tuple[str, ...] = ()


DEFAULTS: dict[str, Definition] = {
    "remind_from_hour": Definition(8, "提醒从早上几点起发", "点", 0, 12),
    "remind_until_hour": Definition(20, "提醒到晚上几点为止", "点", 13, 23),
    "readings_per_hour": Definition(20, "一人一小时最多看几项完整资料", "项", 1, 20),
    "points_per_hour": Definition(10, "每小时积分", "分", 0, 1000),
    "expiry": Definition(
        "END_OF_NEXT_CALENDAR_YEAR",
        "积分有效期",
        choices=("END_OF_NEXT_CALENDAR_YEAR", "END_OF_CALENDAR_YEAR", "THREE_YEARS"),
    ),
    "expiry_notice_first": Definition(60, "积分到期前第一次提醒", "天", 0, 365),
    "expiry_notice_second": Definition(30, "积分到期前第二次提醒", "天", 0, 365),
    "expiry_notice_last": Definition(7, "积分到期前最后一次提醒", "天", 0, 365),
    "return_grace": Definition(30, "退回时原批次已过期，另给", "天", 0, 365),
    "monthly_points": Definition(500, "每人每月最多换", "分", 0, 100_000),
    "monthly_slips": Definition(3, "每人每月最多办", "单", 0, 100),
    "collect_within": Definition(7, "预约后几天内来拿", "天", 1, 365),
    "proxy_principals": Definition(2, "一人一天最多代几个人领", "人", 0, 20),
    "low_stock": Definition(3, "剩多少件以内算快缺货", "件", 0, 1000),
    "rounding": Definition("FLOOR_30", "时长取整", choices=("FLOOR_30", "ROUND_UP_FIRST_HOUR")),
    "min_credit": Definition(30, "最少计入", "分钟", 0, 120),
    "attend_pct": Definition(60, "出勤满多少才自动计时", "%", 0, 100),
    "daily_cap": Definition(480, "每人每天最多", "分钟", 60, 1440),
    "minor_daily_cap": Definition(240, "不满 14 岁每天最多", "分钟", 30, 480),
    "night_starts_at": Definition(21, "夜间从几点算起", "点", 18, 23),
    "checkin_open": Definition(30, "提前多久可以签到", "分钟", 0, 240),
    "late_grace": Definition(10, "迟到多久以内不扣", "分钟", 0, 60),
    "checkout_close": Definition(60, "结束后多久还能签退", "分钟", 0, 480),
    "leaving_asks_minutes": Definition(10, "到岗多久以内签退要问一声", "分钟", 0, 120),
    "roster_filed_within": Definition(48, "签到表多久内交算原始记录", "小时", 1, 240),
    "makeup_window": Definition(30, "补录期限", "天", 1, 365),
    "confirm_due": Definition(3, "核对时长期限", "个工作日", 1, 30),
    "confirm_escalate": Definition(7, "超期多久交给社工", "天", 1, 60),
    "publicity_record": Definition(3, "服务时长公示", "个工作日", 1, 30),
    "bonus_first_service": Definition(10, "第一次服务另加", "分", 0, 1000),
    "bonus_shift_leader": Definition(5, "带队另加", "分", 0, 1000),
    "free_cancel": Definition(24, "开始前多久取消不记", "小时", 0, 240),
    "late_cancel_warning": Definition(12, "开始前多久以内取消一定记", "小时", 0, 240),
    "ladder_warnings": Definition(3, "满几次停报", "次", 1, 20),
    "ladder_window": Definition(90, "在多少天里计算", "天", 1, 365),
    "ladder_pause": Definition(30, "停报多久", "天", 1, 365),
    "excuse_within": Definition(3, "没来或晚取消，几天内可以补说明", "天", 0, 30),
    "no_show_review": Definition(5, "一年没来几次由管理员看", "次", 1, 50),
    "promote_until": Definition(120, "开始前多久以内不再自动补上", "分钟", 0, 1440),
    "decline_within": Definition(60, "补上后多久内可以放弃不记", "分钟", 0, 1440),
    "accompanied_under": Definition(14, "不满多少岁要家人陪同", "岁", 0, 18),
    "training_lasts": Definition(730, "参加过培训，多久以内算有", "天", 1, 3650),
    "remind_first": Definition(36, "活动前多久提醒一次", "小时", 0, 168),
    "remind_again": Definition(2, "活动前多久再提醒一次", "小时", 0, 48),
    "publicity_honor": Definition(5, "星级认定公示", "个工作日", 1, 30),
    "publicity_star_of_month": Definition(3, "月度之星公示", "个工作日", 1, 30),
    "imported_counts_for_levels": Definition(default=True, words="导入的旧时长算进星级"),
    "star_least_minutes": Definition(480, "月度之星最少服务", "分钟", 0, 100_000),
    "star_not_again": Definition(3, "几个月内不重复当选", "个月", 0, 24),
    "bonus_star_of_month": Definition(50, "月度之星另加", "分", 0, 5000),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one community as of one day; ask by name, `settings["daily_cap"]`."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return the value of `name`. Raises SettingUnknown."""
        if name not in DEFAULTS:
            raise SettingUnknown
        return self.values.get(name, DEFAULTS[name].default)

    def number(self, name: str) -> int:
        """Return a whole-number setting."""
        return int(self[name])


def as_of(session: Session, community_id: int, on: date) -> Settings:
    """Return the settings in force on `on` (a local day), in one query."""
    return on_days(session, community_id, {on})[on]


def on_days(session: Session, community_id: int, days: Collection[date]) -> dict[date, Settings]:
    """Return the settings in force on each of `days` (local), in one query; none asked for none.

    Of several versions the newest `starts_on` not after the day counts, then the newest row.
    """
    if not days:
        return {}
    setting = CommunitySetting
    rows = session.execute(
        select(setting.starts_on, setting.name, setting.value)
        .where(setting.community_id == community_id, setting.starts_on <= max(days))
        .order_by(setting.starts_on, setting.id)
    ).all()
    return {
        day: Settings({name: value for starts_on, name, value in rows if starts_on <= day})
        for day in days
    }


def change(act: Act, version: CommunitySetting) -> None:
    """Let a new value count from its start day on; the past keeps what it had.

    Raises NotAllowed, SettingUnknown, SettingOutOfRange, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    definition = DEFAULTS.get(version.name)
    if definition is None:
        raise SettingUnknown
    _refuse_out_of_range(definition, version.value)
    version.community_id = act.community.id
    version.set_by_id, version.set_at = act.by.person_id, act.now
    act.session.add(version)
    act.session.flush()
    audit.record(
        act,
        "setting_changed",
        ("setting", version.id),
        actor_id=act.by.person_id,
        community_id=act.community.id,
        name=version.name,
        value=version.value,
        starts_on=version.starts_on.isoformat(),
    )


def _refuse_out_of_range(definition: Definition, value: Any) -> None:
    if definition.choices or isinstance(definition.default, bool):
        allowed: tuple[Any, ...] = definition.choices or (True, False)
        if not any(value is choice or value == choice for choice in allowed):
            raise SettingUnknown
        return
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not (is_whole and definition.least <= value <= definition.most):
        raise SettingOutOfRange(least=definition.least, most=definition.most)
