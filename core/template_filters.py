"""The filters of templates; the reader's language and zone; refusals and kept sentences in it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import g
from flask_babel import get_locale, gettext
from jinja2 import Environment
from markupsafe import Markup

from core import clock, masking, wording
from core.drawing import drawn_once
from core.errors import RuleError
from core.public_address import absolute
from core.wording import Language


def install(environment: Environment) -> None:
    """Give `environment` the filters below."""

    def today() -> date:
        return clock.local_day(clock.now(), zone())

    filters: dict[str, Callable[..., object]] = {
        "thousands": wording.thousands,
        "signed": wording.signed,
        "points": lambda number: wording.points(number, tongue()),
        "hours": lambda minutes: wording.hours(minutes, tongue()),
        "day": lambda day: wording.day_words(_day(day), today(), tongue()),
        "plain_date": lambda day: wording.plain_date(_day(day), today(), tongue()),
        "full_date": lambda day: wording.full_date(_day(day), tongue()),
        "long_date": lambda day: wording.long_date(_day(day), tongue()),
        "month": lambda day: wording.month(_day(day).year, _day(day).month, today(), tongue()),
        "moment": lambda at: wording.moment(at, zone(), clock.now(), tongue()),
        "deadline": lambda at: wording.deadline(at, zone(), clock.now(), tongue()),
        "clock": lambda at: wording.clock_time(at, zone()),
        "minute": wording.minute_of_day,
        "until": lambda starts, ends: wording.time_range(starts, ends, zone(), tongue()),
        "ledger_day": lambda day: wording.ledger_day(_day(day), today()),
        "say": say,
        "filled": filled,
        "refusal_text": refusal_text,
        "told": lambda explained: explained.sentence(tongue()),
        "staff_name": masking.name_for_staff,
        "weekday": lambda day: wording.weekday(_day(day), tongue()),
    }
    environment.filters.update(filters)
    environment.globals["greeting"] = lambda: wording.greeting(clock.now(), zone(), tongue())
    environment.globals["today"] = today
    environment.globals["absolute"] = absolute
    environment.globals["drawn_once"] = drawn_once
    environment.globals["other_language"] = lambda: wording.OTHER_LANGUAGE[tongue()]
    environment.globals["gettext"] = environment.globals["_"] = sentence


_said: dict[tuple[Language, str], str] = {}
_sentences: dict[tuple[Language, str], Markup] = {}
"""Sentences as they were said before, and those of templates that hold no values.

Kept until the program ends: the catalogue does not change, and we wrote the sentences.
"""


def said(words: str, /, **values: object) -> str:
    """Return what `gettext` says of a sentence of our own, looked up in the catalogue once."""
    key = tongue(), words
    found = _said.get(key)
    if found is None:
        found = _said[key] = str(gettext(words))
    return found % values if values else found


def sentence(words: str, /, **values: object) -> Markup:
    """Return what `_()` says in a template, as Jinja's own does; only values are escaped.

    A sentence is looked up in the catalogue once: a page of forty rows says one forty times.
    """
    if values:
        return Markup(said(words)) % values  # noqa: S704 - our own sentence
    key = tongue(), words
    if key not in _sentences:
        _sentences[key] = Markup(gettext(words)) % {}  # noqa: S704 - our own sentence
    return _sentences[key]


def tongue() -> Language:
    """Return the language of the reader, found out once a request; outside one our own."""
    try:
        found: Language | None = g.get("tongue")
    except RuntimeError:
        return "zh"
    if found is None:
        locale = get_locale()
        found = "en" if locale is not None and locale.language == "en" else "zh"
        g.tongue = found
    return found


def say(sentence: object) -> str:
    """Return in the reader's language what a variable says; unlike `_()` it is still escaped."""
    if isinstance(sentence, Markup):
        return sentence
    words = str(sentence or "")
    return str(gettext(words)) if words else ""


def refusal_text(refusal: RuleError | None) -> str:
    """Return the sentence of a refusal in the reader's language, empty when there is none."""
    if refusal is None:
        return ""
    words = str(gettext(refusal.message))
    return words % refusal.values if refusal.values else words


def filled(sentence: str, values: Mapping[str, object] | None) -> str:
    """Return a kept sentence in the reader's language with its values; it is still escaped."""
    return wording.filled(str(gettext(sentence)), values or {}, tongue())


def zone() -> str:
    """Return the zone of the community in hand, or the house's own."""
    found = g.get("community")
    return found.zone if found is not None else clock.DEFAULT_ZONE


def _day(value: date | datetime) -> date:
    return clock.local_day(value, zone()) if isinstance(value, datetime) else value
