"""Whole addresses, as they are printed, scanned and sent on: always under PUBLIC_URL.

The name a browser happened to ask by is never believed: whoever sends another Host would have
their own address printed on somebody's card.
"""

from flask import current_app


def absolute(path: str) -> str:
    """Return the whole address of a path of this house."""
    public_url: str = current_app.extensions["wuse_settings"].public_url
    return f"{public_url}{path}"
