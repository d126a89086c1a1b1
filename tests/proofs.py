"""All proofs of all floors, as `flask verify` runs them."""

import importlib
import importlib.util

from sqlalchemy.orm import Session

FLOORS = ("accounts", "teams", "points", "volunteer", "commendations")


def breaches(session: Session) -> list[str]:
    """Return every breach found, named by its proof; an empty list when all holds."""
    session.expire_all()
    found: list[str] = []
    for floor in FLOORS:
        if importlib.util.find_spec(f"{floor}.rules.proofs") is None:
            continue
        for name, proof in importlib.import_module(f"{floor}.rules.proofs").proofs():
            found += [f"{name}: {sentence}" for sentence in proof(session)]
    return found
