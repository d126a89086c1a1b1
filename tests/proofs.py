"""All proofs of all floors, as `flask verify` runs them."""

import importlib
import importlib.util

from sqlalchemy import exists, literal, select, union_all
from sqlalchemy.orm import Session

from core.base import Base

FURNITURE = {"activity_types", "earn_rules", "star_levels", "certificate_counters", "shops"}
"""What a new community is furnished with; no proof asks of these alone."""
FLOORS = ("accounts", "teams", "points", "volunteer", "commendations")


def breaches(session: Session) -> list[str]:
    """Return every breach found, named by its proof; an empty list when all holds."""
    session.expire_all()
    found: list[str] = []
    for floor in FLOORS:
        if importlib.util.find_spec(f"{floor}.rules.proofs") is None or is_empty(session, floor):
            continue
        for name, proof in importlib.import_module(f"{floor}.rules.proofs").proofs():
            found += [f"{name}: {sentence}" for sentence in proof(session)]
    return found


def is_empty(session: Session, floor: str) -> bool:
    """Say whether no table of the floor holds a row: then nothing can be broken there."""
    tables = {
        mapper.local_table
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(f"{floor}.")
    }
    asked = [
        select(literal(1)).where(exists(select(literal(1)).select_from(table)))
        for table in tables
        if table.name not in FURNITURE
    ]
    return session.execute(union_all(*asked).limit(1)).first() is None
