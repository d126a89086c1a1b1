"""What is typed or pressed on the day of a shift."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField, TimeField
from wtforms.validators import AnyOf, Length, NumberRange, Optional

from core import inputs
from core.fields import IntegerField, Required, Typed, value_of
from core.form import Form, OnceForm
from core.inputs import of_card
from teams.members.rules.registering_on_site import Stranger
from volunteer.sign_ups.models import BY_LEADER

WRITTEN = [act.value for act in BY_LEADER]
LARGEST = 2**31 - 1


class ScanForm(Form):
    """A token from the code at the place, or the six digits said there."""

    token = HiddenField(validators=[Length(max=200)])
    is_sure = HiddenField(validators=[Length(max=1)])
    digits = StringField(
        "6 位数字（看带队人的手机）",
        [Optional(), Length(max=12)],
        description="扫不了码就填它，半分钟换一次。",
    )


class MarkForm(Form):
    """One press of a leader beside one name, with times where they are written.

    The script of the board sends a key, so that a press arrives once, and the second it was made.
    """

    request_key = HiddenField(validators=[Length(max=100)])
    tapped_at = IntegerField(validators=[Optional(), NumberRange(0, LARGEST)])
    act = HiddenField(validators=[AnyOf(WRITTEN)])
    version = IntegerField(validators=[Required(), NumberRange(1, LARGEST)])
    is_sure = HiddenField(validators=[Length(max=1)])
    arrived = TimeField("几点到", [Optional()])
    left = TimeField("几点走", [Optional()])
    note = StringField("说明", [Optional(), Length(max=200)])


class TimesForm(MarkForm):
    """The times of one person, with ids of their own beside the field of a leave."""

    arrived = TimeField("几点到", [Optional()], id="times-arrived")
    left = TimeField("几点走", [Optional()], id="times-left")
    note = StringField("说明", [Optional(), Length(max=200)], id="times-note")


class CardForm(Form):
    """What a scanner read off a card, or what was typed instead."""

    card = StringField(
        "扫志愿者的卡",
        [Required("请扫卡，或者输入编号。"), Length(max=120)],
        filters=[of_card],
    )


class WalkInForm(OnceForm):
    """Three fields: who, when, and a word; `by_card` is 1 where a card said who it is."""

    by_card = HiddenField(validators=[Length(max=1)])
    volunteer_no = StringField(
        "志愿者编号",
        [Required("请填编号，或者在上面找到人再点。"), Length(max=120)],
        filters=[of_card],
    )
    arrived = TimeField("几点到的", [Optional()], description="不填就是现在")
    note = StringField("备注", [Optional(), Length(max=200, message="备注最多 200 个字。")])
    accompanied = BooleanField(
        "监护人在场，一直陪着", description="不满 14 岁、监护人没有先报名的，要看到监护人再勾。"
    )


class NewcomerForm(OnceForm):
    """Three fields of somebody nobody knows yet; `is_another` than the one of the same name."""

    name = StringField("姓名", [Required("请填姓名。"), Typed(inputs.person_name)])
    birth_on = StringField(
        "出生日期",
        [Required("请填出生日期。"), Typed(inputs.on_date)],
        description="例如 1960-05-16。买保险、看年龄要用。",
    )
    phone = StringField(
        "手机号", [Optional(), Typed(inputs.phone)], description="没有手机可以不填。"
    )
    agrees_to_record = BooleanField("念给本人听了，本人同意登记和记录服务")
    is_another = HiddenField(validators=[Length(max=1)])

    def stranger(self) -> Stranger:
        """Return what was said, once `validate` is content."""
        return Stranger(
            value_of(self.name),
            value_of(self.birth_on),
            value_of(self.phone),
            agrees_to_record=bool(self.agrees_to_record.data),
            is_another=self.is_another.data == "1",
        )


class ExtensionForm(Form):
    """A later end, and why."""

    ends = TimeField("延长到", [Required("请填延长到几点。")])
    reason = StringField("为什么", [Required("请写一句为什么延长。"), Length(max=200)])


class ExplanationForm(Form):
    """Why one did not come."""

    words = TextAreaField(
        "为什么没去",
        [Required("请写明原因。"), Length(max=500, message="最多 500 个字。")],
        description="例如 孩子发烧去了医院。有凭证的，写明是什么，到时给带队人看。",
    )
