"""What the database itself refuses, whoever asks it: raw SQL past the program."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.shop_builders import a_store, earn

BOOKS = ("transactions", "wallet_entries", "lot_uses", "stock_moves")


@pytest.fixture
def store(session):
    """A store whose member sold, reserved and earned, so that every book has rows."""
    made = a_store(session)
    soap, member = made.product(), made.member(points=200)
    made.sell(member, (soap, 1))
    made.reserve(member, (soap, 1))
    session.flush()
    return made


def refused(session, statement, **values):
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(statement), values)
    return True


@pytest.mark.parametrize("book", BOOKS)
def test_no_line_of_a_book_is_changed(session, store, book):
    assert refused(session, f"UPDATE {book} SET community_id = community_id")  # noqa: S608


@pytest.mark.parametrize("book", BOOKS)
def test_no_line_of_a_book_is_deleted(session, store, book):
    assert refused(session, f"DELETE FROM {book}")  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wallets SET posted = -1, held = 0 WHERE posted > 0",
        "UPDATE wallets SET held = -1",
        "UPDATE wallets SET held = posted + 1 WHERE posted > 0",
        "UPDATE wallets SET state = 'melted'",
        "UPDATE lots SET remaining = earned + 1",
        "UPDATE lots SET remaining = -1",
        "UPDATE holds SET amount = 0",
        "UPDATE stocks SET on_hand = -1, reserved = 0",
        "UPDATE stocks SET reserved = on_hand + 1",
        "UPDATE stocks SET reserved = -1",
        "UPDATE stock_batches SET on_hand = -1",
        "UPDATE redemption_lines SET quantity = 0",
        "UPDATE redemption_lines SET returned = quantity + 1",
        "UPDATE limit_counters SET used = -1",
        "UPDATE price_versions SET price_points = 0",
        "UPDATE products SET limit_quantity = -1",
    ],
)
def test_a_figure_outside_its_bounds_is_refused(session, store, statement):
    assert refused(session, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wallets SET community_id = :other",
        "UPDATE lots SET community_id = :other",
        "UPDATE holds SET community_id = :other",
        "UPDATE redemptions SET community_id = :other",
        "UPDATE redemption_lines SET community_id = :other",
        "UPDATE stocks SET community_id = :other",
        "UPDATE stock_batches SET community_id = :other",
        "UPDATE price_versions SET community_id = :other",
    ],
)
def test_no_row_crosses_to_another_community(session, store, statement):
    other = a_store(session, "nanguan").community.id

    assert refused(session, statement, other=other)


def test_a_line_of_no_points_is_refused(session, store):
    copied = (
        "INSERT INTO wallet_entries (community_id, wallet_id, seq, transaction_id, contra, delta, "
        "balance_after, hash, recorded_at, period_id) SELECT community_id, wallet_id, seq + 900, "
        "transaction_id, contra, :delta, balance_after, hash, recorded_at, period_id "
        "FROM wallet_entries WHERE seq = 1"
    )

    assert refused(session, copied, delta=0)


def test_a_number_in_a_passbook_is_given_once(session, store):
    copied = "INSERT INTO wallet_entries SELECT * FROM wallet_entries WHERE seq = 1"

    assert refused(session, copied)


def test_one_wallet_a_member(session, store):
    copied = (
        "INSERT INTO wallets (id, community_id, owner_id, state, posted, held, seq, head_hash, "
        "debt_limit) SELECT id + 9000, community_id, owner_id, state, 0, 0, 0, '', 0 FROM wallets"
    )

    assert refused(session, copied)


def test_one_award_a_source_even_by_raw_sql(session, store):
    member = store.member()
    earn(session, member, 24)
    copied = (
        "INSERT INTO transactions (id, community_id, kind, source_kind, source_id, is_once, "
        "period_id, business_on, recorded_at, reason) SELECT id + 9000, community_id, kind, "
        "source_kind, source_id, is_once, period_id, business_on, recorded_at, reason "
        "FROM transactions WHERE kind = 'earn'"
    )

    assert refused(session, copied)


def test_the_maker_of_an_act_does_not_approve_it(session, store):
    copied = (
        "INSERT INTO transactions (id, community_id, kind, source_kind, source_id, is_once, "
        "period_id, business_on, recorded_at, reason, actor_id, approver_id) "
        "SELECT id + 9000, community_id, 'bonus', source_kind, source_id, is_once, period_id, "
        "business_on, recorded_at, reason, :person, :person FROM transactions WHERE kind = 'earn'"
    )

    assert refused(session, copied, person=store.clerk.person_id)
