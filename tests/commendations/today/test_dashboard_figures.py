"""The figures of the page 今天: a month of points as its station's books have them."""

from datetime import date

import pytest
from sqlalchemy import event

from commendations.today.queries import dashboard_figures
from points.ledger.rules import ledger
from teams.authority.act import Act
from tests.builders import NOW, a_community, a_member
from tests.shop_builders import a_cause, earn, spend

MAY = date(2026, 5, 1)
APRIL_NOW = NOW.replace(month=4)


def of_month(session, community, month_on=MAY):
    session.flush()
    return dashboard_figures.month_of_points(session, community, month_on)


def test_a_month_is_summed_by_kind(session, community):
    wang, li = (a_member(session, community, name) for name in ("王兰", "李四"))
    earn(session, wang, 30)
    earn(session, li, 12)
    spend(session, wang, 10)
    spend(session, li, 5)

    assert of_month(session, community) == {"earn": 42, "redeem": -15, "closing": 27}


def test_another_month_counts_for_the_closing_alone(session, community):
    wang = a_member(session, community)
    earn(session, wang, 30, now=APRIL_NOW, ended_on=date(2026, 4, 15))
    earn(session, wang, 7)

    assert of_month(session, community) == {"earn": 7, "closing": 37}
    assert of_month(session, community, date(2026, 4, 1)) == {"earn": 30, "closing": 37}
    assert of_month(session, community, date(2026, 3, 1)) == {"closing": 37}


def test_another_community_counts_for_nothing(session, community):
    other = a_community(session, "xijie")
    earn(session, a_member(session, other), 30)
    earn(session, a_member(session, community), 7)

    assert of_month(session, community) == {"earn": 7, "closing": 7}
    assert of_month(session, other) == {"earn": 30, "closing": 30}


def test_what_is_reversed_is_told_apart(session, community):
    award = earn(session, a_member(session, community), 30)
    ledger.reverse(Act(session, NOW), community.id, award.id, a_cause())

    assert of_month(session, community) == {"earn": 30, "reverse": -30, "closing": 0}


def test_the_month_is_read_from_the_index_of_months_alone(session, engine, community):
    if engine.dialect.name != "sqlite":
        pytest.skip("a small table is read whole on PostgreSQL")
    asked = []

    def note(_c, _cursor, words, values, *_):
        asked.append((words, values))

    session.flush()
    event.listen(session.get_bind(), "before_cursor_execute", note)
    of_month(session, community)
    event.remove(session.get_bind(), "before_cursor_execute", note)

    [(words, values)] = asked
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all()
    steps = " ".join(str(row[-1]) for row in plan)
    assert "SEARCH wallet_entries USING COVERING INDEX ix_wallet_entries_month" in steps
