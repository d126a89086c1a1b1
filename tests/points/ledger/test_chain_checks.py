"""The chains of the wallets, checked whole and on from where they last held."""

import pytest
from sqlalchemy import select, text

from core.declarations import Checked
from points.ledger.models import ChainMark, WalletEntry
from points.ledger.rules import chain_checks
from tests.builders import NOW, a_community, a_member
from tests.shop_builders import earn, spend, wallet


@pytest.fixture
def community(session):
    return a_community(session)


@pytest.fixture
def member(session, community):
    return a_member(session, community)


def new_lines(session, after=0):
    return chain_checks.new_lines_hold(session, NOW, after)


def marks(session):
    return session.execute(select(ChainMark.seq, ChainMark.hash)).all()


def bend_last_line(session, member):
    """Put a line whose hash follows from nothing at the end of a wallet."""
    earn(session, member, 5)
    kept = wallet(session, member)
    session.flush()
    last = session.scalars(select(WalletEntry).order_by(WalletEntry.seq.desc())).first()
    fields = ("community_id", "wallet_id", "transaction_id", "contra", "recorded_at", "period_id")
    same = {name: getattr(last, name) for name in fields}
    bent = {"seq": last.seq + 1, "delta": 1, "balance_after": 999, "hash": "0" * 64}
    session.add(WalletEntry(**same, **bent))
    kept.seq, kept.head_hash = kept.seq + 1, "0" * 64
    session.flush()


def test_chains_of_sound_books_hold(session, member):
    earn(session, member, 60)
    spend(session, member, 10)

    assert chain_checks.chains_hold(session) == []


def test_new_lines_are_checked_once_and_marked(session, member):
    earn(session, member, 60)
    kept = wallet(session, member)

    assert new_lines(session) == Checked(kept.id, [])
    assert marks(session) == [(1, kept.head_hash)]
    assert new_lines(session) == Checked(None, [])


def test_the_check_goes_on_from_the_mark(session, member):
    earn(session, member, 60)
    new_lines(session)
    spend(session, member, 10)

    assert new_lines(session) == Checked(wallet(session, member).id, [])
    assert marks(session) == [(2, wallet(session, member).head_hash)]


def test_new_lines_are_found_by_the_key_of_the_book(session):
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        pytest.skip("PostgreSQL may skip along an index, or not, by what it knows of the rows")
    asked = chain_checks.NEW_LINES.compile(connection).construct_expanded_state({"wallets": [1]})
    told = f"EXPLAIN QUERY PLAN {asked.statement}"
    steps = [row[3] for row in connection.exec_driver_sql(told, asked.positional_parameters)]

    assert [step for step in steps if step.startswith("SCAN")] == []


def test_wallets_up_to_the_number_are_passed_over(session, community, member):
    other = a_member(session, community)
    earn(session, member, 60)
    earn(session, other, 60)
    first, last = sorted(wallet(session, each).id for each in (member, other))

    assert new_lines(session, first) == Checked(last, [])
    assert len(marks(session)) == 1


@pytest.mark.plants_breach
def test_a_bent_line_is_named_and_not_marked(session, member):
    earn(session, member, 60)
    new_lines(session)
    bend_last_line(session, member)
    broken = f"wallet {wallet(session, member).id}: the chain breaks at line 3"

    assert new_lines(session).breaches == [broken]
    assert [seq for seq, _hash in marks(session)] == [1]
    assert new_lines(session).breaches == [broken]
    assert chain_checks.chains_hold(session) == [broken]


@pytest.mark.plants_breach
def test_a_bent_line_of_one_hides_no_other(session, community, member):
    other = a_member(session, community)
    earn(session, other, 60)
    bend_last_line(session, member)

    assert len(new_lines(session).breaches) == 1
    assert marks(session) == [(1, wallet(session, other).head_hash)]


@pytest.mark.plants_breach
def test_a_head_that_is_not_the_last_line_is_named(session, member):
    earn(session, member, 60)
    session.execute(text("UPDATE wallets SET head_hash = 'x'"))
    session.expire_all()
    told = f"wallet {wallet(session, member).id}: its head is not its last line"

    assert new_lines(session).breaches == [told]
    assert chain_checks.chains_hold(session) == [told]


@pytest.mark.plants_breach
def test_what_was_changed_before_the_mark_is_found_by_the_whole_check_alone(session, member):
    bend_last_line(session, member)
    kept = wallet(session, member)
    marked = {"community_id": kept.community_id, "wallet_id": kept.id, "checked_at": NOW}
    session.add(ChainMark(**marked, seq=kept.seq, hash=kept.head_hash))
    session.flush()

    assert new_lines(session) == Checked(None, [])
    assert len(chain_checks.chains_hold(session)) == 1
