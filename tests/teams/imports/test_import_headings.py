"""对一对列: a workbook whose headings are not known is asked about once, and remembered."""

import io
import re

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, Person
from core.errors import NotAllowed
from core.workbook_headings import headings, lessons
from points.goods.rules.goods_import import GOODS
from teams.authority.act import Act
from teams.authority.models import Role
from teams.imports.columns import USUAL_HEADINGS
from teams.imports.models import HeadingMeaning, ImportBatch
from teams.imports.rules.import_headings import Lesson, remembered, teach
from teams.imports.rules.roster_import import ROSTER
from tests.builders import a_community, a_member, a_role, staff
from tests.import_builders import LATER, a_file, check
from tests.workbook_builders import book_of
from volunteer.hours.rules.hours_import import HOURS

SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
BASE = "/c/dongjie/imports"
NUMBER = "620722196905040007"
LIN = {
    "大名": "林小满",
    "公民号码": NUMBER,
    "联系方式": "13800138000",
    "哪个队": "红队",
}
CHOSEN = {"column-0": "name", "column-1": "identity", "column-2": "phone", "column-3": "team"}
RICE = {"东西": "大米", "单位": "袋", "库存": 20, "分值": 30}
RICE_MEANS = {"column-0": "name", "column-1": "unit", "column-2": "stock", "column-3": "points"}
PATROL = {"哪天": "2026-01-17", "干什么": "巡逻", "谁去": "马明", "多久": "2小时"}
PATROL_MEANS = {
    "column-0": "day",
    "column-1": "title",
    "column-2": "people",
    "column-3": "duration",
}


@pytest.fixture
def desk(session, signed_in):
    community = a_community(session, last_number=5000)
    member = a_member(session, community, "李梅")
    a_role(session, member, Role.COORDINATOR)
    a_member(session, community, "马明")
    person = session.get_one(Person, member.person_id)
    session.commit()
    return signed_in(person)


def a_list(row, name="某表.xlsx", **more):
    return a_file([*row, *more], row | more, name=name)


def sent(reader, kind, upload):
    return reader.post(f"{BASE}/{kind}", {"file": (io.BytesIO(upload.content), upload.file_name)})


def shown(page):
    """The fields of the form as a browser would send them untouched, with what is selected."""
    fields = page.form("/headings")
    fields.pop("csrf_token")
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page.html, re.S
    ):
        fields[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return fields


def asked(reader, kind, upload):
    """Send a file that has to be asked about; return the page, its form filled, and its path."""
    answer = sent(reader, kind, upload)
    assert answer.go_to.endswith("/headings")
    page = reader.follow(answer)
    return page, shown(page), answer.go_to


def stored(session, model):
    session.expire_all()
    found = list(session.scalars(select(model)))
    session.expunge_all()
    session.rollback()
    return found


@pytest.mark.parametrize(
    ("kind", "row", "means", "says"),
    [
        ("roster", LIN, CHOSEN, "1 将新增"),
        ("goods", RICE, RICE_MEANS, "1 将新增"),
        ("hours", PATROL, PATROL_MEANS, "记入 1 条以往服务，共 2 小时"),
    ],
)
def test_a_file_is_asked_about_once_and_the_next_is_understood(
    session, desk, kind, row, means, says
):
    _, fields, path = asked(desk, kind, a_list(row))

    page = desk.follow(desk.post(path, fields | means))

    assert says in page.words
    again = sent(desk, kind, a_list(row, "下一份.xlsx", 备用=""))
    assert not again.go_to.endswith("/headings")
    page = desk.follow(again)
    assert says in page.words
    assert "用了上次的对应关系" in page.words


def test_the_page_shows_each_heading_with_values_and_a_guess(desk):
    page, fields, _ = asked(desk, "roster", a_list(LIN, 本人手机号="13800138000"))

    for words in ("大名", "哪个队", "例如：林小满", "例如：红队", "一定要有的列：姓名"):
        assert words in page.words
    assert NUMBER not in page.html
    assert "13800138000" not in page.html
    assert [fields[f"column-{at}"] for at in range(5)] == ["", "", "phone", "", ""]


def test_a_heading_that_holds_a_known_word_is_guessed(desk):
    row = {"大名": "林小满", "本人身份证号码": NUMBER, "我的队伍": "红队"}

    _, fields, _ = asked(desk, "roster", a_list(row))

    assert [fields[f"column-{at}"] for at in range(3)] == ["", "identity", "team"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"column-0": ""}, "表头要有这几列：姓名"),
        ({"column-3": ""}, "表头要有这几列：姓名、所属队伍"),
        ({"column-3": "name"}, "“大名”和“哪个队”两列都对着“姓名”，只能留一列"),
    ],
)
def test_what_still_cannot_be_read_stays_on_the_page(session, desk, change, why):
    _, fields, path = asked(desk, "roster", a_list(LIN))

    answer = desk.post(path, fields | CHOSEN | change)

    assert answer.status == 400
    assert why in answer.words
    kept = shown(answer)
    assert {name: kept[name] for name in CHOSEN} == CHOSEN | change
    assert stored(session, HeadingMeaning) == []


def test_hours_say_which_column_is_lacking(desk):
    _, fields, path = asked(desk, "hours", a_list(PATROL))

    answer = desk.post(path, fields | PATROL_MEANS | {"column-3": ""})

    assert "还缺这几列：时长" in answer.words


