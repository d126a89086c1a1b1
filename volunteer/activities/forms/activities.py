"""The five parts of making an activity: what, where and who, when, how many, risk."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from core.fields import IntegerField, Required, SelectChoice
from core.form import OnceForm
from volunteer.activities.models import RiskLevel
from volunteer.activities.words import QUALIFICATION_WORDS, RISK_WORDS

REPEATS = (
    ("once", "只这一次"),
    ("weekly", "每周这一天"),
    ("monthly", "每月这一日"),
    ("nines", "逢九（每月 9、19、29 日）"),
)


A_POST = re.compile(r"(\S.{0,29}?)(?:\s*[:：]\s*|\s+)([1-9][0-9]{0,2})\s*[人个位名]?")
MOST_POSTS = 10


class ActivityForm(OnceForm):
    """What the activity is, where, who leads, and its risk."""

    title = StringField(
        "活动名称",
        [Required("请写活动名称。"), Length(max=60, message="名称最多 60 个字。")],
    )
    description = TextAreaField("做什么", [Optional(), Length(max=2000)])
    team_id = SelectField("哪支队伍", [Required("请选一支队伍。")], coerce=int)
    leader_id = SelectField("谁带队", [Required("请选带队人。")], coerce=int)
    place = StringField("在哪里", [Required("请写地点。"), Length(max=60, message="地点太长。")])
    meeting_point = StringField("集合的地方", [Optional(), Length(max=60)])
    is_team_only = BooleanField("只请本队队员")
    risk = RadioField(
        "风险",
        [Required("请选风险等级。")],
        choices=[SelectChoice(level.value, words) for level, words in RISK_WORDS.items()],
    )
    risk_notice = TextAreaField(
        "要知道的风险",
        [
            Required("请写可能有的风险，志愿者报名前要看到。"),
            Length(min=4, max=1000, message="风险提示至少写 4 个字。"),
        ],
        description="《志愿服务条例》第十二条：招募时要说明可能的风险。",
    )
    min_age = IntegerField("最低年龄", [Required("请填年龄。"), NumberRange(0, 100)])
    takes_guarded_minors = BooleanField("不满 14 岁可以由监护人陪同参加")
    policy_id = SelectField(
        "哪张保险单",
        [Optional()],
        coerce=int,
        choices=[SelectChoice(0, "还没有")],
        description="高风险活动先选好保险单，才能交审核。没有可选的，请社工到“保险”里登记。",
    )

    @property
    def risk_level(self) -> RiskLevel:
        """Return the chosen level."""
        return RiskLevel(self.risk.data)


class TimesForm(OnceForm):
    """When, how often, how many: one occasion or a row of them."""

    post_name = StringField("岗位", [Required("请写岗位，例如“志愿者”。"), Length(max=30)])
    needs = StringField(
        "岗位要求", [Optional(), Length(max=60)], description="例如 会理发，自带推子"
    )
    required_qualification = SelectField(
        "岗位要什么证件",
        [Optional()],
        choices=[
            SelectChoice("", "不要求"),
            *(SelectChoice(kind.value, words) for kind, words in QUALIFICATION_WORDS.items()),
        ],
        description="《志愿服务条例》第十六条：义诊、心理、法律服务要持证；只引导、登记的岗位可以不要求。",
    )
    on_date = DateField("哪一天", [Required("请选日期。")])
    begins = TimeField("几点开始", [Required("请填开始时间。")])
    ends = TimeField("几点结束", [Required("请填结束时间。")])
    places = IntegerField(
        "名额",
        [Required("请填名额。"), NumberRange(1, 500, message="名额请填 1 到 500。")],
    )
    more_posts = TextAreaField(
        "还要别的岗位",
        [Optional(), Length(max=600)],
        description="一行一个，写岗位和名额，例如：引导 3",
    )
    repeats = RadioField(
        "重复",
        choices=[SelectChoice(value, words) for value, words in REPEATS],
        default="once",
        description="没有 29、30、31 日的月份不排。逢九在 2 月只有 9、19 日，闰年有 29 日。",
    )
    until_on = DateField("重复到哪一天", [Optional()])
    opens_days_before = IntegerField(
        "提前几天开放报名",
        [Optional(), NumberRange(0, 60, message="请填 0 到 60。")],
        description="不填就是发布后马上开放",
    )
    closes_hours_before = IntegerField(
        "开始前几小时停止报名",
        [Optional(), NumberRange(0, 72, message="请填 0 到 72。")],
        description="不填就是到开始为止",
    )

    @property
    def posts(self) -> list[tuple[str, int]]:
        """Return the further posts of a valid form, each with its places."""
        lines = [line.strip() for line in (self.more_posts.data or "").splitlines()]
        read = [A_POST.fullmatch(line) for line in lines if line]
        return [(each[1], int(each[2])) for each in read if each is not None]

    def validate_more_posts(self, field: TextAreaField) -> None:
        """Ask for a name and places in each line. Raises ValidationError."""
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_POSTS or len(self.posts) < len(lines):
            raise ValidationError("每行写一个岗位和名额，例如：引导 3。最多 10 行。")

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the last day of a row, and for it to come after the first."""
        is_fine = bool(super().validate(extra_validators))
        if self.repeats.data == "once" or self.on_date.data is None:
            return is_fine
        if self.until_on.data is None or self.until_on.data < self.on_date.data:
            self.until_on.errors = ["重复的活动要填最后一天，不能早于第一天。"]
            return False
        return is_fine


class NewActivityForm(ActivityForm, TimesForm):
    """A whole new activity."""
