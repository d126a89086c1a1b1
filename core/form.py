"""The base of every form: words without accidents, and a key per rendered form."""

import secrets
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask_babel import get_locale
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField, StringField
from wtforms.i18n import messages_path
from wtforms.validators import ValidationError
from wtforms.widgets import Select

from core.errors import RuleError
from core.template_filters import say

KEY_MISSING = "没有带上编号，所以没有收下。请核对后再交一次。"


def a_key() -> str:
    """Return a fresh key for one form as it is drawn."""
    return secrets.token_urlsafe(18)


class TranslatedOptions(Select):
    """A list whose options are said in the reader's language."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:  # type: ignore[override]  # WTForms types an option as three arguments
        """Return one option; the words of a choice are sentences like any other."""
        translated = choice._replace(label=say(choice.label))
        drawn: Markup = super().render_option(translated, **kwargs)
        return drawn


@cache
def _catalogue(locale: str) -> Translations | NullTranslations:
    return Translations.load(messages_path(), [locale], domain="wtforms")


class Words:
    """The words WTForms brings along; its own reading opens their file at every request."""

    def gettext(self, words: str) -> str:
        """Return words in the reader's language."""
        return str(_catalogue(str(get_locale() or "")).ugettext(words))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return words of a number in the reader's language."""
        return str(_catalogue(str(get_locale() or "")).ungettext(one, many, count))


class Form(FlaskForm):
    """A form with its CSRF token; what was typed stays on the page when it is refused.

    A text left out of what was sent is empty, or the form's own default: it never falls back to
    what the row holds.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self:
            if each.raw_data == [] and isinstance(each, StringField):
                default = each.default() if callable(each.default) else each.default
                each.data = default or ""

    class Meta(FlaskForm.Meta):
        """Words of the built-in validators come from our own catalogue."""

        locales = ["zh"]

        def get_translations(self, form: Any) -> Words:  # noqa: ARG002 - asked by WTForms
            """Return the words of the built-in validators."""
            return Words()

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """Draw the field, a plain list with its options said in the reader's language."""
            if type(field.widget) is Select:
                return TranslatedOptions(multiple=field.widget.multiple)(field, **render_kw)
            return super().render_field(field, render_kw)


def status_of(form: Form, refusal: RuleError | None) -> int:
    """Return the status of a page that shows `form` again: the refusal's, else 400 for its slips.

    A form nobody has sent, and one without a slip, is 200.
    """
    if refusal is not None:
        return refusal.status
    return 400 if form.errors else 200


class OnceForm(Form):
    """A form whose act is done once however often it is sent: it carries a `request_key`."""

    request_key = HiddenField("这张表", default=a_key)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request_key.raw_data == []:
            self.request_key.data = ""

    def validate_request_key(self, field: HiddenField) -> None:
        """Refuse a form sent without its key, and give it one to be sent again with.

        Raises ValidationError.
        """
        if not field.data:
            field.data = a_key()
            raise ValidationError(KEY_MISSING)
