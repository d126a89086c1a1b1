"""Which tests come first, and which stay together on one worker to share what is made once."""

from __future__ import annotations

import os
import zlib
from typing import Any

import pytest

TOWN = {
    f"tests/{file}.py": group
    for group, files in {
        "looked at": (
            "browser/test_accessible",
            "browser/test_elder",
            "browser/test_touch",
        ),
        "asked": (
            "house/test_contract",
            "house/test_demo_town",
            "house/test_english",
            "house/test_hostile_addresses",
            "house/test_indexes",
            "house/test_never_500",
            "house/test_numbers",
            "house/test_page_weight",
            "house/test_sent_otherwise",
            "house/test_tenancy",
            "house/test_trail_is_whole",
        ),
    }.items()
    for file in files
}
"""The files that read the demo town, in two groups: each worker has a town of its own."""

WHOLE = (
    "tests/demo/test_demo.py",
    "tests/core/test_serving.py",
    "tests/crowd/",
    "tests/browser/",
    "tests/migrations/",
)
"""Files that start something slow for all their tests: each stays on one worker, early on."""

FIRST = (
    "asked",
    "tests/browser/test_the_walk.py",
    "tests/crowd/test_together.py",
    "tests/core/test_serving.py",
    "tests/crowd/",
    "looked at",
    *WHOLE,
)
"""The longest come first, so that at the end no worker waits for another.

One worker seeds and walks the town; the other one starts with what does without it.
"""

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
RACING = {"together", "racing", "Thread", "threading", "ThreadPoolExecutor"}
"""What a file that races brings in."""


def scope_of(nodeid: str) -> str:
    """Return what a test stays together with: its group, its file, or itself alone."""
    file = nodeid.partition("::")[0]
    return TOWN.get(file) or (file if file.startswith(WHOLE) else nodeid)


def turn_of(nodeid: str) -> int:
    """Return the place of a test's scope in `FIRST`; all others share the last."""
    scope = scope_of(nodeid)
    return next((at for at, each in enumerate(FIRST) if scope.startswith(each)), len(FIRST))


def share_pages(items: list[pytest.Item]) -> None:
    """Give each page test its turn on one engine, by its name: half of them on either.

    The rules behind a page have tests of their own on both engines, and so has whatever races;
    the demo town is walked page by page on both. `make engines` asks every page test on both.
    """
    names = {item.nodeid for item in items}
    elsewhere = [item for item in items if _has_its_turn_elsewhere(item, names)]
    if elsewhere:
        elsewhere[0].config.hook.pytest_deselected(items=elsewhere)
        gone = set(elsewhere)
        items[:] = [item for item in items if item not in gone]


def is_daily(config: pytest.Config) -> bool:
    """Say whether this is the run of everything; what is asked for by name runs on both."""
    is_all = config.args == config.getini("testpaths")
    return is_all and os.environ.get("PAGES") != "both"


def _has_its_turn_elsewhere(item: pytest.Item, names: set[str]) -> bool:
    engine = getattr(getattr(item, "callspec", None), "params", {}).get("engine_name")
    if engine not in OTHER or "app" not in getattr(item, "fixturenames", ()):
        return False
    is_racing = RACING & vars(getattr(item, "module", None)).keys()
    is_on_both = item.nodeid.replace(engine, OTHER[engine]) in names
    turn = zlib.crc32(item.nodeid.replace(engine, "").encode()) % 2
    return is_on_both and not is_racing and turn == (engine == "postgresql")


def scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal scopes to the workers of xdist.

    The marks of xdist itself are not heard by this pytest: it writes the group into a name that
    is no longer read.
    """
    from xdist.scheduler.loadscope import LoadScopeScheduling  # noqa: PLC0415 - only with xdist

    class ByTown(LoadScopeScheduling):
        """Tests of the town together, every other test by itself."""

        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    config.option.loadscopereorder = False  # else those of most tests would come first
    return ByTown(config, log)
