"""What the tests of this room share: a store, and for pages one that stands in the database."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.db import run_on
from tests.builders import a_role
from tests.shop_builders import Role, a_store


@pytest.fixture
def store(session):
    return a_store(session)


@pytest.fixture
def redemption(store):
    """One piece reserved by somebody who has 100 points."""
    return store.reserve(store.member(points=100), (store.product(), 1))


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


@pytest.fixture
def counter(shop, signed_in):
    return signed_in(shop.store.clerk_member.person)


@pytest.fixture
def keeper(shop, signed_in):
    member = shop(lambda store: store.member(name="库管"))
    shop(lambda store: a_role(store.session, member, Role.STOCK_KEEPER))
    return signed_in(member.person)


@pytest.fixture
def admin(shop, signed_in):
    member = shop(lambda store: store.member(name="管理员"))
    shop(lambda store: a_role(store.session, member, Role.COMMUNITY_ADMIN))
    return signed_in(member.person)
