"""Each route has its own number of statements, and no page or act sends more."""

import pytest

from tests import statements
from tests.statements import Line, line_of

GATED = "GET volunteer.home"


def test_every_line_names_a_route(app):
    routes = {
        f"{method} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }

    assert sorted(set(statements.KNOWN) - routes) == []


@pytest.fixture
def noting(monkeypatch):
    """Let this file's notes leave no trace, and fail although the run may be writing."""
    monkeypatch.setattr(statements, "found", {False: {}, True: {}})
    monkeypatch.setattr(statements, "IS_WRITING", False)


@pytest.mark.usefixtures("noting")
def test_one_statement_more_than_written_is_refused(app, monkeypatch):
    monkeypatch.setitem(statements.KNOWN, GATED, Line(9))

    statements.note(app, "GET", "/c/dongjie/", 9)
    with pytest.raises(AssertionError, match=r"GET volunteer\.home sent 10"):
        statements.note(app, "GET", "/c/dongjie/", 10)


@pytest.mark.usefixtures("noting")
def test_a_route_without_a_line_is_refused(app, monkeypatch):
    monkeypatch.delitem(statements.KNOWN, GATED)

    with pytest.raises(AssertionError, match="no line"):
        statements.note(app, "GET", "/c/dongjie/", 1)


def test_what_the_town_shows_more_is_allowed_there_alone():
    line = line_of("9+2\tthe queue of a busy day")

    assert (line.number, line.town, line.why) == (9, 11, "the queue of a busy day")
    assert line.allows(12, is_town=True)
    assert not line.allows(13, is_town=True)
    assert not line.allows(10, is_town=False)


@pytest.mark.parametrize("words", ["9", "9+2\twhy", "grows\twith the rows of the sheet", "0"])
def test_a_line_is_written_as_it_was_read(words):
    assert str(line_of(words)) == words


@pytest.fixture
def settled(tmp_path, monkeypatch):
    """Settle a run that found so much of the home page, its line being 9+2."""
    monkeypatch.setattr(statements, "TABLE", tmp_path / "statements.txt")
    monkeypatch.setattr(statements, "KNOWN", {GATED: line_of("9+2\tlong queue")})
    monkeypatch.setattr(statements.shared, "RUN", f"settle-{tmp_path.name}")
    statements.TABLE.write_text(f"# head\n{GATED}\t9+2\tlong queue\n", "utf-8")

    def settle(tests, town=0, *, is_whole=True, is_writing=False):
        monkeypatch.setattr(statements, "found", {False: {GATED: tests}, True: {GATED: town}})
        monkeypatch.setattr(statements, "IS_WRITING", is_writing)
        statements.hand_in()
        fell = statements.settle(is_whole=is_whole)
        statements.shared.sweep_up()
        return fell, statements.TABLE.read_text("utf-8")

    return settle


def test_a_fall_is_told_at_the_end_of_a_whole_run(settled):
    assert settled(8)[0] == [f"{GATED}: 9 → 8"]
    assert settled(9)[0] == []
    assert settled(8, is_whole=False)[0] == []


def test_a_whole_run_writes_what_it_found(settled):
    assert settled(7, 8, is_writing=True)[1] == f"# head\n{GATED}\t7+1\tlong queue\n"


def test_a_run_of_some_tests_only_raises(settled):
    table = settled(7, 12, is_whole=False, is_writing=True)[1]

    assert table == f"# head\n{GATED}\t9+3\tlong queue\n"