@pytest.mark.parametrize("column", ["birthday", None])
def test_a_column_nobody_has_is_refused(desk, column):
    _, fields, path = asked(desk, "roster", a_list(LIN))
    changed = fields | CHOSEN | {"column-0": column}
    if column is None:
        changed.pop("column-0")

    assert desk.post(path, changed).status == 400


def test_of_two_columns_with_one_meaning_the_person_chooses(session, desk):
    goods = {"名称": "大米", "单位": "袋", "库存": 20, "数量": 7, "积分": 30}
    _, fields, path = asked(desk, "goods", a_list(goods))
    assert (fields["column-2"], fields["column-3"]) == ("stock", "")

    page = desk.follow(desk.post(path, fields | {"column-2": "", "column-3": "stock"}))

    assert "1 将新增" in page.words
    assert "“库存”不用" in page.words
    (taught,) = stored(session, HeadingMeaning)
    assert (taught.heading, taught.column_name) == ("库存", "")


def test_a_column_left_aside_is_told_and_can_be_mapped_without_uploading_again(session, desk):
    row = {
        "姓名": "林小满",
        "身份证号码": NUMBER,
        "所属队伍": "红队",
        "微信电话": "13800138000",
    }
    answer = sent(desk, "roster", a_list(row))
    page = desk.follow(answer)
    assert "这几列没有用上：微信电话" in page.words
    path = answer.go_to.replace("/imports/", "/imports/roster/") + "/headings"
    fields = shown(desk.get(path))

    page = desk.follow(desk.post(path, fields | {"column-3": "phone"}))

    assert "没有用上" not in page.words
    assert "“微信电话”当作“联系电话”" in page.words


def test_what_was_taught_is_taken_back_on_the_same_page(session, desk):
    row = {"姓名": "林小满", "身份证号码": NUMBER, "队伍": "红队", "备注": "会理发"}
    answer = sent(desk, "roster", a_list(row))
    path = answer.go_to.replace("/imports/", "/imports/roster/") + "/headings"
    fields = shown(desk.get(path))
    desk.post(path, fields | {"column-3": "skills"})
    assert [one.heading for one in stored(session, HeadingMeaning)] == ["备注"]

    page = desk.follow(desk.post(path, fields))

    assert "上次的对应关系" not in page.words
    assert stored(session, HeadingMeaning) == []


def test_the_trail_says_what_a_heading_means(session, desk):
    _, fields, path = asked(desk, "roster", a_list(LIN))
    desk.post(path, fields | CHOSEN)

    (told,) = [one for one in stored(session, AuditEvent) if one.event == "headings_taught"]

    assert told.details["headings"] == "大名＝姓名；公民号码＝身份证号码；哪个队＝所属队伍"


def test_another_community_and_another_kind_are_not_taught(session, desk, signed_in):
    _, fields, path = asked(desk, "roster", a_list(LIN))
    desk.post(path, fields | CHOSEN)
    other = a_community(session, "nanguan", prefix="NG")
    member = a_member(session, other, "赵远")
    a_role(session, member, Role.COORDINATOR)
    person = session.get_one(Person, member.person_id)
    session.commit()

    upload = a_list(LIN)
    answer = signed_in(person).post(
        "/c/nanguan/imports/roster", {"file": (io.BytesIO(upload.content), upload.file_name)}
    )

    assert answer.go_to.endswith("/headings")
    assert signed_in(person).get(path).status in (403, 404)


def test_the_rule_itself_asks_for_the_permission_and_keeps_kinds_apart(session):
    here = a_community(session)
    batch = check(session, ROSTER, here, a_list(LIN))
    lesson = Lesson(ROSTER.layout, (), {"大名": "name"})
    with pytest.raises(NotAllowed):
        teach(Act(session, LATER, by=staff(session, here, Role.SUPERVISOR)), batch, lesson)

    teach(Act(session, LATER, by=staff(session, here, Role.COORDINATOR)), batch, lesson)

    kinds = [remembered(session, here.id, rules.kind) for rules in (ROSTER, GOODS, HOURS)]
    assert kinds == [{"大名": "name"}, {}, {}]


def test_what_was_chosen_holds_beside_a_column_that_would_change_its_meaning():
    book = book_of(["姓名", "应急的人", "电话", "队伍"])
    shown = headings(book, ROSTER.layout)

    taught = lessons(shown, ["name", "emergency", "phone", "team"], ROSTER.layout)

    assert taught == {"应急的人": "emergency", "电话": "phone"}


def test_until_it_is_told_nothing_can_be_run(session, desk):
    _, _, path = asked(desk, "roster", a_list(LIN))
    (batch,) = stored(session, ImportBatch)

    page = desk.get(f"{BASE}/{batch.id}")

    assert "有几列认不出来" in page.words
    assert desk.post(path.replace("/headings", "/run"), {}).status == 409


def test_a_picture_of_a_table_is_refused_as_before(desk):
    answer = sent(desk, "roster", a_file(["通知"], {"通知": "请大家来"}))

    assert answer.status == 400
    assert "没有找到表头" in answer.words


def test_every_column_has_a_name_that_is_said_in_english():
    layouts = [rules.layout for rules in (ROSTER, GOODS, HOURS)]

    usual = {layout.usual(column) for layout in layouts for column in layout.columns}

    assert usual == USUAL_HEADINGS
