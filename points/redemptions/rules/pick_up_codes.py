"""The pick-up code of a reservation: given, read, and what redemption it opens."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import keyring
from points.ledger.rules.refusals import CodeUnknown, WrongCodeType
from points.redemptions.models import Redemption

CODE_DIGITS = 9


def drawn(redemption_id: int) -> dict[str, object]:
    """Return the columns of a redemption that get a code of nine digits, drawn anew.

    It is sealed for this very row. Whether the community has another of the same code is told by
    the unique key.
    """
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    sealer = keyring.sealer()
    return {
        "code_index": sealer.index(code, "pick-up"),
        "code_sealed": sealer.seal(code, f"redemption:{redemption_id}"),
    }


def code_of(redemption: Redemption) -> str:
    """Return the pick-up code of a redemption, empty when it has none."""
    if redemption.code_sealed is None:
        return ""
    return keyring.sealer().open(redemption.code_sealed, f"redemption:{redemption.id}")


def code_index(text: str) -> str:
    """Return what a pick-up code is found by. Raises WrongCodeType for anything but nine digits."""
    digits = "".join(text.split()).replace("-", "")
    if not (len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit()):
        raise WrongCodeType
    return keyring.sealer().index(digits, "pick-up")


def find_by_code(session: Session, community_id: int, code: str) -> Redemption:
    """Return the redemption a code names. Raises WrongCodeType, CodeUnknown."""
    index = code_index(code)
    found = session.scalars(
        select(Redemption)
        .where(Redemption.community_id == community_id, Redemption.code_index == index)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise CodeUnknown
    return found
