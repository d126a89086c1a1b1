"""The SQLite of the tests: one file of the newest schema, kept open and emptied."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests import checks

PLANNED = 2_000
"""So many statements a connection keeps as they were planned; Python would keep 128."""


class Emptied:
    """A file that is a copy of `template`, and a connection to it beside those of the tests.

    A new file for each test has every connection opened anew, and read the schema first.
    """

    def __init__(self, template: Path, path: Path) -> None:
        self._template, self._path = template, path
        self._own: sqlite3.Connection | None = None
        self._inode = self._version = self._schema = 0
        self._triggers: dict[str, list[tuple[str, str]]] = {}

    def lay_down(self) -> None:
        """Put a new file there; nobody may hold the last one open.

        What lies beside it goes as well: a connection that was left open would write its log
        into the new one.
        """
        self.close()
        for leftover in (self._path, *(Path(f"{self._path}-{end}") for end in ("wal", "shm"))):
            leftover.unlink(missing_ok=True)
        shutil.copy(self._template, self._path)
        self._inode = self._path.stat().st_ino
        self._own = sqlite3.connect(self._path, isolation_level=None, timeout=0)
        self._schema, self._version = self._ask("schema_version"), -1
        self._triggers = {}
        for name, table, sql in self._own.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        ):
            self._triggers.setdefault(table, []).append((name, sql))

    def close(self) -> None:
        """Let go of the file."""
        if self._own is not None:
            self._own.close()
            self._own = None

    def empty(self) -> bool:
        """Take every row out; say False when only a new file is as good as new.

        That is when somebody still writes, when the schema was changed, or the file exchanged.
        """
        if self._own is None or not self._is_the_same_file():
            return False
        try:
            self._own.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        is_empty = self._take_rows_out(self._own)
        self._own.execute("COMMIT")
        return is_empty

    def _is_the_same_file(self) -> bool:
        return self._path.exists() and self._path.stat().st_ino == self._inode

    def _take_rows_out(self, own: sqlite3.Connection) -> bool:
        version = self._ask("data_version")
        if version == self._version:
            return True  # nobody else has committed anything since
        if self._ask("schema_version") != self._schema:
            return False
        filled = [name for (name,) in own.execute(checks.which_are_filled())]
        guards = [each for table in filled for each in self._triggers.get(table, ())]
        for name, _sql in guards:
            own.execute(f"DROP TRIGGER {name}")
        for table in filled:
            own.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for _name, sql in guards:
            own.execute(sql)
        # It is again the schema that all connections know: none has to read it anew.
        own.execute(f"PRAGMA schema_version = {self._schema}")
        self._version = version
        return True

    def _ask(self, pragma: str) -> Any:
        assert self._own is not None
        return self._own.execute(f"PRAGMA {pragma}").fetchone()[0]


def keep_planned(engine: Engine) -> None:
    """Let each connection keep every statement it has planned."""

    @event.listens_for(engine, "do_connect")
    def _more(_dialect: Any, _record: Any, _args: Any, arguments: dict[str, Any]) -> None:
        arguments["cached_statements"] = PLANNED
