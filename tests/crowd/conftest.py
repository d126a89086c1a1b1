"""What the crowd's tests share: the town, and the real server on its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.crowd.serving import Server, served


@pytest.fixture
def serve(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Call it when the town stands: the server on this test's database, until the test ends."""
    with ExitStack() as kept:

        def start() -> Server:
            engine.dispose()
            return kept.enter_context(served(database_url, tmp_path))

        yield start
        engine.dispose()
