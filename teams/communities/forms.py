"""Forms of what a community says of itself and of its teams."""

from wtforms import BooleanField, StringField
from wtforms.validators import Length, Optional

from core import inputs
from core.fields import Required, Typed
from core.form import Form


class DeskFieldsForm(Form):
    """Where the desk is, when it is open, how to call it."""

    station = StringField("站点名称", [Required("请填站点名称。"), Typed(inputs.note(60))])
    address = StringField("地址", [Optional(), Typed(inputs.note(60))])
    desk_phone = StringField(
        "服务台电话",
        [Optional(), Length(max=20, message="电话最多 20 个字。"), Typed(inputs.note(20))],
        description="长辈版每一页都能按一下拨这个电话。",
    )
    desk_hours = StringField(
        "服务台时间",
        [Required("请填服务台什么时间有人。"), Typed(inputs.note(60))],
        description="公示和登记的页面上写着这个时间。",
    )


class TeamFieldsForm(Form):
    """How a team is called, when it serves, what it does."""

    name = StringField("队名", [Required("请填队名。"), Typed(inputs.note(30))])
    short_name = StringField(
        "简称", [Required("请填简称。"), Typed(inputs.note(12))], description="名单和标签上用。"
    )
    fixed_day = StringField(
        "固定服务日", [Optional(), Typed(inputs.note(30))], description="例如 每月9日、每周五。"
    )
    scope = StringField("做什么", [Optional(), Typed(inputs.note(60))])
    is_active = BooleanField(
        "在用",
        description="去掉勾就停用：不再能申请加入，也不能用它办新活动；队员、时长和办过的活动都不变。",
    )
