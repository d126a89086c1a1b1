"""What is typed when a setting is changed."""

from wtforms import StringField
from wtforms.validators import Length

from core import inputs
from core.fields import Required, Typed
from core.form import Form


class SettingForm(Form):
    """A new value of one setting, and the day it begins to count."""

    value = StringField("改成", [Required("请填新的值。"), Length(max=40)])
    starts_on = StringField("从哪天起", [Required("请填日期。"), Typed(inputs.on_date)])
    reason = StringField("为什么改", [Required("请写明原因。"), Typed(inputs.note(100))])
