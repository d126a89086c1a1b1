"""The address of a request as the trail may keep it."""

from flask import request

LONGEST = 120
COVERED = "…"


def without_codes() -> str:
    """Return the path with every word of it covered that opens something: codes and tokens.

    Rows' numbers and the community stay, so that a reader of the trail knows what was asked.
    """
    path = request.path
    for name, value in (request.view_args or {}).items():
        if isinstance(value, str) and value and name != "community":
            path = path.replace(value, COVERED)
    return path[:LONGEST]
