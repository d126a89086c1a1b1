"""How a person reads: elder mode (长辈版), large words, contrast, language."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from accounts.models import Person, TextSize


def set_elder_mode(session: Session, person_id: int, *, is_on: bool) -> None:
    """Turn large words (长辈版) on or off; twice does no harm."""
    session.get_one(Person, person_id).is_elder_mode = is_on


@dataclass(frozen=True, slots=True)
class Switches:
    """How a person wants to read."""

    is_elder_mode: bool
    text_size: TextSize
    has_high_contrast: bool
    language: str


def switch(session: Session, person_id: int, wanted: Switches) -> None:
    """Keep how the person reads; a setting of the person, not of the device (look 2)."""
    person = session.get_one(Person, person_id)
    person.is_elder_mode = wanted.is_elder_mode
    person.text_size = wanted.text_size
    person.has_high_contrast = wanted.has_high_contrast
    person.language = "en" if wanted.language == "en" else "zh"


def choose_language(session: Session, person_id: int, language: str) -> None:
    """Keep the language a person reads: `zh` or `en`, anything else is Chinese."""
    person = session.get_one(Person, person_id)
    person.language = "en" if language == "en" else "zh"
