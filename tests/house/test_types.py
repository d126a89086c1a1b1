"""`Any` and `type: ignore` stand where a library has no types, and nowhere without a reason."""

import re

from tests.house.sources import ROOT, rooms

FROM_LIBRARIES = {
    "accounts/gate.py": "Flask: any view may be wrapped, whatever it takes",
    "core/addresses.py": "Flask: url_for types the switches of its own among the arguments",
    "core/bodies.py": "WSGI: what a server hands over",
    "core/bulk.py": "SQLAlchemy: the key of any table",
    "core/columns.py": "SQLAlchemy: what a database driver returns",
    "core/drawing.py": "Jinja: how a value is finished, and what a macro is called with",
    "core/menu.py": "SQLAlchemy: a row of as many columns as there are counts",
    "points/passbook/queries/passbook_lines.py": "SQLAlchemy: a row of more than ten columns",
    "points/redemptions/queries/product_pages.py": "SQLAlchemy: a row of more than ten columns",
    "teams/authority/queries/membership.py": "SQLAlchemy: a row of more than ten columns",
    "core/db.py": "SQLAlchemy: get_bind, and the rows of any statement",
    "core/fields.py": "WTForms: fields, what is sent for them, and their validators",
    "core/form.py": "WTForms and Flask-WTF: forms, fields and what draws them",
    "core/room.py": "a module, read by the name of what it declares",
    "core/workbook_apart.py": "json: what the reading process tells",
    "core/prepared.py": "psycopg: connections of any row, and what they wait for",
    "core/silence.py": "psycopg: connections of any row, and what they wait for",
    "core/states.py": "SQLAlchemy: the states and values of any table",
    "core/upsert.py": "SQLAlchemy: a column or the rows of any table",
    "accounts/own_file.py": "what rooms declare, of any shape",
    "commendations/today/views/today.py": "what rooms declare, of any shape",
    "core/declarations.py": "what rooms declare, of any shape",
    "demo/cli.py": "click: a progress bar; whatever an act of the demo returns",
    "points/goods/forms/goods.py": "WTForms: fields of any parser",
    "points/goods/rules/stock_statements.py": "SQLAlchemy: columns of any type",
    "points/goods/forms/opening.py": "WTForms: forms and their validators",
    "teams/audit_trail/views/trail_words.py": "json: what a line of the trail keeps",
    "teams/gate/__init__.py": "Flask: any view may be wrapped; the parts of an address",
    "teams/imports/cli.py": "click: a progress bar",
    "teams/members/models/communities.py": "json: what a setting keeps",
    "teams/settings/rules/settings.py": "json: what a setting keeps",
    "teams/settings/views/settings.py": "json: what a setting keeps",
    "volunteer/activities/queries/coming.py": "SQLAlchemy: a row of more than ten columns",
    "volunteer/activities/forms/activities.py": "WTForms: validators",
}
ANY = re.compile(r"\bAny\b")
IGNORED = re.compile(r"# type: ignore")
WITH_REASON = re.compile(r"# type: ignore\[[a-z,-]+\]  # \w+")


def program():
    for top in rooms():
        yield from (ROOT / top).rglob("*.py")
    yield ROOT / "app.py"


def test_any_stands_only_where_a_library_has_no_types():
    using = {
        str(path.relative_to(ROOT)) for path in program() if ANY.search(path.read_text("utf-8"))
    }

    assert using - FROM_LIBRARIES.keys() == set()


def test_an_ignored_type_says_what_it_is_and_why():
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in program()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if IGNORED.search(line) and not WITH_REASON.search(line)
    ]

    assert bare == []


def test_tests_ignore_no_types():
    """No checker reads them, so an ignore there says nothing."""
    ignoring = [
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        if IGNORED.search(path.read_text("utf-8")) and path.name != "test_types.py"
    ]

    assert ignoring == []
