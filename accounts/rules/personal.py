"""Personal fields of a person on their way into a row: sealed, findable, with a tail to show."""

from typing import Any

from pypinyin import Style, lazy_pinyin

from core import keyring
from core.sealing import Sealer

LONGEST_INITIALS = 60


def sealed_phone(phone: str | None) -> dict[str, Any]:
    """Return the phone columns of a person: sealed, indexed, and the last four digits."""
    return _sealed(keyring.sealer(), "phone", phone)


def sealed_identity(number: str | None) -> dict[str, Any]:
    """Return the identity columns of a person: sealed, indexed, and the last four characters."""
    return _sealed(keyring.sealer(), "identity", number)


def phone_index(phone: str) -> str:
    """Return what a phone is found by."""
    return keyring.sealer().index(phone, "phone")


def identity_index(number: str) -> str:
    """Return what an identity number is found by."""
    return keyring.sealer().index(number, "identity")


def initials(name: str) -> str:
    """Return the first letters of a name as one types them to find it: 张三 is zs."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letters).lower()[:LONGEST_INITIALS]


def _sealed(sealer: Sealer, kind: str, text: str | None) -> dict[str, Any]:
    names = (f"{kind}_sealed", f"{kind}_index", f"{kind}_tail")
    if not text:
        return dict.fromkeys(names)
    return dict(
        zip(names, (sealer.seal(text, kind), sealer.index(text, kind), text[-4:]), strict=True)
    )
