"""Shape of what is typed about honours."""

from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from commendations.words import KIND_WORDS
from core.fields import Required, SelectChoice
from core.form import Form, OnceForm


class RoundForm(Form):
    """A round to be started."""

    kind = RadioField(
        "认定什么",
        [Required("请选一种")],
        choices=[SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items()],
    )
    title = StringField("名称", [Required("请写名称"), Length(max=60, message="不超过 60 字")])
    day = DateField(
        "算到哪一天",
        [Required("请填日期")],
        description="星级认定：时长截止日。月度之星：那个月里的任意一天。",
    )


class NominationForm(Form):
    """Who is put forward, and for what."""

    volunteer_no = StringField(
        "志愿者编号",
        [Required("请填编号"), Length(max=20, message="编号没有这么长")],
        description="在志愿者证上，例如 DJ0387。",
    )
    name = StringField("姓名", [Required("请填姓名"), Length(max=60, message="姓名太长")])
    deeds = TextAreaField(
        "事迹",
        [Required("请写事迹"), Length(max=2000, message="请写短一些")],
        description="50 到 300 个字：什么时候，为谁，做了什么。不写受助人的姓名和住址。",
    )


class OnlyOnceForm(OnceForm):
    """One button that gives or takes points."""


class ReasonForm(OnceForm):
    """Why something is kept."""

    reason = TextAreaField("理由", [Required("请写明理由"), Length(4, 500, "请写 4 到 500 个字")])


class RevocationForm(ReasonForm):
    """Why a certificate is revoked, and whether the level stays."""

    keeps_level = BooleanField("保留这一级，申请下一级时仍算数")


class ObjectionForm(Form):
    """What is not right about an announced honour."""

    words = TextAreaField(
        "哪里不对",
        [Required("请写明理由"), Length(4, 500, "请写 4 到 500 个字")],
        description="请写事实和依据。您的姓名只给核实的人看。",
    )


class DecisionForm(Form):
    """The answer to an objection."""

    outcome = RadioField(
        "核实结果",
        [Required("请选一种")],
        choices=[
            SelectChoice("upheld", "异议成立，取消这一人"),
            SelectChoice("rejected", "异议不成立，继续"),
        ],
    )
    answer = TextAreaField("书面答复", [Required("请写答复"), Length(4, 500, "请写 4 到 500 个字")])


class VerifyForm(Form):
    """A code as printed under a certificate."""

    code = StringField("查验码", [Required("请填查验码")])
