"""Statements PostgreSQL has prepared for a line: kept when an act is rolled back, and how many.

psycopg forgets them all at every rollback, since tables made in it are gone. No program of ours
makes tables while it serves, and a refusal is a rollback: whoever came next on the same line had
each of its statements read and planned anew.
"""

from collections.abc import Generator
from typing import Any

import psycopg
from psycopg import generators, pq

MOST_PREPARED = 400
"""More than the pages and acts of a busy day send; psycopg keeps 100."""


class PreparedConnection(psycopg.Connection[Any]):
    """A connection whose prepared statements outlive a rollback."""

    def __init__(self, *how: Any, **more: Any) -> None:
        super().__init__(*how, **more)
        self.prepared_max = MOST_PREPARED

    def rollback(self) -> None:
        """Undo what was begun; where nothing was, nothing is sent."""
        with self.lock:
            self.wait(self._undone())

    def _undone(self) -> Generator[Any, Any, None]:
        if self.pgconn.transaction_status == pq.TransactionStatus.IDLE:
            return
        self.pgconn.send_query(b"ROLLBACK")
        (done,) = yield from generators.execute(self.pgconn)
        if done.status != pq.ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(done)
