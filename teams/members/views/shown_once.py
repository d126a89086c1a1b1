"""A secret on its way to one page that shows it once: sealed in the browser's own cookie."""

from base64 import b64decode, b64encode

from flask import session as cookie

from core import keyring


def keep(subject: str, secret: str) -> None:
    """Carry a secret to the next page, sealed: the cookie cannot be read."""
    cookie["slip"] = [subject, b64encode(keyring.sealer().seal(secret, f"slip:{subject}")).decode()]


def take(subject: str) -> str | None:
    """Return the secret kept for `subject`, once."""
    kept = cookie.pop("slip", None)
    if not kept or kept[0] != subject:
        return None
    return keyring.sealer().open(b64decode(kept[1]), f"slip:{subject}")
