"""The sheets of past hours, volunteer/hours/rules/hours_sheet.py and hours_names.py."""

import pytest

from core.workbook_guard import WorkbookRefused
from teams.imports.rules.roster_sheet import check_roster
from tests.workbook_builders import HOURS, ROSTER, TODAY, book_of, real_book, whys
from volunteer.hours.rules.hours_names import Volunteer, tails_of
from volunteer.hours.rules.hours_sheet import check_hours

HEADINGS = ["日期", "活动名称", "队伍", "参加人员", "时长", "地点", "负责人"]
LINE = {
    "日期": "2026-01-17",
    "活动名称": "巡逻",
    "队伍": "蓝队",
    "参加人员": "马明、李秀霞",
    "时长": "2小时",
}


def volunteers_by_name(people):
    """Index (name, key, numbers) by name; the last four of each number tell namesakes apart."""
    known = {}
    for name, key, numbers in people:
        known.setdefault(name, []).append(Volunteer(key, tails_of(numbers)))
    return known


KNOWN = volunteers_by_name(
    [
        ("马明", "DJ0001", ["DJ0001"]),
        ("李秀霞", "DJ0002", ["DJ0002"]),
        ("王秀英", "DJ0003", ["DJ0003", "620722199512050005"]),
        ("王秀英", "DJ0004", ["DJ0004", "620722198411100025"]),
        ("买买提·吐尔逊", "DJ0005", ["DJ0005"]),
    ]
)


def checked(*lines, title="2026年1月登记表", sheet="1月", mends=None):
    return check_hours(book_of(HEADINGS, *lines, title=title, sheet=sheet), KNOWN, TODAY, mends)


def real_hours():
    members = check_roster(real_book(ROSTER), TODAY).accepted
    people = (
        (one.name, str(one.row), [one.resident_number.text] if one.resident_number else [])
        for one in members
    )
    return check_hours(real_book(HOURS), volunteers_by_name(people), TODAY)


def test_the_real_hours_come_out_as_they_must():
    answer = real_hours()

    assert (len(answer.accepted), answer.minutes) == (426, 48_690)
    assert (len(answer.refused), len(answer.repeated), len(answer.asked)) == (6, 0, 0)
    assert len({one.row_key for one in answer.accepted}) == 426


def test_the_real_hours_are_refused_where_they_must():
    answer = real_hours()

    assert [(one.sheet, one.row, one.column) for one in answer.refused] == [
        ("2月", 5, "参加人员"),
        ("3月", 6, "参加人员"),
        ("5月", 7, "时长"),
        ("6月", 4, "日期"),
        ("7月", 5, "参加人员"),
        ("8月", 6, "参加人员"),
    ]


def test_the_keys_of_the_answer_are_those_promised():
    answer = checked(LINE).as_json()

    assert (answer["rows"], answer["records"], answer["minutes"]) == (1, 2, 240)


def test_each_person_of_a_line_has_a_record():
    answer = checked(LINE)

    assert [(one.volunteer, one.duration.minutes) for one in answer.accepted] == [
        ("DJ0001", 120),
        ("DJ0002", 120),
    ]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        (3.0, 180),
        (2.5, 150),
        (1.1, 66),
        ("1.5小时", 90),
        ("90分钟", 90),
        ("1小时30分", 90),
        ("14：00—16：30", 150),
        ("24", 1440),
        ("1440分钟", 1440),
        ("1分钟", 1),
    ],
)
def test_spellings_of_a_duration(text, minutes):
    assert checked(LINE | {"时长": text}).accepted[0].duration.minutes == minutes


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("时长", "半天"),
        ("时长", ""),
        ("时长", "0小时"),
        ("时长", 90),
        ("时长", 24.5),
        ("时长", "1441分钟"),
        ("时长", "0.33小时"),
        ("时长", "16:00-14:00"),
        ("日期", ""),
        ("日期", "2026-01-32"),
        ("日期", "2026-02-01"),
        ("日期", "2027-01-17"),
        ("活动名称", ""),
        ("队伍", "黄队"),
        ("队伍", "红色平安建设"),
        ("参加人员", ""),
        ("参加人员", "马明、李秀霞等3人"),
        ("参加人员", "马明等"),
        ("参加人员", "马明、???"),
    ],
)
def test_a_line_is_refused_whole_by_its_column(column, text):
    answer = checked(LINE | {column: text})

    assert whys(answer) == [(3, column)]
    assert answer.accepted == []


