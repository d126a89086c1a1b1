"""No page and no duty reads a table that grows from end to end (PostgreSQL's own word)."""

import pytest

from tests import crawl
from tests.plans import whole_readings_of


@pytest.fixture
def statements(demo):
    """Everything the pages and the duties of the demo town send."""
    if demo.engine.dialect.name != "postgresql":
        pytest.skip("no PostgreSQL on this machine")
    crawl.everywhere(demo)
    with demo.listening():
        swept = demo.app.test_cli_runner().invoke(args=["sweep"])
    assert swept.exit_code == 0, swept.output
    return demo.statements


def test_every_page_and_duty_finds_its_rows_by_an_index(demo, statements):
    assert "\n".join(whole_readings_of(demo.engine, dict(statements))) == ""


@pytest.mark.parametrize(
    ("planted", "faults"),
    [
        ("SELECT id FROM people WHERE name = 'x'", 1),
        ("SELECT count(*) FROM people", 1),
        ("SELECT people.id FROM members JOIN people ON name = remarks WHERE members.id = 1", 1),
        ("SELECT people.id FROM members JOIN people ON people.id = person_id ORDER BY name", 1),
        ("SELECT id FROM people WHERE id = 1", 0),
        ("SELECT id FROM people ORDER BY id LIMIT 20", 0),
        ("SELECT id FROM teams", 0),
    ],
)
def test_reading_a_whole_table_is_noticed(demo, statements, planted, faults):
    assert len(whole_readings_of(demo.engine, {planted: ()})) == faults
