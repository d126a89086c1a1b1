"""What is pressed about an activity or a shift as a whole."""

from wtforms import DateField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, NumberRange

from core.fields import IntegerField, Required, SelectChoice
from core.form import Form, OnceForm


class CallOffForm(OnceForm):
    """Cancelling an occasion: everybody is told why."""

    reason = TextAreaField(
        "取消原因",
        [
            Required("请写取消的原因，报名的人会看到。"),
            Length(max=200, message="原因最多 200 个字，请写短一点。"),
        ],
    )


class CallOffShiftForm(CallOffForm):
    """Cancelling one occasion, or it and all later ones of its post."""

    scope = RadioField(
        "取消哪几场",
        choices=[
            SelectChoice("one", "只取消这一场"),
            SelectChoice("following", "这一场和以后各场"),
        ],
        default="one",
        validate_choice=False,
    )

    @property
    def is_series(self) -> bool:
        """Say whether the later ones go too: only where just that was chosen."""
        return bool(self.scope.data == "following")


class SendBackForm(Form):
    """Sending a waiting activity back: what is to be put right."""

    correction = TextAreaField(
        "要改什么",
        [
            Required("请写清楚要改什么，带队人会看到。"),
            Length(max=200, message="最多 200 个字，请写短一点。"),
        ],
    )


class PlacesForm(OnceForm):
    """A new number of places."""

    places = IntegerField(
        "名额",
        [
            Required("请填名额。"),
            NumberRange(1, 500, message="名额请填 1 到 500。"),
        ],
    )


class CopyForm(OnceForm):
    """Making an activity again: which part of it, and the day of the first occasion."""

    first_on = DateField("第一场在哪一天", [Required("请选照搬后第一场在哪一天。")])
    part = RadioField(
        "照搬哪些场",
        [Required("请选照搬哪些场。")],
        choices=[
            SelectChoice("day", "最后一天的各岗位"),
            SelectChoice("month", "最后一个月的各场"),
        ],
        default="day",
        description="各场之间隔的天数不变。大月照搬到小月，月底的几场会排到下个月初，看过草稿再发布。",
    )


class DropForm(Form):
    """The numbers of the occasions that go, with commas between."""

    shifts = HiddenField(validators=[Length(max=600)])


class NoteForm(OnceForm):
    """A note to the people of a shift."""

    words = TextAreaField(
        "说什么",
        [Required("请写 2 到 200 个字，大家会照原样收到。"), Length(max=200)],
        description="例如 请自带水杯，下雨改在活动室集合。",
    )
    audience = RadioField(
        "发给谁",
        [Required("请选发给谁。")],
        choices=[
            SelectChoice("listed", "名单和候补里的人"),
            SelectChoice("team", "全队的人"),
        ],
        default="listed",
    )


class ActForm(OnceForm):
    """A press and nothing else."""
