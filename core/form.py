"""The base of every form: words without accidents, and a key per rendered form."""

import secrets
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField
from wtforms.widgets import Select

from core.typesetting import say


class SaidOptions(Select):
    """A list whose options are said in the reader's language."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:  # type: ignore[override]
        """Return one option; the words of a choice are sentences like any other."""
        said = choice._replace(label=say(choice.label))
        drawn: Markup = super().render_option(said, **kwargs)
        return drawn


class Form(FlaskForm):
    """A form with its CSRF token; what was typed stays on the page when it is refused."""

    class Meta(FlaskForm.Meta):
        """Words of the built-in validators come from our own catalogue."""

        locales = ["zh"]

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """Draw the field, a plain list with its options said in the reader's language."""
            if type(field.widget) is Select:
                return SaidOptions(multiple=field.widget.multiple)(field, **render_kw)
            return super().render_field(field, render_kw)


class OnceForm(Form):
    """A form whose act is done once however often it is sent: it carries a `request_key`."""

    request_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request_key.data:
            self.request_key.data = secrets.token_urlsafe(18)
