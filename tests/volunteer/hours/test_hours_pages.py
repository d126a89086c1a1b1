"""The pages of attendance and service records, as people read them."""

from datetime import timedelta

import pytest

from core import keyring
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member, TeamColour
from teams.notices.models import Objection
from tests.activity_builders import SATURDAY, the_leader
from tests.builders import a_member, a_role, the_team
from tests.reading import enter
from tests.service_builders import (
    a_run_shift,
    a_station,
    confirmed,
    line_of,
    posted,
    present,
)
from volunteer.attendance.rules import check_in
from volunteer.attendance.rules.check_in import Direction, Place
from volunteer.hours.models import RecordState, ServiceRecord
from volunteer.hours.rules import objections
from volunteer.sign_ups.models import SignUpState

MINUTE = timedelta(minutes=1)
END = SATURDAY + 120 * MINUTE


@pytest.fixture
def volunteer(session, wang, signed_in):
    return enter(session, signed_in, wang.member)


@pytest.fixture
def leader(session, community, shift, wang, signed_in):
    by = the_leader(session, shift.activity)
    return enter(session, signed_in, session.get_one(Member, by.member_id))


@pytest.fixture
def supervisor(session, community, signed_in):
    member = a_member(session, community, "监督员")
    a_role(session, member, Role.SUPERVISOR)
    return enter(session, signed_in, member)


def token(shift, way=Direction.IN, now=SATURDAY):
    return check_in.issue(Place(shift.community_id, shift.id), way, now, keyring.sealer()).code


def at(shift, page):
    return f"/c/dongjie/shifts/{shift.id}/{page}"


def fresh(session, row):
    session.commit()
    session.refresh(row)
    session.commit()
    return row


def test_arriving_by_the_code_of_the_place(volunteer, session, shift, wang, now):
    now(SATURDAY - 8 * MINUTE)
    code = token(shift, now=SATURDAY - 8 * MINUTE)
    page = volunteer.get(at(shift, f"arrival?token={code}"))
    assert "我到了" in page.words
    assert "从 9:00 开始算时间" in page.words

    done = volunteer.follow(volunteer.post(at(shift, "arrivals"), page.form("arrivals")))

    assert "您在岗" in done.words
    assert fresh(session, wang).state is SignUpState.CHECKED_IN


def test_leaving_by_the_code_for_leaving(volunteer, session, shift, wang, now):
    now(SATURDAY)
    volunteer.post(at(shift, "arrivals"), {"token": token(shift)})
    now(END)
    page = volunteer.get(at(shift, f"arrival?token={token(shift, Direction.OUT, END)}"))
    done = volunteer.follow(volunteer.post(at(shift, "departures"), page.form("departures")))

    assert "今天辛苦了" in done.words
    assert fresh(session, wang).left_at == END


def test_six_digits_instead_of_a_camera(volunteer, session, shift, wang, now):
    now(SATURDAY)
    place = Place(shift.community_id, shift.id)
    digits = check_in.issue_spoken(place, SATURDAY, keyring.sealer()).code
    page = volunteer.get(at(shift, "arrival"))
    fields = page.form("arrivals") | {"digits": f"{digits[:3]} {digits[3:]}"}

    assert volunteer.post(at(shift, "arrivals"), fields).status == 303
    assert fresh(session, wang).arrived_by == "spoken"


def test_wrong_digits_are_told(volunteer, shift, now):
    now(SATURDAY)
    answer = volunteer.post(at(shift, "arrivals"), {"digits": "12"})

    assert (answer.status, "数字不对" in answer.words) == (409, True)


@pytest.mark.parametrize(
    ("moment", "words"),
    [(SATURDAY - 31 * MINUTE, "8:30 起可以签"), (END, "已经结束"), (SATURDAY, "扫现场的码")],
)
def test_the_page_says_what_can_be_done_now(volunteer, shift, now, moment, words):
    now(moment)

    assert words in volunteer.get(at(shift, "arrival")).words


def test_an_old_code_is_said_so_on_the_page(volunteer, shift, now):
    now(SATURDAY + 2 * MINUTE)
    answer = volunteer.get(at(shift, f"arrival?token={token(shift)}"))

    assert (answer.status, "过时" in answer.words) == (409, True)


def test_who_is_not_listed_is_sent_to_the_leader(session, community, shift, signed_in, now):
    stranger = a_member(session, community, "路人")
    now(SATURDAY)
    reader = enter(session, signed_in, stranger)

    assert "名单上没有您" in reader.get(at(shift, "arrival")).words
    answer = reader.post(at(shift, "arrivals"), {"token": token(shift)})
    assert (answer.status, "现场登记" in answer.words) == (409, True)


