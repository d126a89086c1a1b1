"""The pick-up code of a reservation: given, read, and what redemption it opens."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import keyring
from core.errors import Unavailable
from core.upsert import insert_new
from points.ledger.rules.refusals import CodeUnknown, WrongCodeType
from points.redemptions.models import Redemption

CODE_DIGITS = 9
CODE_TRIES = 20


@dataclass(frozen=True, slots=True)
class Coded:
    """A redemption just inserted, and the code it was given."""

    redemption_id: int
    code: str

    @property
    def sealed(self) -> bytes:
        """What is kept of the code, to be shown to the member again."""
        return keyring.sealer().seal(self.code, f"redemption:{self.redemption_id}")


def insert_coded(session: Session, row: Mapping[str, object]) -> Coded:
    """Insert a redemption under a code of nine digits that no other of the community has.

    Of two who draw the same code one draws again.
    """
    for _ in range(CODE_TRIES):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        index = keyring.sealer().index(code, "pick-up")
        made = insert_new(session, Redemption.id, {**row, "code_index": index})
        if made is not None:
            return Coded(made, code)
    raise Unavailable


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
