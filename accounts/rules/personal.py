"""Personal fields of a person on their way into a row: sealed, findable, with a tail to show.

What is sealed is bound to its own row, so that it cannot be moved to another person's.
"""

from typing import Any

from pypinyin import Style, lazy_pinyin

from core import keyring

LONGEST_INITIALS = 60


def sealed_phone(phone: str | None) -> dict[str, Any]:
    """Return the phone columns bound to no row; a person who has an id takes `phone_columns`."""
    return _sealed("phone", "phone", phone)


def phone_columns(person_id: int, phone: str | None) -> dict[str, Any]:
    """Return the phone columns of a person: sealed, indexed, and the last four digits."""
    return _sealed("phone", f"phone:{person_id}", phone)


def identity_columns(person_id: int, number: str | None) -> dict[str, Any]:
    """Return the identity columns of a person: sealed, indexed, and the last four characters."""
    return _sealed("identity", f"identity:{person_id}", number)


def guardian_columns(guardian_id: int, phone: str) -> dict[str, Any]:
    """Return the phone columns of a guardian: sealed, and the last four digits."""
    sealed = keyring.sealer().seal(phone, f"guardian:{guardian_id}")
    return {"phone_sealed": sealed, "phone_tail": phone[-4:]}


def phone_index(phone: str) -> str:
    """Return what a phone is found by."""
    return keyring.sealer().index(phone, "phone")


def identity_index(number: str) -> str:
    """Return what an identity number is found by."""
    return keyring.sealer().index(number, "identity")


def initials(name: str) -> str:
    """Return the first letters of a name as one types them to find it: 张三 is zs."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
    return "".join(letters).casefold()[:LONGEST_INITIALS]


def _sealed(kind: str, bound_to: str, text: str | None) -> dict[str, Any]:
    names = (f"{kind}_sealed", f"{kind}_index", f"{kind}_tail")
    if not text:
        return dict.fromkeys(names)
    sealer = keyring.sealer()
    sealed = sealer.seal(text, bound_to)
    return dict(zip(names, (sealed, sealer.index(text, kind), text[-4:]), strict=True))
