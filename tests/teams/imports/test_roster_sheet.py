"""The roster sheet, teams/imports/rules/roster_sheet.py."""

from datetime import date

import pytest

from core.workbook_guard import WorkbookRefused
from teams.imports.rules.roster_sheet import check_roster
from tests.workbook_builders import LIN, ROSTER, ROSTER_HEADINGS, TODAY, book_of, real_book, whys

WANG = {
    "姓名": "王大山",
    "身份证号码": "62072219900101001X",
    "联系电话": "13900139000",
    "所属队伍": "蓝队",
}
UNNUMBERED = {"姓名": "林小满", "出生年月": "1969-05-04", "所属队伍": "红队"}


def checked(*people, mends=None, sheet="表"):
    return check_roster(book_of(ROSTER_HEADINGS, *people, sheet=sheet), TODAY, mends)


def test_the_real_roster_comes_out_as_it_must():
    answer = check_roster(real_book(ROSTER), TODAY)

    assert (answer.rows, len(answer.accepted), len(answer.withdrawn)) == (153, 143, 1)
    assert (len(answer.refused), len(answer.repeated), len(answer.asked)) == (7, 3, 0)


def test_the_real_roster_is_refused_where_it_must():
    answer = check_roster(real_book(ROSTER), TODAY)

    assert whys(answer) == [
        (25, "身份证号码"),
        (32, "身份证号码"),
        (47, "联系电话"),
        (54, "姓名"),
        (74, "出生年月"),
        (85, "所属队伍"),
        (91, "出生年月"),
    ]


def test_the_real_roster_says_who_stands_in_it_twice():
    answer = check_roster(real_book(ROSTER), TODAY)

    assert [(one.row, one.same_as_row) for one in answer.repeated] == [
        (63, 30),
        (109, 77),
        (152, 121),
    ]
    assert answer.repeated[0].differs == ("家庭住址", "特长", "入队时间")


def test_the_real_roster_read_twice_has_the_same_keys():
    first, again = (check_roster(real_book(ROSTER), TODAY) for _ in range(2))

    assert len({one.row_key for one in first.accepted}) == 143
    assert [one.row_key for one in first.accepted] == [one.row_key for one in again.accepted]


def test_guardians_of_children_are_read_from_the_remarks():
    answer = check_roster(real_book(ROSTER), TODAY)

    guardian = next(one.guardian for one in answer.accepted if one.row == 10)

    assert (guardian.name, guardian.phone) == ("徐桂兰", "13917354242")


def test_the_keys_of_the_answer_are_those_promised():
    answer = check_roster(real_book(ROSTER), TODAY).as_json()

    assert set(answer) == {"rows", "ok", "refused", "repeated", "ask"}
    assert set(answer["refused"][0]) == {"sheet", "row", "column", "why"}


def test_a_good_row_becomes_a_member():
    (member,) = checked(LIN | {"入队时间": 44562}).accepted

    assert (member.name, member.born_on, member.phone) == (
        "林小满",
        date(1969, 5, 4),
        "13800138000",
    )
    assert (member.team, member.joined_on) == ("red", date(2022, 1, 1))


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("姓名", ""),
        ("姓名", "林3"),
        ("身份证号码", "620722196905040001"),
        ("身份证号码", 6.2072219690504e17),
        ("身份证号码", "6.20722E+17"),
        ("出生年月", "1969-05-05"),
        ("出生年月", "1969-06"),
        ("出生年月", "2026-11-22"),
        ("出生年月", "①"),
        ("联系电话", "1380013800"),
        ("所属队伍", ""),
        ("所属队伍", "黄队"),
        ("入队时间", "2026-11-22"),
        ("入队时间", "1969-05-03"),
        ("入队时间", "去年"),
        ("备注", "监护人：妈妈"),
        ("备注", "看不见\u202e"),
        ("备注", "字" * 501),
    ],
)
def test_a_row_is_refused_by_its_column(column, text):
    answer = checked(LIN | {column: text})

    assert whys(answer) == [(2, column)]
    assert answer.accepted == []


