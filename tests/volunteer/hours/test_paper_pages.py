"""The list on paper, printed and typed in, as people read it."""

import re
from datetime import timedelta

import pytest

from teams.members.models import Member
from tests.activity_builders import SATURDAY, a_sign_up, the_leader
from tests.builders import a_member
from tests.reading import enter

MINUTE = timedelta(minutes=1)
END = SATURDAY + 120 * MINUTE


@pytest.fixture
def leader(session, shift, wang, signed_in):
    by = the_leader(session, shift.activity)
    return enter(session, signed_in, session.get_one(Member, by.member_id))


def wang_now(session, wang):
    session.commit()
    session.refresh(wang)
    return wang


def at(shift, page):
    return f"/c/dongjie/shifts/{shift.id}/{page}"


def test_the_paper_list_has_six_blank_lines(leader, shift):
    page = leader.get(at(shift, "sign-in-sheet"))

    assert "志愿服务活动签到表" in page.words
    assert page.html.count("&nbsp;") >= 6
    assert "王秀兰" in page.words


def test_a_paper_list_is_typed_in_and_confirmed(leader, session, shift, wang, now):
    now(END + 60 * MINUTE)
    page = leader.get(at(shift, "paper-sheet"))
    fields = page.form("paper-sheet") | {"rows-0-arrived": "09:00", "rows-0-left": "11:00"}
    minutes = leader.follow(leader.post(at(shift, "paper-sheet"), fields))

    assert "2 小时" in minutes.words
    assert wang_now(session, wang).arrived_by == "paper"


def test_a_refused_paper_list_keeps_its_times(leader, shift, wang, now):
    now(END + 60 * MINUTE)
    page = leader.get(at(shift, "paper-sheet"))
    fields = page.form("paper-sheet") | {"rows-0-arrived": "11:00", "rows-0-left": "09:00"}
    answer = leader.post(at(shift, "paper-sheet"), fields)

    assert (answer.status, "时间不对" in answer.words) == (400, True)
    assert 'value="11:00"' in answer.html


def test_a_blank_line_of_the_sheet_is_typed_in(leader, session, community, shift, now):
    came = a_member(session, community, "路人甲")
    number = came.volunteer_no
    session.commit()
    now(END)
    page = leader.get(at(shift, "paper-sheet"))
    assert "48 小时" in page.words
    assert "空白第 6 行" in page.words

    times = {"added-0-arrived": "09:00", "added-0-left": "11:00"}
    fields = page.form("paper-sheet") | times | {"added-0-volunteer_no": number.lower()}
    done = leader.follow(leader.post(at(shift, "paper-sheet"), fields))

    assert "路*甲" in done.words


def test_an_unknown_number_is_named_and_the_sheet_kept(leader, shift, now):
    now(END)
    page = leader.get(at(shift, "paper-sheet"))
    fields = page.form("paper-sheet") | {
        "added-0-volunteer_no": "DJ9999",
        "added-0-arrived": "09:00",
    }
    answer = leader.post(at(shift, "paper-sheet"), fields)

    assert (answer.status, "没有找到“DJ9999”" in answer.words) == (404, True)
    assert 'value="DJ9999"' in answer.html


def test_the_printed_sheet_says_who_printed_it_and_carries_a_code(leader, shift, now):
    now(SATURDAY)
    page = leader.get(at(shift, "sign-in-sheet"))

    assert "打印人 钱*" in page.words
    assert "data:image/svg+xml" in page.html


def many(session, community, shift, names="甲乙丙丁"):
    """People with a place; the session lets go, since the pages write."""
    for name in names:
        a_sign_up(session, community, shift, a_member(session, community, f"王{name}"))
    session.commit()


def arrivals(page):
    """What stands in the field of arrival of each line."""
    return re.findall(r'name="rows-[0-9]+-arrived"[^>]*value="([^"]*)"', page.html)


@pytest.fixture
def sheet(leader, session, community, shift, now):
    """Call with a press and what was typed: the sheet as it stands then, four people on it."""
    many(session, community, shift)
    now(END + 60 * MINUTE)

    def press(fill, **typed):
        fields = leader.get(at(shift, "paper-sheet")).form("paper-sheet")
        lines = {name.replace("_", "-"): value for name, value in typed.items()}
        return leader.post(at(shift, "paper-sheet"), fields | lines | {"fill": fill})

    return press


def test_all_lines_are_filled_by_one_press_and_nothing_is_written_yet(sheet, session, wang):
    page = sheet("all")

    assert (page.status, arrivals(page)) == (200, ["09:00"] * 5)
    assert wang_now(session, wang).arrived_at is None


def test_lines_below_are_filled_from_one_line_and_typed_ones_stay(sheet):
    page = sheet("down-1", rows_1_arrived="09:30", rows_1_left="11:00", rows_3_arrived="10:00")

    assert arrivals(page) == ["", "09:30", "09:30", "10:00", "09:30"]


def test_a_line_is_emptied_by_one_press(sheet):
    assert arrivals(sheet("clear-0", rows_0_arrived="09:30")) == [""] * 5


@pytest.mark.parametrize("fill", ["down-99", "clear-5"])
def test_a_line_that_is_not_there_fills_nothing(sheet, fill):
    assert arrivals(sheet(fill)) == [""] * 5


def test_whose_arrival_is_known_is_not_filled(sheet, session, leader, shift, wang):
    fields = leader.get(at(shift, "paper-sheet")).form("paper-sheet")
    times = {"rows-0-arrived": "09:20", "rows-0-left": "11:00"}
    leader.post(at(shift, "paper-sheet"), fields | times)

    assert sorted(arrivals(sheet("all"))) == ["", "09:00", "09:00", "09:00", "09:00"]


def test_a_sheet_filled_so_is_written_at_the_end(sheet, leader, session, shift, wang):
    filled = sheet("all").form("paper-sheet")

    done = leader.follow(leader.post(at(shift, "paper-sheet"), filled))

    assert "签到表录好了，请核对时长。" in done.words
    assert wang_now(session, wang).arrived_by == "paper"
