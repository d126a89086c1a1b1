"""The value of a setting in words: which are permitted, how one is written, and how one is read."""

from flask_babel import gettext as _

from core.room_settings import Setting, Value

YES_OR_NO = ("是", "否")


def permitted(setting: Setting) -> str:
    """Say which values may be set: choices, yes or no, or the limits with their unit."""
    if setting.is_yes_or_no:
        return str(_("是、否"))
    if setting.choices:
        return "、".join(str(_(each)) for each in setting.choices.values())
    limits = setting.limits
    return str(
        _(
            "%(least)s 到 %(most)s %(unit)s",
            least=limits.least,
            most=limits.most,
            unit=_(limits.unit),
        )
    )


def value_words(setting: Setting, value: Value) -> str:
    """Write a value with its unit, or a choice in words."""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, str):
        return str(_(setting.choices.get(value, value)))
    unit = setting.limits.unit
    return f"{value}%" if unit == "%" else f"{value} {_(unit)}"


def read_value(setting: Setting, text: str) -> Value:
    """Read what was chosen or typed, in the reader's words, as the kind of value it is."""
    plain = text.strip()
    if setting.is_yes_or_no:
        yes, no = {"是", "1", str(_("是"))}, {"否", "0", str(_("否"))}
        return True if plain in yes else False if plain in no else plain
    for code, words in setting.choices.items():
        if plain in {code, words, str(_(words))}:
            return code
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else plain