def test_the_board_ticks_an_arrival_and_takes_it_back(leader, session, shift, wang, now):
    now(SATURDAY + 14 * MINUTE)
    board = leader.get(at(shift, "board"))
    assert "应到没到 1" in board.words
    assert "王*兰" in board.words
    assert "王秀兰" not in board.words

    leader.post(at(shift, f"attendance/{wang.id}"), board.form(f"attendance/{wang.id}"))
    board = leader.get(at(shift, "board"))
    assert "在岗 1" in board.words

    leader.post(at(shift, f"attendance/{wang.id}"), board.form(f"attendance/{wang.id}"))
    assert fresh(session, wang).state is SignUpState.APPROVED


def test_a_mark_from_an_old_board_is_refused(leader, shift, wang, now):
    now(SATURDAY)
    fields = leader.get(at(shift, "board")).form(f"attendance/{wang.id}")
    leader.post(at(shift, f"attendance/{wang.id}"), fields)

    assert leader.post(at(shift, f"attendance/{wang.id}"), fields).status == 409


@pytest.mark.parametrize("fields", [{}, {"act": "arrive"}, {"act": "confirm", "version": "1"}])
def test_a_crooked_mark_is_a_bad_request(leader, shift, wang, fields, now):
    now(SATURDAY)

    assert leader.post(at(shift, f"attendance/{wang.id}"), fields).status == 400


def test_the_code_page_shows_a_picture_and_digits(leader, shift, now):
    now(SATURDAY)
    page = leader.get(at(shift, "code"))

    assert 'src="data:image/svg+xml' in page.html
    assert "签到码" in page.words
    assert "签退码" in leader.get(at(shift, "code?direction=out")).words


def test_a_walk_in_is_found_and_added(leader, session, community, shift, now):
    walker = a_member(session, community, "秦珍")
    session.commit()
    now(SATURDAY + 5 * MINUTE)
    found = leader.get(at(shift, "walk-ins?q=秦"))
    assert walker.volunteer_no[-4:] in found.words

    page = leader.get(at(shift, f"walk-ins?no={walker.volunteer_no}"))
    board = leader.follow(leader.post(at(shift, "walk-ins"), page.form("walk-ins")))
    assert "秦*" in board.words


def test_an_unknown_number_keeps_what_was_typed(leader, shift, now):
    now(SATURDAY)
    page = leader.get(at(shift, "walk-ins"))
    fields = page.form("walk-ins") | {"volunteer_no": "DJ9999", "note": "路过"}
    answer = leader.post(at(shift, "walk-ins"), fields)

    assert (answer.status, "没有找到“DJ9999”。" in answer.words) == (404, True)
    assert "路过" in answer.html


def test_minutes_are_confirmed_from_the_page(leader, session, community, shift, now):
    present(session, community, shift, "李四")
    session.commit()
    now(END)
    page = leader.get(at(shift, "minutes"))
    assert "9:00" in page.words
    fields = page.form("confirmations") | {"rows-0-is_chosen": "y"}
    done = leader.follow(leader.post(at(shift, "confirmations"), fields))

    assert "公示已经贴出" in done.words
    assert session.query(ServiceRecord).one().service_minutes == 120


def test_a_changed_figure_without_a_reason_keeps_the_page(leader, session, community, shift, now):
    present(session, community, shift, "李四")
    session.commit()
    now(END)
    page = leader.get(at(shift, "minutes"))
    fields = page.form("confirmations") | {"rows-0-is_chosen": "y", "rows-0-minutes": "90"}
    answer = leader.post(at(shift, "confirmations"), fields)

    assert (answer.status, "写一句原因" in answer.words) == (400, True)
    assert 'value="90"' in answer.html


@pytest.mark.parametrize("minutes", ["-1", "1e3", "nan", "９９９９", "1441"])
def test_minutes_that_are_no_minutes_are_refused(leader, session, community, shift, now, minutes):
    present(session, community, shift, "李四")
    session.commit()
    now(END)
    fields = leader.get(at(shift, "minutes")).form("confirmations")
    sent = fields | {"rows-0-is_chosen": "y", "rows-0-minutes": minutes, "rows-0-reason": "试试看"}

    assert leader.post(at(shift, "confirmations"), sent).status in {400, 409}
    session.rollback()
    assert session.query(ServiceRecord).count() == 0


def test_t40_the_deputy_sees_the_figure_of_the_leader(
    leader, session, community, shift, signed_in, now
):
    present(session, community, shift, "李四")
    other = the_leader(session, shift.activity, "副队")
    deputy = enter(session, signed_in, session.get_one(Member, other.member_id))
    now(END)
    seen = deputy.get(at(shift, "minutes")).form("confirmations")
    first = leader.get(at(shift, "minutes")).form("confirmations") | {"rows-0-is_chosen": "y"}
    leader.post(at(shift, "confirmations"), first)
    answer = deputy.post(at(shift, "confirmations"), seen | {"rows-0-is_chosen": "y"})

    assert (answer.status, "120 分钟" in answer.words) == (409, True)


