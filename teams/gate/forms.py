"""What is typed to open a locked login session."""

from wtforms import PasswordField
from wtforms.validators import Length

from core.fields import Required
from core.form import Form


class UnlockForm(Form):
    """The own password or PIN of who locked the screen."""

    secret = PasswordField("您的密码或 PIN 码", [Required("请填密码或 PIN 码。"), Length(max=1024)])
