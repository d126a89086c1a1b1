"""What somebody typed into a form that could not be taken, to be shown and sent once more."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import HTTPException

from core.local_path import local_path

RECHECK_FIELD = "recheck"
NEVER_KEPT = frozenset(
    {"csrf_token", "secret", "current", "new", "again", "password", "credential", "witness_pin"}
    | {RECHECK_FIELD}
)
"""The old token, and what is secret: it is typed again."""

PRESSED_ALONG = frozenset({"request_key", "from"})
"""What a button sends along without anybody having typed it."""

MOST_FIELDS = 200
CARRIED = "kept."
CARRIED_TO = "kept_to"
"""How what was typed travels through a sign-in: this before each name, and where it goes."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was typed before the sign-in had ended, on its way through the new one."""

    send_to: str
    fields: list[tuple[str, str]]


def carried() -> Carried | None:
    """Return what a sign-in brings along to be sent after it, or None."""
    send_to = local_path(request.form.get(CARRIED_TO), "") if request.method == "POST" else ""
    if not send_to:
        return None
    sent = request.form.items(multi=True)
    fields = [
        (name.removeprefix(CARRIED), value) for name, value in sent if name.startswith(CARRIED)
    ]
    return Carried(send_to, [each for each in fields if each[0] not in NEVER_KEPT][:MOST_FIELDS])


def kept_fields() -> list[tuple[str, str]]:
    """Return what was typed, in order; nothing unless it came from a page of our own.

    A form another site made our reader send is not offered to be sent again with a good token.
    """
    return sent_fields() if _is_ours() else []


def sent_fields() -> list[tuple[str, str]]:
    """Return what was sent with a token that has been looked at, in order."""
    if request.method != "POST":
        return []
    try:
        sent = request.form
    except HTTPException:  # too large to be read, here as before
        return []
    typed = [
        (name, value)
        for name, value in sent.items(multi=True)
        if name not in NEVER_KEPT and not name.startswith(CARRIED) and "\x00" not in value
    ]
    return typed[:MOST_FIELDS]


def is_one_tap(fields: list[tuple[str, str]]) -> bool:
    """Say whether nothing was typed: pressing the same button again does the same."""
    return not any(value.strip() for name, value in fields if name not in PRESSED_ALONG)


def kept_words() -> list[str]:
    """Return the sentences among what was typed, so that none is lost when the form is refused."""
    return [value for _, value in kept_fields() if not value.isascii() and value.strip()]


def _is_ours() -> bool:
    """Say whether the browser names this house as the sender; silence is no."""
    sender = request.headers.get("Origin") or request.referrer or ""
    return urlsplit(sender).netloc == request.host
