"""Home and list cost the same however many shifts are coming (F18)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select

from core.db import db
from tests.activity_builders import a_shift, an_activity
from tests.builders import NOW, a_community, a_member
from tests.plans import steps
from volunteer.activities.models import Activity, Post, Shift, ShiftPlaces

FEW, MANY = 100, 1_500
PAGES = ("/c/dongjie/", "/c/dongjie/activities")


def fill(session, count):
    """Copy the one shift there is: each copy with an activity and a post of its own."""
    first = 1 + max(session.scalars(select(table.c.id)).all()[-1] for table in tables()[:3])
    for table in tables():
        key = "shift_id" if table is ShiftPlaces.__table__ else "id"
        one = session.execute(select(table).order_by(table.c[key]).limit(1)).one()._mapping
        session.execute(
            insert(table), [copied(dict(one), key, first + at, at) for at in range(count)]
        )


def tables():
    return [each.__table__ for each in (Activity, Post, Shift, ShiftPlaces)]


def copied(row, key, number, at):
    for name in row.keys() & {"starts_at", "ends_at", "sign_up_closes_at"}:
        row[name] += timedelta(minutes=7 * at)
    return row | {key: number} | dict.fromkeys(row.keys() & {"activity_id", "post_id"}, number)


@pytest.fixture
def reader(session, signed_in):
    town = a_community(session, slug="dongjie")
    somebody = a_member(session, town).person
    a_shift(session, an_activity(session, town), 20, starts_at=NOW + timedelta(days=2))
    fill(session, FEW)
    session.commit()
    return signed_in(somebody)


def cost_of(app, reader, path):
    """Return how many statements a page sends, and how many rows they look at."""
    with app.app_context():
        engine = db.engine
    sent = []

    def keep(_connection, _cursor, statement, values, *_rest):
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", keep)
    reader.get(path)
    event.remove(engine, "before_cursor_execute", keep)
    with engine.connect() as asking:
        if asking.dialect.name == "postgresql":
            plan_as_for_many(asking)
        return len(sent), sum(read_by(asking, *each) for each in sent)


def plan_as_for_many(asking):
    """Have the rows counted, and the ways closed that are cheap for a few thousand rows alone."""
    asking.exec_driver_sql("ANALYZE")
    for way in ("seqscan", "hashjoin", "mergejoin"):
        asking.exec_driver_sql(f"SET LOCAL enable_{way} = off")


def read_by(asking, statement, values):
    if asking.dialect.name == "sqlite":
        return len(asking.exec_driver_sql(statement, values).all())
    told = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
    plan = asking.exec_driver_sql(told, values).scalar_one()[0]["Plan"]
    return sum(looked_at(step) for step in steps(plan) if "Relation Name" in step)


def looked_at(step):
    """Return the rows a step took out of its table, those it then left out among them."""
    left_out = step.get("Rows Removed by Filter", 0) + step.get("Rows Removed by Index Recheck", 0)
    return (step["Actual Rows"] + left_out) * step["Actual Loops"]


@pytest.mark.plants_breach  # copies of rows, which no rule made
@pytest.mark.parametrize("path", PAGES)
def test_f18_a_page_reads_no_more_when_more_shifts_are_coming(app, session, reader, path):
    reader.get(path)
    before = cost_of(app, reader, path)

    fill(session, MANY)
    session.commit()
    after = cost_of(app, reader, path)

    assert after == before
