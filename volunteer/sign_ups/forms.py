"""What is typed when signing up, cancelling and calling."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.fields import Required
from core.form import OnceForm
from core.inputs import of_card


class SignUpForm(OnceForm):
    """One press; a note is welcome."""

    note = StringField(
        "备注", [Optional(), Length(max=200, message="备注最多 200 个字，请写短一点。")]
    )


class CancelForm(OnceForm):
    """Going back: why, if one likes to say."""

    reason = TextAreaField(
        "原因", [Optional(), Length(max=200, message="原因最多 200 个字，请写短一点。")]
    )


class OnBehalfForm(OnceForm):
    """Signing up a member who called, by whatever they say of themselves."""

    volunteer_no = StringField(
        "编号、姓名或手机号",
        [Required("请填编号、姓名或手机号。"), Length(max=120)],
        filters=[of_card],
        description="例如 DJ0387、张长青、zcq",
    )
    note = StringField("备注", [Optional(), Length(max=200)])


class SubstituteForm(OnceForm):
    """Who is asked to come instead: the number on the card."""

    volunteer_no = StringField(
        "志愿者编号",
        [Required("请填志愿者编号，在志愿者卡上。"), Length(max=20)],
        filters=[of_card],
        description="例如 DJ0387",
    )
