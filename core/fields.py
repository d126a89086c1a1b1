"""Form fields that read as `core.inputs` reads: one exact value, or one sentence what to do."""

from collections.abc import Callable
from typing import Any

from wtforms import IntegerField as AnyInteger  # noqa: TID251 - told apart below
from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are older
from wtforms.validators import InputRequired, StopValidation  # noqa: TID251 - told apart below

from core.inputs import BadInput

__all__ = ["IntegerField", "Required", "SelectChoice", "Typed", "value_of"]


LONGEST_NUMBER = 19


class IntegerField(AnyInteger):
    """A whole number of at most 19 digits: longer ones break the range check, not only fail it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number. Raises ValueError for what is none."""
        if valuelist and len(str(valuelist[0]).strip()) > LONGEST_NUMBER:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)


class Required(InputRequired):
    """Something must be typed or chosen; blanks alone, of any width, are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse a field left empty or filled with blanks. Raises StopValidation."""
        if not any(str(text).strip() for text in field.raw_data or ()):
            field.errors[:] = []
            raise StopValidation(self.message or field.gettext("This field is required."))
        super().__call__(form, field)


class Typed:
    """A validator that reads the text with a parser and keeps the value as `field.value`.

    An empty text is left alone: whether it may be empty is said by the field's other validators.
    """

    def __init__(self, parse: Callable[[str], Any]) -> None:
        self.parse = parse

    def __call__(self, _form: Any, field: StringField) -> None:
        """Read the text. Raises StopValidation with the parser's own sentence."""
        vars(field)["value"] = None
        if not (field.data or "").strip():
            return
        try:
            vars(field)["value"] = self.parse(field.data or "")
        except BadInput as unread:
            raise StopValidation(unread.message) from unread


def value_of(field: Any) -> Any:
    """Return what `Typed` read, or None when the field was left empty."""
    return getattr(field, "value", None)
