"""Page 44, 导入名单, as a coordinator and a supervisor use it."""

import io
import re

import pytest
from sqlalchemy import func, select

from accounts.models import Notification, Person
from core import background
from teams.authority.models import Role
from teams.imports.models import ImportBatch, ImportRowState
from teams.members.models import Member
from tests.builders import a_community, a_member, a_role
from tests.import_builders import a_file, only_row_id, the_file, without_token
from tests.workbook_builders import LIN, ROSTER, ROSTER_HEADINGS
from volunteer.hours.models import ServiceRecord

BASE = "/c/dongjie/imports"
WANG = {
    "姓名": "王大山",
    "身份证号码": "62072219900101001X",
    "联系电话": "13900139000",
    "所属队伍": "蓝队",
}
NUMBERLESS, BROKEN = (
    WANG | {"身份证号码": "", "出生年月": "1970-01-02"},
    WANG | {"联系电话": "1390013"},
)
PATROL = {"日期": "2026-01-17", "活动名称": "巡逻", "参加人员": "马明", "时长": "2小时"}


@pytest.fixture
def dongjie(session):
    community = a_community(session, last_number=5000)
    session.commit()
    return community


def enter(session, signed_in, community, role, name="李梅"):
    member = a_member(session, community, name)
    a_role(session, member, role)
    person = session.get_one(Person, member.person_id)
    session.commit()
    return signed_in(person)


@pytest.fixture
def desk(session, signed_in, dongjie):
    return enter(session, signed_in, dongjie, Role.COORDINATOR)


def send(reader, kind, upload):
    sent = {"file": (io.BytesIO(upload.content), upload.file_name)}
    return reader.post(f"{BASE}/{kind}", sent)


def brought(reader, kind, upload):
    """Send a file and read its result page; return the page and its path."""
    answer = send(reader, kind, upload)
    return reader.follow(answer), answer.go_to


def count(session, model, *where):
    session.expire_all()
    found = session.scalar(select(func.count()).select_from(model).where(*where))
    session.rollback()
    return found


def imported_members(session):
    return count(session, Member, Member.row_key.is_not(None))


def act(path, kind, rest):
    return f"{BASE}/{kind}/{path.rsplit('/', 1)[1]}/{rest}"


def test_the_start_has_three_cards_and_no_history(desk):
    page = desk.get(BASE)

    kinds = ("志愿者花名册", "超市物品清单", "以往服务时长")
    assert [page.words.count(kind) for kind in kinds] == [1, 1, 1]
    assert "还没有导入过" in page.words


def test_the_real_roster_is_told_in_figures_and_rows(desk):
    page, _ = brought(desk, "roster", the_file(ROSTER))

    for figure in ("143 将新增", "7 有问题", "3 重复", "1 退出"):
        assert figure in page.words
    assert "花名册 第 25 行 · 唐银 · 身份证号码" in page.words
    assert "登记 143 位志愿者" in page.words


def test_running_says_what_came_in(session, desk):
    _, path = brought(desk, "roster", the_file(ROSTER))

    page = desk.follow(desk.post(act(path, "roster", "run")))

    assert "导入好了，共新增 143 条" in page.words
    assert imported_members(session) == 144


def test_the_same_file_leads_to_the_same_page_with_nothing_new(session, desk):
    _, path = brought(desk, "roster", the_file(ROSTER))
    desk.post(act(path, "roster", "run"))

    page, again = brought(desk, "roster", the_file(ROSTER))

    assert again == path
    assert "0 将新增" in page.words
    assert "143 进来过了" in page.words
    assert desk.post(act(path, "roster", "run")).status == 409
    assert imported_members(session) == 144


def test_the_second_press_is_told(session, desk):
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN))
    desk.post(act(path, "roster", "run"))

    assert desk.post(act(path, "roster", "run")).status == 409
    assert imported_members(session) == 1


def test_one_refused_row_mended_on_the_page_adds_exactly_one(session, desk):
    page, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN, BROKEN))
    desk.post(act(path, "roster", "run"))
    fields = without_token(page.form(f"/rows/{only_row_id(session)}"))

    mended = desk.post(
        act(path, "roster", f"rows/{only_row_id(session)}"), fields | {"cell-phone": "13900139000"}
    )
    assert "1 将新增" in desk.follow(mended).words
    desk.post(act(path, "roster", "run"))

    assert imported_members(session) == 2


