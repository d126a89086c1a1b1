"""What a page says about the act just done, with the one press that takes it back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flask import flash


@dataclass(frozen=True, slots=True)
class Undo:
    """The POST that takes an act back: its address, its fields, and the verb on the button."""

    url: str
    fields: Mapping[str, str | int]
    verb: str


def toast(words: str, undo: Undo | None = None) -> None:
    """Say `words` on the next page, beside a button that undoes what they tell."""
    flash(asdict(undo) | {"words": words} if undo else words, "success")  # type: ignore[arg-type]  # Flask types what is said as text alone