@pytest.mark.parametrize(("day", "is_taken"), [("2026-11-21", True), ("2026-11-22", False)])
def test_a_day_that_has_not_come_is_refused(day, is_taken):
    answer = checked(LINE | {"日期": day}, title="登记表", sheet="表")

    assert bool(answer.accepted) == is_taken


@pytest.mark.parametrize("title", ["2026年1-6月登记表", "填报日期：2026年11月1日", "登记表"])
def test_a_title_of_no_single_month_binds_no_day(title):
    assert checked(LINE | {"日期": "2026-03-05"}, title=title, sheet="表").refused == []


@pytest.mark.parametrize(
    "text",
    [
        "马明 李秀霞",
        "马明,李秀霞",
        "马明；李秀霞",
        "马明，李秀霞等2人",
        "马 明、李秀霞",
        "马明\n李秀霞",
        "马明、李秀霞共2人",
    ],
)
def test_spellings_of_a_list_of_people(text):
    answer = checked(LINE | {"参加人员": text})

    assert [one.volunteer for one in answer.accepted] == ["DJ0001", "DJ0002"]


def test_who_is_not_in_the_roster_is_refused_by_name_and_the_others_come_in():
    answer = checked(LINE | {"参加人员": "马明、赵不存"})

    assert len(answer.accepted) == 1
    assert "赵不存" in answer.refused[0].why


def test_who_has_a_namesake_is_refused_by_name():
    answer = checked(LINE | {"参加人员": "王秀英、马明"})

    assert len(answer.accepted) == 1
    assert "王秀英" in answer.refused[0].why


@pytest.mark.parametrize("text", ["王秀英（0025）", "王秀英(尾号0025)", "王秀英（DJ0004）"])
def test_a_tail_tells_namesakes_apart(text):
    answer = checked(LINE, mends={("1月", 3): {"people": text}})

    assert [one.volunteer for one in answer.accepted] == ["DJ0004"]


def test_a_tail_of_nobody_is_refused():
    assert whys(checked(LINE | {"参加人员": "王秀英（9999）"})) == [(3, "参加人员")]


def test_the_same_record_again_is_repeated():
    answer = checked(LINE, LINE)

    assert [(one.row, one.same_as_row) for one in answer.repeated] == [(4, 3), (4, 3)]


def test_the_same_person_twice_in_a_line_counts_once():
    answer = checked(LINE | {"参加人员": "马明、马明"})

    assert (len(answer.accepted), len(answer.repeated)) == (1, 1)


@pytest.mark.parametrize(("times", "refused"), [("16:00-17:00", 0), ("15:59-17:00", 1)])
def test_one_person_in_two_places_at_once_is_refused_by_name(times, refused):
    first = LINE | {"参加人员": "马明", "时长": "14:00-16:00"}

    answer = checked(first, first | {"活动名称": "义诊", "时长": times})

    assert len(answer.refused) == refused


def test_one_activity_twice_on_a_day_without_hours_is_asked():
    answer = checked(LINE | {"参加人员": "马明"}, LINE | {"参加人员": "马明", "时长": "3小时"})

    assert ([one.row for one in answer.asked], len(answer.accepted)) == ([4], 1)


def test_the_other_people_of_a_mended_line_keep_their_keys():
    before = checked(LINE | {"参加人员": "马明、王秀英"})

    after = checked(LINE | {"参加人员": "马明、王秀英（0025）"})

    assert before.accepted[0].row_key == after.accepted[0].row_key


def test_a_book_without_hours_is_refused():
    with pytest.raises(WorkbookRefused, match="参加人员"):
        check_hours(book_of(["姓名", "电话"]), KNOWN, TODAY)
