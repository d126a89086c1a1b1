"""Many at once: real threads, each with its own connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from core.db import run_on
from core.errors import RuleError
from teams.authority.models import Role
from teams.authority.rules import Authority, permissions_of
from teams.members.models import Member


def together(engine: Engine, acts: Sequence[Callable[[Session], Any]]) -> list[Any]:
    """Do all acts at the same moment, each on its own thread; return results or refusals."""
    gate = Barrier(len(acts))

    def one(act: Callable[[Session], Any]) -> Any:
        gate.wait()
        try:
            return run_on(engine, act)
        except RuleError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def as_volunteer(member: Member) -> Authority:
    """What a plain volunteer may do, without asking the database."""
    return Authority(member.person_id, member.id, permissions_of(Role.VOLUNTEER))


def cut_all(engine: Engine) -> None:
    """End every connection of the program, as a restart of the server does."""
    engine.dispose()
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