def test_a_shift_is_extended_with_a_reason(leader, session, shift, now):
    now(END)
    fields = {"ends": "11:30", "reason": "雪没扫完"}
    board = leader.follow(leader.post(at(shift, "extension"), fields))

    assert "11:30" in board.words
    assert leader.post(at(shift, "extension"), {"ends": "11:40"}).status == 400


def test_a_refused_extension_keeps_its_reason(leader, shift, now):
    now(END)
    fields = {"ends": "10:30", "reason": "雪没扫完"}
    answer = leader.post(at(shift, "extension"), fields)

    assert (answer.status, "只能往后延长" in answer.words) == (400, True)
    assert "雪没扫完" in answer.html


def test_own_records_explain_their_figures(session, community, signed_in, now):
    record = posted(session, community)
    now(END + timedelta(days=10))
    page = enter(session, signed_in, record.member).get("/c/dongjie/me/records")

    assert "2 小时 × 每小时 10 分 = 20 分" in page.words


def test_no_records_yet_says_what_comes_next(volunteer):
    assert "还没有服务记录" in volunteer.get("/c/dongjie/me/records").words


@pytest.fixture
def hung(session, community, shift):
    record = confirmed(session, community, present(session, community, shift, "李四"))
    session.commit()
    return record


def test_objecting_by_name_and_deciding(volunteer, supervisor, session, hung, now):
    now(END + MINUTE)
    line = line_of(session, hung).id
    session.commit()
    page = volunteer.get(f"/c/dongjie/notice-lines/{line}/record-objection")
    fields = page.form("record-objections") | {"words": "那天他没有来"}
    assert volunteer.post(f"/c/dongjie/notice-lines/{line}/record-objections", fields).status == 303

    waiting = supervisor.get("/c/dongjie/record-objections")
    assert "那天他没有来" in waiting.words
    objection = session.query(Objection).one().id
    session.commit()
    page = supervisor.get(f"/c/dongjie/record-objections/{objection}")
    answer = page.form("decision") | {"outcome": "upheld", "answer": "查实没有到场"}
    supervisor.post(f"/c/dongjie/record-objections/{objection}/decision", answer)

    assert fresh(session, hung).state is RecordState.VOIDED


def test_a_posted_record_is_voided_by_a_second_person(supervisor, session, community, now):
    record = posted(session, community)
    session.commit()
    now(END + timedelta(days=10))
    page = supervisor.get(f"/c/dongjie/records/{record.id}")
    fields = page.form("voiding") | {"reason": "本人不在现场"}
    done = supervisor.follow(supervisor.post(f"/c/dongjie/records/{record.id}/voiding", fields))

    assert "已撤销" in done.words
    assert fresh(session, record).state is RecordState.VOIDED


@pytest.mark.parametrize(
    "page",
    ["board", "code", "walk-ins", "minutes", "sign-in-sheet", "paper-sheet", "extension"],
)
def test_a_volunteer_does_not_keep_the_list(volunteer, shift, page):
    assert volunteer.get(at(shift, page)).status == 403


def test_a_leader_of_another_team_does_not_either(session, community, shift, wang, signed_in):
    blue = a_run_shift(session, community, team=the_team(session, community, TeamColour.BLUE))
    by = the_leader(session, blue.activity)
    reader = enter(session, signed_in, session.get_one(Member, by.member_id))

    assert reader.get(at(shift, "board")).status == 403
    assert reader.get(at(blue, "board")).status == 200


def test_nobody_reads_the_shift_of_another_community(session, shift, signed_in):
    south = a_station(session, "nanguan")
    member = a_member(session, south)
    a_role(session, member, Role.COORDINATOR)
    reader = enter(session, signed_in, member)

    assert reader.get(at(shift, "board")).status == 404
    assert reader.get(f"/c/nanguan/shifts/{shift.id}/board").status == 404


def test_a_leader_sees_the_shifts_of_the_day(leader, now):
    now(SATURDAY)

    assert "清理楼道小广告" in leader.get("/c/dongjie/attendance").words


def test_a_supervisor_finds_no_case_of_his_own(session, community, shift, signed_in, now):
    record = confirmed(session, community, present(session, community, shift, "郑福"))
    named = session.get_one(Member, record.member_id)
    a_role(session, named, Role.SUPERVISOR)
    found = objections.dispute(
        Act(session, END, community=community),
        line_of(session, record).id,
        a_member(session, community, "郭某"),
        "他没有来",
    )
    number, reader = found.id, enter(session, signed_in, named)

    assert "没有待答复的异议" in reader.get("/c/dongjie/record-objections").words
    page = reader.get(f"/c/dongjie/record-objections/{number}")
    assert (page.status, "他没有来" in page.words) == (403, False)


def test_a_line_keeps_no_name(session, community, shift):
    record = confirmed(session, community, present(session, community, shift, "郑福"))

    line = line_of(session, record)

    assert (line.sentence, line.values) == ("服务 %(served)s", {"minutes": 120})
