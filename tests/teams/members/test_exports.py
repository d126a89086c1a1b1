"""A list leaves the program for a reason, covered as on the screen, and says who took it."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, Person
from core import workbook_out
from core.errors import NotAllowed
from core.workbook import read_book
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from teams.members.rules import exports
from teams.members.rules.exports import MOST_ROWS, MemberExport, TooManyRows
from tests.builders import NOW, a_community, a_member, a_role, staff

PATH = "/c/dongjie/members/exports"
NASTY = ("=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "＝1", "<b>&\"'", "䶮😀", "00123", "1\x0b2")


@pytest.fixture
def town(session):
    dongjie = a_community(session, prefix="DJ")
    made = {"desk": a_member(session, dongjie, "李梅"), "leader": a_member(session, dongjie)}
    a_role(session, made["desk"], Role.COORDINATOR)
    a_role(session, made["leader"], Role.SUPERVISOR)
    made["member"] = a_member(session, dongjie, "张小三", phone="13811112222")
    made["elsewhere"] = a_member(session, a_community(session, "nanguan", prefix="NG"), "赵远")
    assert all(member.person for member in made.values())
    session.commit()
    return made


def taken(reader, **given):
    return reader.post(PATH, {"reason": "五月入户走访", **given})


def test_the_file_holds_what_the_screen_shows_and_who_took_it(town, signed_in):
    answer = taken(signed_in(town["desk"].person))

    (sheet,) = read_book(answer.response.data, "名单.xlsx")
    cells = [row.cells for row in sheet.rows]
    assert f"{town['desk'].volunteer_no}于 2026年5月15日 10:00 导出" in cells[0][0]
    assert "用途：五月入户走访" in cells[0][0]
    number = town["member"].volunteer_no
    assert ("张*三", number, "绿色生态文明", "尾号 2222", "在队") in cells
    assert "张小三" not in str(cells)
    assert "赵" not in str(cells)


def brought_back(reader, content):
    sent = {"file": (io.BytesIO(content), "志愿者名单.xlsx")}
    return reader.follow(reader.post("/c/dongjie/imports/roster", sent))


def test_an_exported_list_brought_back_changes_nothing_and_says_so(town, session, signed_in):
    reader = signed_in(town["desk"].person)
    before = facts_of(session)

    page = brought_back(reader, taken(reader).response.data)

    for figure in ("0 将新增", "3 进来过了", "0 有问题", "没有新的可以导入"):
        assert figure in page.words
    assert "这是导出的名单，按编号认人，登记的内容都不改。" in page.words
    assert facts_of(session) == before


def facts_of(session):
    rows = session.execute(
        select(Member.volunteer_no, Member.home_team_id, Person.name, Person.phone_tail).join(
            Person, Person.id == Member.person_id
        )
    )
    found = sorted(map(tuple, rows))
    session.rollback()
    return found


@pytest.mark.parametrize(
    ("name", "number", "why"),
    [
        ("李*三", "", "编号和姓名对不上"),
        ("张*三", "DJ9999", "没有编号是 DJ9999 的志愿者"),
        ("赵*", "elsewhere", "没有编号是 NG"),
    ],
)
def test_a_covered_name_is_known_by_its_number_alone(town, signed_in, name, number, why):
    number = town[number or "member"].volunteer_no if number in {"", "elsewhere"} else number
    content = workbook_out.workbook("表", [["姓名", "编号", "主队"], [name, number, "绿队"]])

    page = brought_back(signed_in(town["desk"].person), content)

    assert why in page.words
    assert "1 有问题" in page.words


def test_a_roster_with_numbers_of_its_own_comes_in_as_before(town, signed_in):
    headings = ["编号", "姓名", "身份证号码", "所属队伍"]
    row = ["1", "林小满", "620722196905040007", "红队"]
    content = workbook_out.workbook("表", [headings, row])

    assert "1 将新增" in brought_back(signed_in(town["desk"].person), content).words


def test_its_name_is_chinese_and_it_is_not_kept(town, signed_in):
    answer = taken(signed_in(town["desk"].person))

    name = unquote(answer.response.headers["Content-Disposition"])
    assert "filename*=UTF-8''志愿者名单-东街社区-20260515.xlsx" in name
    assert "filename=dongjie-members-20260515.xlsx" in name
    assert "no-store" in answer.response.headers["Cache-Control"]


def test_the_trail_keeps_filter_rows_and_reason(town, session, signed_in):
    reader = signed_in(town["desk"].person)
    page = reader.get(f"{PATH}/new?q=zxs")
    reader.post(PATH, page.form("/exports") | {"reason": "五月入户走访"})

    told = session.query(AuditEvent).filter_by(event="members_exported").one()

    assert told.actor_id == town["desk"].person_id
    assert (told.details["words"], told.details["rows"]) == ("zxs", 1)
    assert told.details["reason"] == "五月入户走访"


def test_without_a_reason_nothing_is_taken(town, signed_in):
    answer = taken(signed_in(town["desk"].person), reason="", q="zxs")

    assert (answer.status, "请写明用途" in answer.words, "zxs" in answer.html) == (400, True, True)


def test_who_only_reads_takes_nothing(town, signed_in):
    reader = signed_in(town["leader"].person)

    assert reader.get(f"{PATH}/new").status == 403
    assert taken(reader).status == 403
    assert "导出" not in reader.get("/c/dongjie/members").words


def asked(rows):
    return MemberExport(words="", state="", team_id=None, rows=rows, reason="走访")


def test_twenty_thousand_rows_may_go_and_no_more(session, dongjie):
    by = staff(session, dongjie, Role.COMMUNITY_ADMIN)

    exports.note_members(Act(session, NOW, by=by, community=dongjie), asked(MOST_ROWS))
    with pytest.raises(TooManyRows):
        exports.note_members(Act(session, NOW, by=by, community=dongjie), asked(MOST_ROWS + 1))


def test_the_rule_itself_asks_for_the_permission(session, dongjie):
    by = staff(session, dongjie, Role.SUPERVISOR)

    with pytest.raises(NotAllowed):
        exports.note_members(Act(session, NOW, by=by, community=dongjie), asked(1))


def test_a_cell_is_never_a_formula_and_comes_back_as_it_was():
    content = workbook_out.workbook("名单", [NASTY])

    cells = openpyxl.load_workbook(io.BytesIO(content)).active[1]

    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.value for cell in cells] == [*NASTY[:-1], "12"]
    assert all(cell.number_format == "@" for cell in cells)
