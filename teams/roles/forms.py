"""What is chosen when a role is given, or a member looked at as themselves."""

from wtforms import SelectField, StringField
from wtforms.validators import Length

from core.fields import Required
from core.form import Form


class PreviewForm(Form):
    """Whose menu and permissions are to be looked at."""

    whose = StringField(
        "编号、姓名或手机号",
        [Required("请填编号、姓名或手机号。"), Length(max=120)],
        description="例如 DJ0387、张长青、zcq。",
    )


class RoleForm(Form):
    """Whom to give which role over which team."""

    number = StringField(
        "编号、姓名或手机号",
        [Required("请填编号、姓名或手机号。"), Length(max=120)],
        description="例如 DJ0387、张长青、zcq。",
    )
    role = SelectField("岗位")
    team = SelectField("队伍（队长、副队长要选）", coerce=int)
