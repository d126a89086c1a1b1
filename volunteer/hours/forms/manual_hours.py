"""What is typed when hours are added by hand, and when a second person decides."""

from wtforms import (
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, NumberRange, Optional

from core.fields import IntegerField, Required, SelectChoice
from core.form import OnceForm


class HoursForm(OnceForm):
    """Which service, when, how long, why, and what shows it."""

    title = StringField("活动", [Required("请写做的是什么。"), Length(max=60)])
    team_id = SelectField("哪支队伍", [Required("请选一支队伍。")], coerce=int)
    type_id = SelectField("活动类别", [Required("请选一类。")], coerce=int)
    on_date = DateField("哪一天", [Required("请选日期。")])
    begins = TimeField("几点开始", [Required("请填开始时间。")])
    minutes = IntegerField(
        "多少分钟",
        [Required("请填分钟数。"), NumberRange(1, 1440, message="分钟数请填 1 到 1440 的整数。")],
    )
    reason = TextAreaField("为什么补记", [Required("请写明为什么补记。"), Length(max=500)])
    evidence = TextAreaField(
        "有什么凭证",
        [Required("请写明凭证。"), Length(max=500)],
        description="例如 签到表照片、受助人电话确认、活动合影，写明存在哪里。",
    )


class DecideHoursForm(OnceForm):
    """Approved or not, with words when not."""

    outcome = RadioField(
        "结论",
        choices=[SelectChoice("approved", "同意补记，贴出公示"), SelectChoice("refused", "不同意")],
        validators=[Required("请选一个结论。")],
    )
    words = TextAreaField("说明", [Optional(), Length(max=500)], description="不同意时要写明理由。")
