"""Columns of a phone or resident number: sealed, opened, indexed to be found, a tail to show."""

from core import keyring
from core.sealing import Sealer


def sealed_phone(phone: str | None) -> dict[str, object]:
    """Return the phone columns of a person: sealed, indexed, and the last four digits."""
    return _sealed(keyring.sealer(), "phone", "phone", phone)


def sealed_resident_number(number: str | None) -> dict[str, object]:
    """Return the columns of a resident number: sealed, indexed, and the last four characters."""
    return _sealed(keyring.sealer(), "identity", "resident_number", number)


def guardian_columns(guardian_id: int, phone: str) -> dict[str, object]:
    """Return the phone columns of a guardian: sealed to its own row, and the last four digits."""
    return {"phone_sealed": sealed_for_guardian(guardian_id, phone), "phone_tail": phone[-4:]}


def sealed_for_guardian(guardian_id: int, phone: str) -> bytes:
    """Return the phone of a guardian, sealed to its own row."""
    return keyring.sealer().seal(phone, f"guardian:{guardian_id}")


def opened_phone(sealed: bytes | None, index: str | None) -> str | None:
    """Open a sealed phone; bound to the index beside it, it opens in no other row."""
    return keyring.sealer().open(sealed, f"phone:{index}") if sealed else None


def opened_resident_number(sealed: bytes | None, index: str | None) -> str | None:
    """Open a sealed resident number; bound to the index beside it, it opens in no other row."""
    return keyring.sealer().open(sealed, f"identity:{index}") if sealed else None


def phone_index(phone: str) -> str:
    """Return what a phone is found by."""
    return keyring.sealer().index(phone, "phone")


def resident_number_index(number: str) -> str:
    """Return what a resident number is found by."""
    return keyring.sealer().index(number, "identity")


def _sealed(sealer: Sealer, kind: str, field: str, text: str | None) -> dict[str, object]:
    names = (f"{field}_sealed", f"{field}_index", f"{field}_tail")
    if not text:
        return dict.fromkeys(names)
    index = sealer.index(text, kind)
    sealed = sealer.seal(text, f"{kind}:{index}")
    return dict(zip(names, (sealed, index, text[-4:]), strict=True))
