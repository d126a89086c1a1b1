"""The proofs of this floor, as `flask verify` and the tests run them."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from volunteer.hours.rules import record_proofs
from volunteer.sign_ups.rules import place_checks


def proofs() -> list[tuple[str, Callable[[Session], list[str]]]]:
    """Return every proof of the floor: its name, and what returns one sentence for each breach."""
    return [*place_checks.proofs(), *record_proofs.proofs()]
