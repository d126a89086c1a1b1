"""Each of people's own files through the entrances people use: the page, and the command."""

import io
import json

import pytest
from sqlalchemy import select

from accounts.models import Person
from teams.authority.act import Act
from teams.authority.models import Role
from teams.imports.models import ImportBatch
from tests.builders import a_community, a_member, a_role
from tests.import_builders import a_file
from tests.workbook_builders import LIN, TODAY, WORKBOOKS

CASES = WORKBOOKS / "cases"
FIGURES = ("new", "refused", "ask", "remark")

RIGHT = {  # kind, file: what is new, refused, asked, remarked
    ("roster", "bidi_phone.xlsx"): (2, 0, 0, 0),
    ("roster", "couple.xlsx"): (2, 0, 0, 1),
    ("roster", "emergency_dup_heading.xlsx"): (1, 0, 0, 0),
    ("roster", "epoch1904.xlsx"): (2, 0, 0, 0),
    ("roster", "errcells.xlsx"): (1, 3, 0, 0),
    ("roster", "formula_nocache.xlsx"): (0, 2, 0, 0),
    ("roster", "landline.xlsx"): (5, 0, 0, 0),
    ("roster", "names_ids.xlsx"): (5, 0, 0, 0),
    ("roster", "sheet_per_team.xlsx"): (2, 0, 0, 0),
    ("roster", "two_phones_cols.xlsx"): (1, 0, 0, 0),
    ("roster", "two_row_header.xlsx"): (1, 0, 0, 0),
    ("roster", "csv_datetime.csv"): (4, 0, 0, 0),
    ("roster", "gbk_pua.csv"): (1, 0, 0, 0),
    ("goods", "goods1.xlsx"): (21, 4, 0, 9),
    ("hours", "hours_40h.xlsx"): (3, 0, 2, 0),
    ("hours", "hours_night.xlsx"): (19, 0, 0, 0),
    ("hours", "hours_year_comments.xlsx"): (12, 0, 0, 0),
}


@pytest.fixture
def desk(session, signed_in, monkeypatch):
    monkeypatch.setattr(Act, "today", TODAY)
    community = a_community(session, last_number=5000)
    member = a_member(session, community, "李梅")
    a_role(session, member, Role.COORDINATOR)
    for name in ("何冬青", "何春芽"):
        a_member(session, community, name)
    person = session.get_one(Person, member.person_id)
    session.commit()
    return signed_in(person)


@pytest.mark.parametrize(("kind", "case"), sorted(RIGHT))
def test_a_file_as_people_keep_it_is_told_right_by_page_and_command(session, app, desk, kind, case):
    sent = {"file": (io.BytesIO((CASES / case).read_bytes()), case)}
    page = desk.follow(desk.post(f"/c/dongjie/imports/{kind}", sent))
    counts = session.scalars(select(ImportBatch)).one().counts
    session.rollback()

    words = ["import", kind, str(CASES / case), "--community", "dongjie", "--json"]
    answer = json.loads(app.test_cli_runner().invoke(args=words).output)

    assert tuple(counts[name] for name in FIGURES) == RIGHT[kind, case]
    assert f"{counts['new']} 将新增" in page.words
    told = (answer["ok"], len(answer["refused"]), len(answer["ask"]))
    assert told == RIGHT[kind, case][:3]


def test_a_column_the_file_lacks_is_called_what_it_usually_is(desk):
    upload = a_file(["姓名", "所属队伍"], LIN)
    sent = {"file": (io.BytesIO(upload.content), upload.file_name)}

    page = desk.follow(desk.post("/c/dongjie/imports/roster", sent))

    assert "林小满 · 出生年月" in page.words
    assert "birth" not in page.words
