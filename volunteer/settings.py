"""What a community may set about hours, sign-ups and attendance."""

from dataclasses import dataclass
from enum import StrEnum

from core.room_settings import Limits, RoomSettings, choice, whole


class Rounding(StrEnum):
    """How raw minutes become minutes that count."""

    FLOOR_30 = "FLOOR_30"
    ROUND_UP_FIRST_HOUR = "ROUND_UP_FIRST_HOUR"


ROUNDING_WORDS: dict[Rounding, str] = {
    Rounding.FLOOR_30: "按半小时往下取整",
    Rounding.ROUND_UP_FIRST_HOUR: "不满 1 小时按 1 小时",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerSettings(RoomSettings):
    """The thresholds of hours, sign-ups and attendance."""

    rounding: Rounding = choice(
        Rounding.FLOOR_30, "时长取整", "核对时长时，把实际分钟取成记录里的分钟。", ROUNDING_WORDS
    )
    least_credited_minutes: int = whole(
        30,
        "最少计入",
        "取整以后不到这么多分钟，就不记时长。",
        Limits(0, 120, "分钟"),
        earlier="min_credit",
    )
    attended_percent: int = whole(
        60,
        "出勤满多少才自动计时",
        "在岗时间占计划时间的多少以上，系统自动算好时长；不到的由带队人来定。",
        Limits(0, 100, "%"),
        earlier="attend_pct",
    )
    daily_cap_minutes: int = whole(
        480,
        "每人每天最多",
        "一个人一天记的时长到这里为止，多出来的不记。",
        Limits(60, 1440, "分钟"),
        earlier="daily_cap",
    )
    child_daily_cap_minutes: int = whole(
        240,
        "不满 14 岁每天最多",
        "不满 14 岁的，一天记的时长到这里为止。",
        Limits(30, 480, "分钟"),
        earlier="minor_daily_cap",
    )
    night_starts_hour: int = whole(
        21,
        "夜间从几点算起",
        "从这个钟点起的服务算夜间，积分另加。",
        Limits(18, 23, "点"),
        earlier="night_starts_at",
    )
    check_in_opens_minutes: int = whole(
        30,
        "提前多久可以签到",
        "场次开始前这么久，现场码才开始收签到。",
        Limits(0, 240, "分钟"),
        earlier="checkin_open",
    )
    late_grace_minutes: int = whole(
        10,
        "迟到多久以内不扣",
        "开始后这么久以内到的，不扣时长。",
        Limits(0, 60, "分钟"),
        earlier="late_grace",
    )
    check_out_closes_minutes: int = whole(
        60,
        "结束后多久还能签退",
        "场次结束后这么久以内还能签退，再晚由带队人填离开时间。",
        Limits(0, 480, "分钟"),
        earlier="checkout_close",
    )
    leaving_asks_minutes: int = whole(
        10,
        "到岗多久以内签退要问一声",
        "刚到岗这么久以内、或者还没开始就签退，先问是不是真要走。",
        Limits(0, 120, "分钟"),
    )
    kept_taps_hours: int = whole(
        12,
        "没网时点的，多久以内补传算数",
        "现场板没网时点的到岗、签退先存在手机里。这么久以内传上来，按点的时间记；过了要带队人写明时间。",
        Limits(1, 48, "小时"),
    )
    attendance_list_filed_hours: int = whole(
        48,
        "签到表多久内交算原始记录",
        "签到表在这么多小时以内交来，照记积分；再晚算补录，不记积分。",
        Limits(1, 240, "小时"),
        earlier="roster_filed_within",
    )
    sheet_photo_kept_days: int = whole(
        730,
        "签到表照片保存多久",
        "从活动结束起，签到表照片保存这么多天，到期自动清除。改了以后，只管以后放的照片。",
        Limits(30, 3650, "天"),
    )
    manual_entry_days: int = whole(
        30,
        "补录期限",
        "服务过后这么多天以内，还能凭签到表补录。",
        Limits(1, 365, "天"),
        earlier="makeup_window",
    )
    confirm_due_working_days: int = whole(
        3,
        "核对时长期限",
        "场次结束后，带队人要在这么多个工作日里核对好时长。",
        Limits(1, 30, "个工作日"),
        earlier="confirm_due",
    )
    confirm_escalates_days: int = whole(
        7,
        "超期多久交给社工",
        "时长一直没人核对，过这么多天由社工来办。",
        Limits(1, 60, "天"),
        earlier="confirm_escalate",
    )
    record_notice_working_days: int = whole(
        3,
        "服务时长公示",
        "核对好的时长要公示这么多个工作日，没有异议才入账。",
        Limits(1, 30, "个工作日"),
        earlier="publicity_record",
    )
    first_service_bonus_points: int = whole(
        10,
        "第一次服务另加",
        "第一次服务入账时，另外记多少积分。",
        Limits(0, 1000, "分"),
        earlier="bonus_first_service",
    )
    shift_leader_bonus_points: int = whole(
        5,
        "带队另加",
        "带队的人每一场另外记多少积分。",
        Limits(0, 1000, "分"),
        earlier="bonus_shift_leader",
    )
    free_cancel_hours: int = whole(
        24,
        "开始前多久取消不记",
        "离开始还有这么久以上取消，什么都不记。",
        Limits(0, 240, "小时"),
        earlier="free_cancel",
    )
    late_cancel_hours: int = whole(
        12,
        "开始前多久以内取消一定记",
        "离开始不到这么久才取消，一定记一次临时取消。",
        Limits(0, 240, "小时"),
        earlier="late_cancel_warning",
    )
    pause_after_marks: int = whole(
        3,
        "满几次停报",
        "没来和临时取消加起来到这个次数，暂停报名。",
        Limits(1, 20, "次"),
        earlier="ladder_warnings",
    )
    marks_window_days: int = whole(
        90,
        "在多少天里计算",
        "只数最近这么多天里的没来和临时取消。",
        Limits(1, 365, "天"),
        earlier="ladder_window",
    )
    pause_days: int = whole(
        30,
        "停报多久",
        "暂停报名停多少天，到期自动恢复。",
        Limits(1, 365, "天"),
        earlier="ladder_pause",
    )
    excuse_days: int = whole(
        3,
        "没来或晚取消，几天内可以补说明",
        "没来或临时取消以后，这么多天里可以补说明。",
        Limits(0, 30, "天"),
        earlier="excuse_within",
    )
    review_after_no_shows: int = whole(
        5,
        "一年没来几次由管理员看",
        "一年里没来到这个次数，请管理员找本人谈一谈。",
        Limits(1, 50, "次"),
        earlier="no_show_review",
    )
    promote_until_minutes: int = whole(
        120,
        "开始前多久以内不再自动补上",
        "离开始不到这么久，空出来的名额不再自动给候补的人。",
        Limits(0, 1440, "分钟"),
        earlier="promote_until",
    )
    decline_minutes: int = whole(
        60,
        "补上后多久内可以放弃不记",
        "候补补上以后，这么久以内放弃，什么都不记。",
        Limits(0, 1440, "分钟"),
        earlier="decline_within",
    )
    open_to_all_percent: int = whole(
        50,
        "每场留给大家的名额",
        "每场名额里至少这么多留给大家报，其余的才给固定来的人；填 100 就没有固定名额。",
        Limits(0, 100, "%"),
    )
    regular_ends_after_marks: int = whole(
        2,
        "固定名额记几次就结束",
        "固定来的人在同一组活动里没来或临时取消到这个次数，固定名额就结束，让给别人。",
        Limits(1, 20, "次"),
    )
    accompanied_under_years: int = whole(
        14,
        "不满多少岁要家人陪同",
        "不到这个岁数，要有家人一起参加才能报名。",
        Limits(0, 18, "岁"),
        earlier="accompanied_under",
    )
    training_lasts_days: int = whole(
        730,
        "参加过培训，多久以内算有",
        "参加培训以后，这么多天里算受过培训，能报要培训的岗位。",
        Limits(1, 3650, "天"),
        earlier="training_lasts",
    )
    first_reminder_hours: int = whole(
        36,
        "活动前多久提醒一次",
        "活动开始前这么多小时，第一次提醒报名的人；填 0 不发。总比取消要记早几小时。",
        Limits(0, 168, "小时"),
        earlier="remind_first",
    )
    second_reminder_hours: int = whole(
        2,
        "活动前多久再提醒一次",
        "活动开始前这么多小时，再发一次提醒；填 0 不发。",
        Limits(0, 48, "小时"),
        earlier="remind_again",
    )


SETTINGS = VolunteerSettings
