"""What browser tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import opened_browser, served
from tests.seeded_demo import Demo

expect.set_options(timeout=30_000)
"""A page on a busy machine may come late; no test of ours says how fast."""


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Browser]:
    """One headless Chromium for the tests of a file."""
    with opened_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo_address(demo: Demo) -> Iterator[str]:
    """Where the demo town is served."""
    with served(demo.app) as address:
        yield address
