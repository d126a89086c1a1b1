"""The pick-up code of a reservation: given, read, and what redemption it opens."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import keyring
from points.ledger.rules.refusals import CodeUnknown, WrongCodeType
from points.redemptions.models import Redemption

CODE_DIGITS = 9


CODE_TRIES = 20


def give_code(session: Session, redemption: Redemption) -> str:
    """Give the redemption a pick-up code of nine digits that no other of the community has."""
    sealer = keyring.sealer()
    for _ in range(CODE_TRIES):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        index = sealer.index(code, "pick-up")
        taken = session.scalar(
            select(Redemption.id).where(
                Redemption.community_id == redemption.community_id, Redemption.code_index == index
            )
        )
        if taken is None:
            break
    redemption.code_index = index
    redemption.code_sealed = sealer.seal(code, f"redemption:{redemption.id}")
    session.flush()
    return code


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
