"""`flask import`, as an operator calls it."""

import json

import pytest
from sqlalchemy import func, select

from accounts.models import AuditEvent
from teams.imports.models import ImportBatch
from teams.members.models import Member
from tests.builders import a_community
from tests.import_builders import LATER
from tests.workbook_builders import GOODS, HOURS, ROSTER, WORKBOOKS
from volunteer.hours.models import MemberHours, ServiceRecord


@pytest.fixture(autouse=True)
def day_of_the_workbooks(now):
    now(LATER)


@pytest.fixture
def command(session, app):
    """Call with the words after `flask import`; returns the answer of --json."""
    a_community(session)
    session.commit()

    def call(kind, name, *flags):
        words = ["import", kind, str(WORKBOOKS / name), "--community", "dongjie", "--json", *flags]
        result = app.test_cli_runner().invoke(args=words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    return call


def figures(answer):
    return [
        answer[name] if isinstance(answer[name], int) else len(answer[name])
        for name in ("rows", "ok", "added", "refused", "repeated", "ask")
    ]


def test_a_check_stores_nothing(session, command):
    assert figures(command("roster", ROSTER)) == [153, 143, 0, 7, 3, 0]
    assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_the_three_workbooks_come_in_and_once_only(session, command):
    kinds = (("roster", ROSTER), ("goods", GOODS), ("hours", HOURS))
    first = [figures(command(kind, name, "--run")) for kind, name in kinds]
    again = [figures(command(kind, name, "--run")) for kind, name in kinds]

    assert first == [[153, 143, 143, 7, 3, 0], [20, 16, 16, 4, 0, 0], [76, 426, 426, 6, 0, 0]]
    assert again == [[153, 143, 0, 7, 3, 0], [20, 16, 0, 4, 0, 0], [76, 426, 0, 6, 0, 0]]
    assert session.scalar(select(func.count()).select_from(Member)) == 144
    assert session.scalar(select(func.sum(MemberHours.imported_minutes))) == 48_690


def test_hours_say_their_records_and_minutes(command):
    command("roster", ROSTER, "--run")

    answer = command("hours", HOURS)

    assert (answer["records"], answer["minutes"]) == (426, 48_690)
    assert answer["refused"][0]["sheet"] == "2月"


def test_the_trail_says_who_vouched(session, command):
    command("roster", ROSTER, "--run")
    command("hours", HOURS, "--run")

    asked = select(AuditEvent.details).where(AuditEvent.event == "import_run")
    noted = session.scalars(asked.order_by(AuditEvent.id)).all()
    assert [details.get("vouched_by") for details in noted] == [
        None,
        "operator of the command line",
    ]
    assert session.scalars(select(ServiceRecord.second_person_id).limit(1)).one() is None


@pytest.mark.parametrize(
    ("file", "slug", "words"),
    [
        ("workbooks", "dongjie", "is a directory"),
        ("workbook_builders.py", "dongjie", "只收 .xlsx"),
        (f"workbooks/{ROSTER}", "xijie", "No community is called xijie"),
    ],
)
def test_what_cannot_be_read_ends_with_words(session, app, file, slug, words):
    a_community(session)
    session.commit()
    path = WORKBOOKS.parent / file

    result = app.test_cli_runner().invoke(args=["import", "roster", str(path), "--community", slug])

    assert result.exit_code in {1, 2}
    assert words in result.output


def test_people_read_a_table(session, app):
    a_community(session)
    session.commit()
    words = ["import", "roster", str(WORKBOOKS / ROSTER), "--community", "dongjie"]

    result = app.test_cli_runner().invoke(args=words)

    assert "143  can come in" in result.output
    assert "Nothing was stored: add --run" in result.output
    assert "花名册     25  身份证号码" in result.output
