"""Small workbooks that people's own rosters look like, each with its right value."""

from datetime import date

import pytest

from teams.imports.rules.roster_sheet import check_roster
from tests.workbook_builders import TODAY, real_book


def roster(case):
    return check_roster(real_book(f"cases/{case}"), TODAY)


def people(case):
    answer = roster(case)
    assert answer.refused == []
    assert answer.asked == []
    return answer.accepted


def test_a_workbook_that_counts_from_1904_says_the_days_it_shows():
    assert [one.joined_on for one in people("epoch1904.xlsx")] == [date(2024, 3, 5)] * 2


@pytest.mark.parametrize(
    ("case", "places"),
    [
        ("errcells.xlsx", [(2, "入队时间"), (3, "联系电话"), (4, "备注")]),
        ("formula_nocache.xlsx", [(2, "入队时间"), (3, "姓名")]),
    ],
)
def test_a_formula_without_result_refuses_its_row_and_is_never_empty(case, places):
    refused = roster(case).refused

    assert [(one.row, one.column) for one in refused] == places
    assert [
        one.why.startswith(f"第 {row} 行，{column}，公式没有算出结果")
        for one, (row, column) in zip(refused, places, strict=True)
    ] == [True] * len(places)


def test_names_and_numbers_are_those_of_life():
    found = people("names_ids.xlsx")

    assert [one.name for one in found] == ["测试寅一", "高明亮", "䶮伟", "买买提·吐尔逊", "王芳"]
    assert found[0].resident_number.text == "962156199005010018"
    assert found[0].born_on == date(1990, 5, 1)


def test_phones_copied_with_marks_of_direction_are_phones():
    assert [one.phone for one in people("bidi_phone.xlsx")] == ["13800901234", "13800901235"]


def test_a_sheet_for_each_team_gives_its_people_their_team():
    assert [one.team for one in people("sheet_per_team.xlsx")] == ["red", "green"]


def test_a_second_phone_column_is_a_second_contact():
    (one,) = people("two_phones_cols.xlsx")

    assert (one.phone, one.contacts) == ("13800900028", ("电话 09364421234",))


def test_the_phone_after_the_emergency_contact_is_that_contacts():
    (one,) = people("emergency_dup_heading.xlsx")

    assert (one.phone, one.contacts) == ("13800900029", ("紧急联系人 李四 13800900999",))


def test_headings_over_two_rows_are_read():
    (one,) = people("two_row_header.xlsx")

    assert (one.row, one.resident_number.text, one.phone) == (
        3,
        "620722196003151269",
        "13800900026",
    )


def test_a_landline_is_called_and_no_sign_in():
    found = [(one.phone, one.contacts) for one in people("landline.xlsx")]

    assert found == [
        (None, ("电话 09364421234",)),
        ("13800907777", ("电话 13900907778",)),
        ("13800907779", ("电话 09364421234",)),
        ("13800907780", ()),
        (None, ("电话 4421234",)),
    ]


def test_of_a_couple_with_one_mobile_the_first_signs_in_and_both_can_be_called():
    first, second = people("couple.xlsx")

    assert (first.phone, second.phone) == ("13800900305", None)
    assert second.contacts == ("电话 13800900305",)


def test_a_day_with_its_hour_is_the_day():
    assert [one.joined_on for one in people("csv_datetime.csv")] == [date(2024, 3, 5)] * 4


def test_the_two_byte_form_of_a_rare_name_is_that_name():
    assert [one.name for one in people("gbk_pua.csv")] == ["䶮伟"]
