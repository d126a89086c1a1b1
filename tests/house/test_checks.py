"""The checks asked after every test are those of `flask verify`, and still see a breach."""

import pytest
from sqlalchemy import text

from tests import checks
from tests.builders import NOW
from tests.shop_builders import a_store, earn


@pytest.mark.plants_breach
@pytest.mark.parametrize(
    "breach",
    [
        "UPDATE wallets SET posted = posted + 1",
        "UPDATE lots SET remaining = remaining - 1",
        "UPDATE stocks SET on_hand = on_hand + 1",
    ],
)
def test_a_breach_is_seen_after_the_same_questions_were_answered_with_nothing(session, breach):
    store = a_store(session)
    store.product(stock=3)
    earn(session, store.member(), 100, NOW)
    assert checks.breaches(session) == []
    assert checks.breaches(session) == []

    session.execute(text(breach))

    assert checks.breaches(session) != []
