"""Ages in whole years, as the law counts them."""

from datetime import date


def age_on(birth_on: date, day: date) -> int:
    """Return the age in whole years on `day`; a birthday counts from that day on (T26).

    Born on 29 February: the birthday of a common year is 1 March.
    """
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (0 if had_birthday else 1)
