"""Which tests come first, and which stay together on one worker to share what is made once."""

from __future__ import annotations

from typing import Any

import pytest

TOWN = {
    f"tests/{file}.py": group
    for group, files in {
        "looked at": ("browser/test_accessible", "browser/test_touch"),
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


def scope_of(nodeid: str) -> str:
    """Return what a test stays together with: its group, its file, or itself alone."""
    file = nodeid.partition("::")[0]
    return TOWN.get(file) or (file if file.startswith(WHOLE) else nodeid)


def turn_of(nodeid: str) -> int:
    """Return the place of a test's scope in `FIRST`; all others share the last."""
    scope = scope_of(nodeid)
    return next((at for at, each in enumerate(FIRST) if scope.startswith(each)), len(FIRST))


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
