"""What the page tests of this floor share: a store that stands in the database."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.db import run_on
from tests.shop_builders import a_store


@pytest.fixture
def shop(engine, app):
    """A committed store: call with a function of it, which builds in one transaction."""
    store = run_on(engine, a_store)

    def act(do):
        def within(session: Session) -> Any:
            store.session = session
            return do(store)

        return run_on(engine, within)

    act.store = store
    return act


@pytest.fixture
def member(shop):
    return shop(lambda store: store.member(points=296))


@pytest.fixture
def soap(shop):
    return shop(lambda store: store.product("香皂", 40, 41, specification="一块"))
