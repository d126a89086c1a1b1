"""What is ticked and typed about making one file of two."""

from wtforms import BooleanField, StringField
from wtforms.validators import Optional

from core import inputs
from core.fields import Typed
from core.form import Form


class ProposeForm(Form):
    """That it is one person, how that is known, and whose phone is right."""

    takes_phone = BooleanField("手机号用并入的那份的")
    reason = StringField("怎么知道是同一个人（可不填）", [Optional(), Typed(inputs.note(60))])
    confirmed = BooleanField("核对过证件，是同一个人；知道合并以后分不开了")


class DecisionForm(Form):
    """Why a proposal is refused."""

    reason = StringField("不同意的原因", [Optional(), Typed(inputs.note(60))])


class OtherForm(Form):
    """The other file."""

    other = StringField("另一份档案的编号", [Optional(), Typed(inputs.note(60))])