def test_a_mend_still_wrong_keeps_what_was_typed(session, desk):
    page, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, BROKEN))
    row = f"rows/{only_row_id(session)}"

    again = desk.post(
        act(path, "roster", row), without_token(page.form(row)) | {"cell-phone": "139001390"}
    )

    page = desk.follow(again)
    assert page.form(f"rows/{only_row_id(session)}")["cell-phone"] == "139001390"
    assert "还有要改的地方" in page.words


def test_a_shared_phone_is_decided_with_a_button(session, desk):
    twins = a_file(ROSTER_HEADINGS, LIN | {"联系电话": "13900139000"}, NUMBERLESS)
    page, path = brought(desk, "roster", twins)
    assert "手机号与“表”第 2 行相同" in page.words
    assert "联系电话 139****9000" in page.words
    row = only_row_id(session, ImportRowState.ASK)

    answer = desk.post(act(path, "roster", f"rows/{row}"), {"decision": "come_in"})

    assert "2 将新增" in desk.follow(answer).words


def test_a_decision_of_another_word_is_refused(session, desk):
    twins = a_file(ROSTER_HEADINGS, LIN | {"联系电话": "13900139000"}, NUMBERLESS)
    _, path = brought(desk, "roster", twins)
    row = only_row_id(session, ImportRowState.ASK)

    assert desk.post(act(path, "roster", f"rows/{row}"), {"decision": "x"}).status == 400


def test_repeated_rows_name_the_first(desk):
    page, path = brought(desk, "roster", the_file(ROSTER))

    page = desk.get(f"{path}?show=repeated")

    assert "和第 30 行是同一条" in page.words


def test_a_picture_is_no_table(desk):
    answer = desk.post(f"{BASE}/roster", {"file": (io.BytesIO(b"\x89PNG\r\n"), "照片.png")})

    assert answer.status == 415
    assert "只收 .xlsx 和 .csv" in answer.words


def test_no_file_is_told(desk):
    assert desk.post(f"{BASE}/roster", {}).status == 400


def test_past_hours_count_after_a_second_person(session, signed_in, dongjie, desk):
    a_member(session, dongjie, "马明")
    session.commit()
    page, path = brought(desk, "hours", a_file(list(PATROL), PATROL))
    assert "记入 1 条以往服务，共 2 小时" in page.words
    page = desk.follow(desk.post(act(path, "hours", "submission")))
    assert "等第二个人审核" in page.words
    assert desk.post(act(path, "hours", "approval")).status == 403
    assert count(session, ServiceRecord) == 0
    second = enter(session, signed_in, dongjie, Role.SUPERVISOR, "周正")

    page = second.follow(second.post(act(path, "hours", "approval")))

    assert "共新增 1 条" in page.words
    assert count(session, ServiceRecord) == 1


def test_nobody_approves_what_they_handed_in(session, signed_in, dongjie):
    a_member(session, dongjie, "马明")
    admin = enter(session, signed_in, dongjie, Role.COMMUNITY_ADMIN)
    _, path = brought(admin, "hours", a_file(list(PATROL), PATROL))
    admin.post(act(path, "hours", "submission"))

    assert admin.post(act(path, "hours", "approval")).status == 403


def test_a_batch_sent_back_tells_who_handed_it_in(session, signed_in, dongjie, desk):
    a_member(session, dongjie, "马明")
    session.commit()
    _, path = brought(desk, "hours", a_file(list(PATROL), PATROL))
    desk.post(act(path, "hours", "submission"))
    second = enter(session, signed_in, dongjie, Role.SUPERVISOR, "周正")

    page = second.follow(second.post(act(path, "hours", "return")))

    assert "退回去了" in page.words
    assert count(session, Notification) == 1


def test_a_long_run_goes_on_behind_the_page(session, desk, monkeypatch):
    monkeypatch.setattr("teams.imports.views.import_desk.LONGEST_IN_REQUEST", 1)
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN, WANG))

    answer = desk.post(act(path, "roster", "run"))
    background.wait()

    assert "共新增 2 条" in desk.follow(answer).words
    assert count(session, Notification) == 1


