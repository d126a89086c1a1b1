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
    "hourly_readings": Definition(20, "一人一小时最多看几项完整资料", "项", 1, 20),
    "hourly_points": Definition(10, "每小时积分", "分", 0, 1000),
    "expiry": Definition(
        "END_OF_NEXT_CALENDAR_YEAR",
        "积分有效期",
        choices=("END_OF_NEXT_CALENDAR_YEAR", "END_OF_CALENDAR_YEAR", "THREE_YEARS"),
    ),
    "first_expiry_notice_days": Definition(60, "积分到期前第一次提醒", "天", 0, 365),
    "second_expiry_notice_days": Definition(30, "积分到期前第二次提醒", "天", 0, 365),
    "last_expiry_notice_days": Definition(7, "积分到期前最后一次提醒", "天", 0, 365),
    "return_grace_days": Definition(30, "退回时原批次已过期，另给", "天", 0, 365),
    "monthly_points": Definition(500, "每人每月最多换", "分", 0, 100_000),
    "monthly_redemptions": Definition(3, "每人每月最多办", "单", 0, 100),
    "collect_days": Definition(7, "预约后几天内来拿", "天", 1, 365),
    "proxy_principals": Definition(2, "一人一天最多代几个人领", "人", 0, 20),
    "low_stock_items": Definition(3, "剩多少件以内算快缺货", "件", 0, 1000),
    "rounding": Definition("FLOOR_30", "时长取整", choices=("FLOOR_30", "ROUND_UP_FIRST_HOUR")),
    "least_credited_minutes": Definition(30, "最少计入", "分钟", 0, 120),
    "attended_percent": Definition(60, "出勤满多少才自动计时", "%", 0, 100),
    "daily_cap_minutes": Definition(480, "每人每天最多", "分钟", 60, 1440),
    "child_daily_cap_minutes": Definition(240, "不满 14 岁每天最多", "分钟", 30, 480),
    "night_starts_hour": Definition(21, "夜间从几点算起", "点", 18, 23),
    "check_in_opens_minutes": Definition(30, "提前多久可以签到", "分钟", 0, 240),
    "late_grace_minutes": Definition(10, "迟到多久以内不扣", "分钟", 0, 60),
    "check_out_closes_minutes": Definition(60, "结束后多久还能签退", "分钟", 0, 480),
    "leaving_asks_minutes": Definition(10, "到岗多久以内签退要问一声", "分钟", 0, 120),
    "attendance_list_filed_hours": Definition(48, "签到表多久内交算原始记录", "小时", 1, 240),
    "manual_entry_days": Definition(30, "补录期限", "天", 1, 365),
    "confirm_due_working_days": Definition(3, "核对时长期限", "个工作日", 1, 30),
    "confirm_escalates_days": Definition(7, "超期多久交给社工", "天", 1, 60),
    "record_notice_working_days": Definition(3, "服务时长公示", "个工作日", 1, 30),
    "first_service_bonus_points": Definition(10, "第一次服务另加", "分", 0, 1000),
    "shift_leader_bonus_points": Definition(5, "带队另加", "分", 0, 1000),
    "free_cancel_hours": Definition(24, "开始前多久取消不记", "小时", 0, 240),
    "late_cancel_hours": Definition(12, "开始前多久以内取消一定记", "小时", 0, 240),
    "pause_after_marks": Definition(3, "满几次停报", "次", 1, 20),
    "marks_window_days": Definition(90, "在多少天里计算", "天", 1, 365),
    "pause_days": Definition(30, "停报多久", "天", 1, 365),
    "excuse_days": Definition(3, "没来或晚取消，几天内可以补说明", "天", 0, 30),
    "review_after_no_shows": Definition(5, "一年没来几次由管理员看", "次", 1, 50),
    "promote_until_minutes": Definition(120, "开始前多久以内不再自动补上", "分钟", 0, 1440),
    "decline_minutes": Definition(60, "补上后多久内可以放弃不记", "分钟", 0, 1440),
    "accompanied_under_years": Definition(14, "不满多少岁要家人陪同", "岁", 0, 18),
    "training_lasts_days": Definition(730, "参加过培训，多久以内算有", "天", 1, 3650),
    "first_reminder_hours": Definition(36, "活动前多久提醒一次", "小时", 0, 168),
    "second_reminder_hours": Definition(2, "活动前多久再提醒一次", "小时", 0, 48),
    "level_notice_working_days": Definition(5, "星级认定公示", "个工作日", 1, 30),
    "star_notice_working_days": Definition(3, "月度之星公示", "个工作日", 1, 30),
    "imported_counts_for_levels": Definition(default=True, words="导入的旧时长算进星级"),
    "star_least_minutes": Definition(480, "月度之星最少服务", "分钟", 0, 100_000),
    "star_not_again_months": Definition(3, "几个月内不重复当选", "个月", 0, 24),
    "star_bonus_points": Definition(50, "月度之星另加", "分", 0, 5000),
}

NAMED_BEFORE: dict[str, str] = {
    "min_credit": "least_credited_minutes",
    "attend_pct": "attended_percent",
    "daily_cap": "daily_cap_minutes",
    "checkin_open": "check_in_opens_minutes",
    "late_grace": "late_grace_minutes",
    "checkout_close": "check_out_closes_minutes",
    "confirm_due": "confirm_due_working_days",
    "confirm_escalate": "confirm_escalates_days",
    "publicity_record": "record_notice_working_days",
    "publicity_honor": "level_notice_working_days",
    "publicity_star_of_month": "star_notice_working_days",
    "makeup_window": "manual_entry_days",
    "roster_filed_within": "attendance_list_filed_hours",
    "night_starts_at": "night_starts_hour",
    "points_per_hour": "hourly_points",
    "bonus_first_service": "first_service_bonus_points",
    "bonus_shift_leader": "shift_leader_bonus_points",
    "bonus_star_of_month": "star_bonus_points",
    "expiry_notice_first": "first_expiry_notice_days",
    "expiry_notice_second": "second_expiry_notice_days",
    "expiry_notice_last": "last_expiry_notice_days",
    "return_grace": "return_grace_days",
    "free_cancel": "free_cancel_hours",
    "late_cancel_warning": "late_cancel_hours",
    "ladder_warnings": "pause_after_marks",
    "ladder_window": "marks_window_days",
    "ladder_pause": "pause_days",
    "excuse_within": "excuse_days",
    "no_show_review": "review_after_no_shows",
    "promote_until": "promote_until_minutes",
    "decline_within": "decline_minutes",
    "training_lasts": "training_lasts_days",
    "remind_first": "first_reminder_hours",
    "remind_again": "second_reminder_hours",
    "monthly_slips": "monthly_redemptions",
    "collect_within": "collect_days",
    "accompanied_under": "accompanied_under_years",
    "minor_daily_cap": "child_daily_cap_minutes",
    "low_stock": "low_stock_items",
    "readings_per_hour": "hourly_readings",
    "star_not_again": "star_not_again_months",
}
"""What settings were called before their names said the unit: the trail keeps what was written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one community as of one day; ask by name, `settings["daily_cap_minutes"]`."""

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
