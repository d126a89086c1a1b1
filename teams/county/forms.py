"""What a county administrator types: days, communities, administrators."""

from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from core import inputs
from core.fields import Required, SelectChoice, Typed
from core.form import Form


class CalendarDayForm(Form):
    """One day that is worked, or not, against the state's calendar."""

    on_date = StringField("日期", [Required("请填日期。"), Typed(inputs.on_date)])
    kind = SelectField(
        "这一天", choices=[SelectChoice("rest", "放假"), SelectChoice("work", "上班（调休）")]
    )
    note = StringField("说明", [Required("请写明依据。"), Typed(inputs.note(60))])


class TakeBackForm(Form):
    """The day whose word is taken back."""

    on_date = StringField("日期", [Required("请填日期。"), Typed(inputs.on_date)])


class CommunityForm(Form):
    """A new community."""

    name = StringField("社区名称", [Required("请填名称。"), Typed(inputs.note(30))])
    slug = StringField(
        "地址名",
        [Required("请填地址名。"), Typed(inputs.slug)],
        description="出现在网址里，例如 dongjie，以后不能改。",
    )
    prefix = StringField(
        "编号字头",
        [Required("请填编号字头。"), Length(min=2, max=3, message="两到三个大写字母。")],
        description="志愿者编号的开头，例如 DJ，全县不能重复。",
    )
    county = SelectField("属于", coerce=int)
    phone = StringField("服务台电话", [Optional(), Length(max=30)])


class FirstAdminForm(Form):
    """Who becomes administrator of a community."""

    name = StringField("姓名", [Required("请填姓名。"), Typed(inputs.person_name)])
    birth_on = StringField("出生日期", [Required("请填出生日期。"), Typed(inputs.on_date)])
    phone = StringField("手机号", [Required("请填手机号。"), Typed(inputs.phone)])


class CountyAdminForm(FirstAdminForm):
    """Who becomes another administrator of which county."""

    county = SelectField("哪个县", coerce=int)
