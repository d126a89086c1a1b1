"""Signing in, changing a secret, setting up the first administrator."""

from wtforms import PasswordField, StringField
from wtforms.validators import Length, ValidationError

from core import inputs
from core.fields import Required, Typed
from core.form import Form

LONGEST_LOGIN = 120


class SignInForm(Form):
    """A phone or volunteer number, and a password or PIN; the page names the fields."""

    login = StringField(
        "手机号或编号",
        [Required("请填编号或手机号。"), Length(max=LONGEST_LOGIN)],
        filters=[inputs.of_card],
    )
    secret = PasswordField("密码", [Required("请填密码或 PIN 码。")])


class SecretForm(Form):
    """The present secret, and a new one twice."""

    current = PasswordField("现在的密码或 PIN 码", [Required("请填现在用的。")])
    new = PasswordField("新的", [Required("请填新的。")])
    again = PasswordField("再填一遍新的", [Required("请把新的再填一遍。")])

    def validate_again(self, field: PasswordField) -> None:
        """Refuse two that differ."""
        if field.data != self.new.data:
            raise ValidationError("两遍填的不一样，请再填一次。")


class SetUpForm(Form):
    """The one-time token and who holds it."""

    token = StringField("设置口令", [Required("请填服务器上显示的口令。"), Length(max=120)])
    county = StringField("县（区）", [Required("请填县区名称。"), Typed(inputs.note(30))])
    name = StringField("您的姓名", [Required("请填姓名。"), Typed(inputs.person_name)])
    phone = StringField("手机号", [Required("请填手机号。"), Typed(inputs.phone)])
    password = PasswordField("密码", [Required("请填密码。")], description="至少 10 个字。")
