"""What is typed when minutes are confirmed, put right or disputed."""

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.validators import Length, NumberRange, Optional

from core.fields import IntegerField, Required, SelectChoice
from core.form import Form, OnceForm

LARGEST = 2**31 - 1
LARGEST_ID = 2**63 - 1
MINUTES = "分钟数请填 0 到 1440 的整数。"


class MinutesRow(PlainForm):
    """One person: the minutes, and why when they differ from what the times say."""

    sign_up_id = IntegerField(validators=[Required(), NumberRange(1, LARGEST_ID)])
    version = IntegerField(validators=[Required(), NumberRange(1, LARGEST)])
    is_chosen = BooleanField("核对这一条")
    minutes = IntegerField("核定分钟", [Optional(), NumberRange(0, 1440, message=MINUTES)])
    reason = StringField("原因", [Optional(), Length(max=200, message="原因最多 200 个字。")])


class ConfirmationForm(OnceForm):
    """The minutes of a whole shift."""

    rows = FieldList(FormField(MinutesRow), max_entries=500)


class PaperRow(PlainForm):
    """One line of the paper list: the times of coming and going."""

    sign_up_id = IntegerField(validators=[Required(), NumberRange(1, LARGEST_ID)])
    version = IntegerField(validators=[Required(), NumberRange(1, LARGEST)])
    arrived = TimeField("签到", [Optional()])
    left = TimeField("签退", [Optional()])


class AddedRow(PlainForm):
    """One of the blank lines of the sheet: who came without being on the list."""

    volunteer_no = StringField("编号", [Optional(), Length(max=120)])
    arrived = TimeField("签到", [Optional()])
    left = TimeField("签退", [Optional()])


class PaperForm(OnceForm):
    """The paper list of a shift, typed in at once; the times above it are for many lines."""

    all_arrived = TimeField("大家几点到", [Optional()])
    all_left = TimeField("大家几点走", [Optional()])
    rows = FieldList(FormField(PaperRow), max_entries=500)
    added = FieldList(FormField(AddedRow), max_entries=30)


class CorrectionForm(Form):
    """Why a record is put right, against the version that was seen."""

    version = HiddenField(validators=[Required()])
    reason = TextAreaField(
        "理由",
        [Required("请写明理由，本人会看到。"), Length(max=500, message="理由最多 500 个字。")],
    )


class ObjectionForm(Form):
    """What is not right about a line of the notice."""

    words = TextAreaField(
        "哪里不实",
        [Required("请写明哪里不实。"), Length(max=1000, message="最多 1000 个字。")],
        description="您的姓名会随异议登记，不会公开。",
    )


class DecisionForm(Form):
    """One of two outcomes, with an answer both sides read."""

    outcome = RadioField(
        "结论",
        choices=[
            SelectChoice("upheld", "异议成立，撤销这条记录"),
            SelectChoice("rejected", "查无不实，时长不变"),
        ],
        validators=[Required("请选一个结论。")],
    )
    answer = TextAreaField(
        "答复",
        [Required("请写明查到什么，双方都会看到。"), Length(max=1000)],
    )


class ReportForm(Form):
    """What is wrong with one's own record."""

    words = TextAreaField(
        "哪里不对",
        [Required("请写明哪里不对。"), Length(max=1000, message="最多 1000 个字。")],
        description="例如 那天我 11 点半才走，签退忘了点。",
    )


class AnswerForm(Form):
    """One of two answers to a report, with words the volunteer reads."""

    outcome = RadioField(
        "结论",
        choices=[
            SelectChoice("kept", "核实无误，时长不变"),
            SelectChoice("corrected", "确实有误，撤销原记录，重新核对"),
        ],
        validators=[Required("请选一个结论。")],
    )
    words = TextAreaField("答复", [Required("请写明查到什么，本人会看到。"), Length(max=1000)])
