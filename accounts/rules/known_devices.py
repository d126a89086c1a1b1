"""Devices somebody signed in on before: their owner is never kept out by what others try.

The browser keeps a token for a year and a month: a number of its own and one mark for each person
who signed in there. A mark is made with our key, so that nobody can make one for somebody else.
"""

import secrets
from datetime import timedelta

from core import keyring

LASTS = timedelta(days=400)
MOST_PEOPLE = 8
"""A family's telephone. At a shared one the person who has not come longest is forgotten."""

NUMBER_BYTES = 12
MARK_LENGTH = 24
LONGEST_TOKEN = 400


def is_known(token: str, person_id: int | None) -> bool:
    """Say whether `person_id` signed in on this device before."""
    number, marks = _parts(token)
    return person_id is not None and _mark(number, person_id) in marks


def number_of(token: str) -> str:
    """Return the device's own number, to count its tries by."""
    return _parts(token)[0]


def remembered(token: str, person_id: int) -> str:
    """Return the token that knows `person_id` too, first of all."""
    number, marks = _parts(token)
    mark = _mark(number, person_id)
    kept = [mark, *(each for each in marks if each != mark)]
    return ".".join([number, *kept[:MOST_PEOPLE]])


def _parts(token: str) -> tuple[str, list[str]]:
    number, *marks = token[:LONGEST_TOKEN].split(".")
    if len(number) != NUMBER_BYTES * 2 or not number.isascii() or not number.isalnum():
        return secrets.token_hex(NUMBER_BYTES), []
    return number, marks


def _mark(number: str, person_id: int) -> str:
    return keyring.sealer().index(f"{number}:{person_id}", "device")[:MARK_LENGTH]
