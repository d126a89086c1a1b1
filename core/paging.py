"""A row's number as it comes in: the key of the next page in an address, or a field of a form."""

from flask import request

LARGEST_KEY = 2**63 - 1
LONGEST_KEY = len(str(LARGEST_KEY))


def row_number(typed: str) -> int | None:
    """Return the number of a row, None for what can be none: ASCII digits, 0 to 2^63 − 1."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY):
        return None
    number = int(typed)
    return number if number <= LARGEST_KEY else None


def page_key(name: str = "after") -> int | None:
    """Return the key asked for under `name` in the address; what is no key is the first page."""
    return row_number(request.args.get(name, ""))
