"""The base of every form: words without accidents, and a key per rendered form."""

import secrets
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField


class Form(FlaskForm):
    """A form with its CSRF token; what was typed stays on the page when it is refused."""

    class Meta(FlaskForm.Meta):
        """Words of the built-in validators come from our own catalogue."""

        locales = ["zh"]


class OnceForm(Form):
    """A form whose act is done once however often it is sent: it carries a `request_key`."""

    request_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request_key.data:
            self.request_key.data = secrets.token_urlsafe(18)
