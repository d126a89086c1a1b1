"""What is typed when signing up, cancelling and calling."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, Optional

from core.fields import Required, SelectChoice
from core.form import OnceForm
from core.inputs import of_card


class SeenForm(OnceForm):
    """One press, with the key of the risk notice that was shown beside it."""

    seen = HiddenField(validators=[Length(max=40)])


class SignUpForm(SeenForm):
    """One press; a note is welcome."""

    note = StringField(
        "备注", [Optional(), Length(max=200, message="备注最多 200 个字，请写短一点。")]
    )


class CancelForm(OnceForm):
    """Going back: why, if one likes to say."""

    reason = TextAreaField(
        "原因", [Optional(), Length(max=200, message="原因最多 200 个字，请写短一点。")]
    )


class OnBehalfForm(OnceForm):
    """Signing up a member who called, by whatever they say of themselves."""

    volunteer_no = StringField(
        "编号、姓名或手机号",
        [Required("请填编号、姓名或手机号。"), Length(max=120)],
        filters=[of_card],
        description="例如 DJ0387、张长青、zcq",
    )
    note = StringField("备注", [Optional(), Length(max=200)])
    seen = HiddenField(validators=[Length(max=40)])
    is_told = BooleanField("风险提示和要带的，念给本人听过了")

    @property
    def told(self) -> str:
        """Return the key of what was read out, empty where it was not."""
        return (self.seen.data or "") if self.is_told.data else ""


class SubstituteForm(OnceForm):
    """Who is asked to come instead: the number on the card."""

    volunteer_no = StringField(
        "志愿者编号",
        [Required("请填志愿者编号，在志愿者卡上。"), Length(max=20)],
        filters=[of_card],
        description="例如 DJ0387",
    )


class MoveForm(OnceForm):
    """Where and when an occasion goes; `seen` is its start as read, `agreed` what was shown."""

    seen = HiddenField(validators=[Length(max=40)])
    agreed = HiddenField(validators=[Length(max=200)])
    on_date = DateField("改到哪一天", [Required("请选日期。")])
    begins = TimeField("几点开始", [Required("请填开始时间。")])
    ends = TimeField("几点结束", [Required("请填结束时间。")])
    place = StringField("在哪里", [Required("请写地点。"), Length(max=60, message="地点太长。")])
    answer_on = DateField(
        "去不了的，最晚哪天说",
        [Required("请选日期。")],
        description="这天晚上 8 点以前取消不记，名额一直留着。",
    )
    scope = RadioField(
        "改哪几场",
        [Required("请选改哪几场。")],
        choices=[SelectChoice("one", "只改这一场"), SelectChoice("following", "这一场和以后各场")],
        default="one",
    )

    @property
    def said(self) -> str:
        """Return all that decides whom it concerns, to tell whether that was shown already."""
        fields = (self.on_date, self.begins, self.ends, self.place, self.answer_on, self.scope)
        return "|".join(str(each.data) for each in fields)
