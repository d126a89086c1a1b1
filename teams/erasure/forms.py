"""What is ticked and typed about being erased."""

from wtforms import BooleanField, StringField
from wtforms.validators import Optional

from core import inputs
from core.fields import Typed
from core.form import Form


class AskForm(Form):
    """That the consequences were read."""

    confirmed = BooleanField("我知道了：办好以后谁也恢复不了")


class DecisionForm(Form):
    """Why a request is refused."""

    reason = StringField("不同意的原因", [Optional(), Typed(inputs.note(60))])
