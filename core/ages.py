"""Ages in whole years, as the law counts them: minors under 18, children under 14."""

from datetime import date

OLDEST = 120
ADULT_AT = 18
ALONE_AT = 14
"""From that birthday on one signs in alone; before it the guardian acts (domain 5.3)."""


def age_on(birth_on: date, day: date) -> int:
    """Return the age in whole years on `day`; a birthday counts from that day on (T26).

    Born on 29 February: the birthday of a common year is 1 March.
    """
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (0 if had_birthday else 1)


def known_age(birth_on: date | None, day: date) -> int | None:
    """Return the age in whole years on `day`, None for an unknown birthday."""
    return None if birth_on is None else age_on(birth_on, day)


def may_be_born(birth_on: date, day: date) -> bool:
    """Say whether somebody living on `day` may be born then: not ahead, 120 years ago at most."""
    return 0 <= age_on(birth_on, day) <= OLDEST


def is_minor(birth_on: date | None, day: date) -> bool:
    """Say whether somebody is under 18 on `day`; an unknown birthday is an adult's."""
    return birth_on is not None and age_on(birth_on, day) < ADULT_AT


def is_child(birth_on: date | None, day: date) -> bool:
    """Say whether somebody is under 14 on `day` (不满 14 岁); on the birthday no longer.

    An unknown birthday is an adult's.
    """
    return birth_on is not None and age_on(birth_on, day) < ALONE_AT
