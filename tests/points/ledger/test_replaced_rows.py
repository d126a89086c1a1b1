"""A row of the books cannot be put in another's place either, which SQLite offers to do."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.base import Base

APPEND_ONLY = [table for table in Base.metadata.sorted_tables if table.info.get("is_append_only")]
BOOKS = [table for table in APPEND_ONLY if table.name != "kind_notices"]
"""The notices of a kind are held so by tests/volunteer/activities/test_kind_notices.py."""


def test_the_books_are_five_beside_the_notices_of_a_kind():
    assert len(BOOKS) == 5
    assert len(APPEND_ONLY) == 6


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("book", BOOKS, ids=str)
def test_no_row_of_the_books_is_replaced(shop, soap, engine, book):
    shop(lambda store: store.sell(store.member(points=100), (soap, 1)))
    with engine.connect() as asking:
        before = asking.scalar(select(func.count()).select_from(book))
    assert before

    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text(f"INSERT OR REPLACE INTO {book} SELECT * FROM {book} LIMIT 1"))  # noqa: S608