def test_a_long_run_that_dies_leaves_nothing_and_can_be_pressed_again(session, desk, monkeypatch):
    monkeypatch.setattr("teams.imports.views.import_desk.LONGEST_IN_REQUEST", 1)
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN, WANG))
    with monkeypatch.context() as broken:
        broken.setattr("teams.imports.rules.import_runs._finish", _breaks)
        desk.post(act(path, "roster", "run"))
        background.wait()
    assert imported_members(session) == 0

    desk.post(act(path, "roster", "run"))
    background.wait()

    assert imported_members(session) == 2


def _breaks(*_: object) -> None:
    raise RuntimeError("the machine stops here")


def test_a_run_that_breaks_half_way_leaves_nothing(session, desk, monkeypatch):
    _, path = brought(desk, "roster", the_file(ROSTER))
    monkeypatch.setattr("teams.imports.rules.import_runs._finish", _breaks)

    with pytest.raises(AssertionError, match="answered 500"):
        desk.post(act(path, "roster", "run"))

    assert imported_members(session) == 0
    assert count(session, ImportBatch, ImportBatch.state == "checked") == 1


def test_a_dropped_batch_is_gone_with_its_file(session, desk):
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN))

    page = desk.follow(desk.post(f"{path}/drop"))

    assert "还没有导入过" in page.words
    assert desk.get(path).status == 404
    assert count(session, ImportBatch, ImportBatch.file_sealed.is_not(None)) == 0


def test_a_volunteer_does_not_see_imports(session, signed_in, dongjie):
    person = session.get_one(Person, a_member(session, dongjie).person_id)
    session.commit()

    assert signed_in(person).get(BASE).status == 403


def test_a_supervisor_reads_and_does_not_bring(session, signed_in, dongjie, desk):
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN, BROKEN))
    second = enter(session, signed_in, dongjie, Role.SUPERVISOR, "周正")

    page = second.get(path)

    assert "改这一行" not in page.words
    assert second.post(act(path, "roster", "run")).status == 403


@pytest.mark.parametrize("rest", ["", "roster:run", "roster:rows/1", "goods:submission", "drop"])
def test_a_batch_of_another_community_is_not_found(session, signed_in, dongjie, desk, rest):
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN))
    other = enter(session, signed_in, a_community(session, "nanguan"), Role.COORDINATOR)
    number = path.rsplit("/", 1)[1]
    kind, _, what = rest.partition(":")
    there = (
        f"/c/nanguan/imports/{kind}/{number}/{what}"
        if what
        else (f"/c/nanguan/imports/{number}" + (f"/{rest}" if rest else ""))
    )

    answer = other.post(there) if rest else other.get(there)

    assert answer.status == 404


def test_a_batch_of_another_kind_is_not_found(desk):
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN))

    assert desk.post(act(path, "goods", "submission")).status == 404


@pytest.mark.parametrize("after", ["-1", "x", "9" * 400, "１２"])
def test_odd_keys_of_the_list_begin_it_again(desk, after):
    _, path = brought(desk, "roster", a_file(ROSTER_HEADINGS, LIN, BROKEN))

    assert desk.get(f"{path}?after={after}&show=odd").status == 200
    assert desk.get(f"{BASE}?before={after}").status == 200


def test_no_number_of_the_roster_lies_open_in_the_database(session, desk, database_url):
    _, path = brought(desk, "roster", the_file(ROSTER))
    desk.post(act(path, "roster", "run"))
    session.close()
    numbers = {LIN["身份证号码"], "620722200012010000", "1390495925", "13917354242"}

    assert not {number for number in numbers if number in dump(session)}


def dump(session):
    """Everything the database holds, as text; sealed values as they lie there."""
    from core.base import Base  # noqa: PLC0415 - for this one look

    rows = [row for table in Base.metadata.sorted_tables for row in session.execute(table.select())]
    session.rollback()
    assert len(rows) > 400
    return re.sub(r"\s", "", repr(rows))


def test_a_file_name_is_shown_as_written_and_never_as_markup(desk):
    odd = a_file(ROSTER_HEADINGS, LIN, name="<b>花名册</b>.xlsx")

    page, _ = brought(desk, "roster", odd)

    assert "&lt;b&gt;花名册" in page.html
    assert "<b>花名册" not in page.html