@pytest.mark.parametrize(
    ("number", "is_taken"), [("620722202611210048", 1), ("620722202611220043", 0)]
)
def test_nobody_is_born_after_today_by_the_number(number, is_taken):
    answer = checked(LIN | {"身份证号码": number, "入队时间": ""})

    assert len(answer.accepted) == is_taken
    assert whys(answer) == [(2, "身份证号码")] * (not is_taken)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("出生年月", "1969年5月"),
        ("出生年月", ""),
        ("出生年月", 25327),
        ("联系电话", "13800138000；无"),
        ("联系电话", "；无"),
        ("联系电话", ""),
        ("联系电话", 13800138000.0),
        ("联系电话", "13800138000.0"),
        ("身份证号码", "'620722196905040007"),
        ("入队时间", "2026-11-21"),
        ("入队时间", "1969-05-04"),
        ("备注", "监护人徐桂兰，联系电话：139 1735 4242"),
        ("备注", "①号楼"),
        ("备注", "字" * 500),
    ],
)
def test_a_row_comes_in_with_other_spellings(column, text):
    answer = checked(LIN | {column: text})

    assert answer.refused == []
    assert len(answer.accepted) == 1


def test_every_bad_column_of_a_row_is_told_at_once():
    answer = checked(LIN | {"联系电话": "1", "所属队伍": "黄队"})

    assert whys(answer) == [(2, "联系电话、所属队伍")]


def test_without_resident_number_a_birthday_is_needed():
    answer = checked({"姓名": "林小满", "所属队伍": "红队"})

    assert whys(answer) == [(2, "出生年月")]


def test_without_resident_number_a_birthday_is_enough():
    assert len(checked(UNNUMBERED).accepted) == 1


def test_a_refused_row_mended_comes_in():
    answer = checked(LIN | {"所属队伍": "黄队"}, mends={("表", 2): {"team": "橙队"}})

    assert answer.accepted[0].team == "orange"


def test_namesakes_with_their_own_numbers_are_two_people():
    answer = checked(LIN, WANG | {"姓名": "林小满"})

    assert len(answer.accepted) == 2


def test_one_number_under_two_names_is_refused_on_both_rows():
    answer = checked(LIN, LIN | {"姓名": "林大满", "联系电话": ""})

    assert whys(answer) == [(2, "身份证号码"), (3, "身份证号码")]


def test_of_two_people_with_numbers_and_one_phone_the_second_has_it_as_a_contact():
    answer = checked(LIN, WANG | {"联系电话": LIN["联系电话"]})

    assert [one.phone for one in answer.accepted] == [LIN["联系电话"], None]
    assert answer.accepted[1].contacts == (f"电话 {LIN['联系电话']}",)
    assert [one.row for one in answer.remarks] == [3]


def test_of_two_phones_in_a_cell_the_first_mobile_is_the_phone():
    (community,) = checked(LIN | {"联系电话": "0936-4421234；13900139000、13800138000"}).accepted

    assert (community.phone, community.contacts) == (
        "13900139000",
        ("电话 09364421234", "电话 13800138000"),
    )


def test_the_same_name_birthday_and_phone_without_number_is_repeated():
    answer = checked(LIN, UNNUMBERED | {"联系电话": LIN["联系电话"]})

    assert [(one.row, one.same_as_row) for one in answer.repeated] == [(3, 2)]


def test_the_same_name_and_birthday_without_number_is_asked():
    answer = checked(LIN, UNNUMBERED)

    assert ([one.row for one in answer.asked], len(answer.accepted)) == ([3], 1)


def test_the_same_name_with_another_birthday_is_another_person():
    answer = checked(LIN, UNNUMBERED | {"出生年月": "1970-01-01"})

    assert len(answer.accepted) == 2


def test_those_of_the_sheet_of_the_withdrawn_are_counted_apart():
    answer = checked(LIN, sheet="退出人员")

    assert (answer.rows, len(answer.accepted), len(answer.withdrawn)) == (0, 0, 1)


@pytest.mark.parametrize(("born_on", "remarks"), [("2012-11-21", 0), ("2012-11-22", 1)])
def test_a_child_under_fourteen_without_guardian_is_remarked(born_on, remarks):
    answer = checked(UNNUMBERED | {"出生年月": born_on, "联系电话": "13800138000"})

    assert (len(answer.accepted), len(answer.remarks)) == (1, remarks)


def test_a_book_without_a_roster_is_refused():
    with pytest.raises(WorkbookRefused, match="姓名、所属队伍"):
        check_roster(book_of(["物品名称", "单位"]), TODAY)
