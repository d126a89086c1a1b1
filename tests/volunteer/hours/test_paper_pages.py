"""The list on paper, printed and typed in, as people read it."""

from datetime import timedelta

import pytest

from teams.members.models import Member
from tests.activity_builders import SATURDAY, the_leader
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
