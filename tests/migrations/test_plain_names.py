"""Rows keep their meaning when their tables and columns get plainer names, up and down."""

import sqlite3

import pytest
from sqlalchemy import inspect, text

from core import migrating
from tests.migrations.test_revisions import bare  # noqa: F401 - fixture

BEFORE, AFTER = "0025", "0026"
PEOPLE = (
    "INSERT INTO people (id, name, name_keys, must_change_secret, is_password_given, is_disabled, "
    "is_elder_mode, text_size, has_high_contrast, language, registered_at, version, "
    "identity_index, identity_tail) VALUES (1, '张三', '', false, false, false, false, 'normal', "
    "false, 'zh', '2026-05-15 02:00:00', 1, 'index', '001X')"
)
RECEIPTS = (
    "INSERT INTO receipts (id, community_id, shop_id, receipt_no, source, donor, note, "
    "received_on, made_by_id, made_at) VALUES (7, 1, 1, 'RK-1', 'purchase', '', '', "
    "'2026-05-15', 1, '2026-05-15 02:00:00')"
)
BATCHES = (
    "INSERT INTO stock_batches (id, community_id, shop_id, product_id, receipt_id, "
    "unit_cost_fen, on_hand) VALUES (1, 1, 1, 1, 7, 0, 3)"
)
WATCHES = (
    "INSERT INTO arrival_watches (community_id, product_id, member_id, asked_at) "
    "VALUES (1, 1, 1, '2026-05-15 02:00:00')"
)
COUNTERS = (
    "INSERT INTO limit_counters (community_id, wallet_id, rule, window_starts_on, used) "
    "VALUES (1, 1, 'slips', '2026-05-01', 2)"
)
ROWS = (PEOPLE, RECEIPTS, BATCHES, WATCHES, COUNTERS)
"""Rows as they stood before; what they point at need not stand there for this."""

PLAIN = {
    "SELECT resident_number_index, resident_number_tail FROM people": ("index", "001X"),
    "SELECT id, delivery_no FROM deliveries": (7, "RK-1"),
    "SELECT delivery_id, on_hand FROM stock_batches": (7, 3),
    "SELECT member_id FROM restock_watches": (1,),
    "SELECT rule, used FROM limit_counters": ("redemptions", 2),
}
OLD = {
    "SELECT identity_index, identity_tail FROM people": ("index", "001X"),
    "SELECT id, receipt_no FROM receipts": (7, "RK-1"),
    "SELECT receipt_id, on_hand FROM stock_batches": (7, 3),
    "SELECT member_id FROM arrival_watches": (1,),
    "SELECT rule, used FROM limit_counters": ("slips", 2),
}


@pytest.fixture
def filled(bare):  # noqa: F811 - the fixture
    """A database before the plain names, with a row in each table that gets one."""
    migrating.upgrade(bare, BEFORE)
    if bare.dialect.name == "sqlite":
        with sqlite3.connect(str(bare.url.database)) as unwatched:
            for row in ROWS:
                unwatched.execute(row)
    else:
        with bare.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for row in ROWS:
                connection.execute(text(row))
    return bare


def read(engine, asked):
    with engine.connect() as connection:
        return {each: tuple(connection.execute(text(each)).one()) for each in asked}


def rules_of(engine, table):
    """Return the names of the constraints of `table`."""
    seen = inspect(engine)
    unique = {each["name"] for each in seen.get_unique_constraints(table)}
    return unique | {each["name"] for each in seen.get_foreign_keys(table)}


def test_rows_stand_under_the_plain_names_and_again_under_the_old_ones(filled):
    migrating.upgrade(filled, AFTER)
    assert read(filled, PLAIN) == PLAIN

    migrating.downgrade(filled, BEFORE)
    assert read(filled, OLD) == OLD


def test_constraints_say_the_plain_names_and_again_the_old_ones(filled):
    migrating.upgrade(filled, AFTER)
    plain = rules_of(filled, "deliveries") | rules_of(filled, "stock_batches")
    assert "uq_deliveries_community_id_delivery_no" in plain
    assert "fk_stock_batches_community_id_delivery_id" in plain
    assert not any("receipt" in name for name in plain)

    migrating.downgrade(filled, BEFORE)
    assert "uq_receipts_community_id_receipt_no" in rules_of(filled, "receipts")
