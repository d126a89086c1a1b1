"""The board with a card in hand: who it was, what else can be pressed, in a leader's words."""

import pytest

from teams.members.models import Member, MemberState
from tests.activity_builders import SATURDAY, a_sign_up, the_leader
from tests.builders import a_member
from tests.service_builders import a_run_shift, a_station
from volunteer.activities.models import ShiftPlaces
from volunteer.sign_ups.models import SignUp, SignUpState


@pytest.fixture
def engine_name():
    return "sqlite"


@pytest.fixture
def community(session):
    return a_station(session)


@pytest.fixture
def shift(session, community):
    return a_run_shift(session, community)


@pytest.fixture
def scans(session, shift, wang, signed_in, now):
    """Call with what the scanner types: the leader reads the board that follows."""
    by = the_leader(session, shift.activity)
    leader = session.get_one(Member, by.member_id)
    person, own_number = leader.person, leader.volunteer_no
    session.commit()
    now(SATURDAY)
    reader = signed_in(person)
    place = f"/c/dongjie/shifts/{shift.id}"

    def do(typed):
        fields = reader.get(f"{place}/board").form("/cards")
        answer = reader.post(f"{place}/cards", fields | {"card": typed})
        return reader.follow(answer) if answer.status == 303 else answer

    def add(fields):
        return reader.post(f"{place}/walk-ins", fields)

    do.reader, do.add = reader, add
    do.own_number = own_number
    return do


def number_of(session, sign_up):
    """Return the number on the card; the session lets go, since the pages write."""
    number = session.get_one(Member, sign_up.member_id).volunteer_no
    session.commit()
    return number


def test_a_scanned_card_checks_in_and_can_be_taken_back(session, scans, wang):
    number = number_of(session, wang)

    board = scans(f"https://wuse.example/login?{number}")

    assert "王*兰 9:00 到岗 撤销" in board.words
    session.refresh(wang)
    assert (wang.state, wang.arrived_by) == (SignUpState.CHECKED_IN, "card")
    session.commit()
    assert "王*兰 已经到岗了，9:00 签的到" in scans(number).words
    details = scans.reader.get(f"/c/dongjie/shifts/{wang.shift_id}/attendance/{wang.id}")
    assert "9:00 到 · 凭据：扫卡" in details.words


def test_who_is_not_on_the_list_is_added_in_one_more_press(session, community, shift, scans):
    stranger = a_member(session, community, "刘桂芳")
    session.commit()

    board = scans(stranger.volunteer_no)
    assert f"刘*芳（尾号 {stranger.volunteer_no[-4:]}）不在这一场的名单上" in board.words
    add = board.form("/walk-ins")
    board = scans.reader.follow(scans.add(add))

    assert "刘*芳 9:00 到岗 撤销" in board.words
    made = session.query(SignUp).filter_by(member_id=stranger.id).one()
    assert (made.is_walk_in, made.arrived_by) == (True, "card")


def test_who_waits_is_called_in_by_the_same_press(session, community, shift, scans):
    waiting = a_member(session, community, "刘桂芳")
    session.query(ShiftPlaces).update({"places": 1})
    a_sign_up(session, community, shift, waiting)
    session.commit()

    assert f"刘*芳（尾号 {waiting.volunteer_no[-4:]}）在候补里" in scans(waiting.volunteer_no).words


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("DJ9999", 404, "没有找到“DJ9999”"),
        (" ", 400, "没有读到卡。请再扫一次，或者输入编号。"),
    ],
)
def test_what_is_no_card_is_said_on_the_board(scans, typed, status, words):
    board = scans(typed)

    assert (board.status, words in board.words) == (status, True)
    assert "去现场登记" in board.words
    assert "应到没到" in board.words


def test_the_own_card_is_refused_in_place(scans):
    board = scans(scans.own_number)

    assert board.status == 403
    assert "这是您自己的卡" in board.words


def test_who_may_not_come_is_refused_in_words_for_the_leader(session, community, scans):
    paused = a_member(session, community, "刘桂芳", state=MemberState.SUSPENDED)
    number = paused.volunteer_no
    session.commit()
    add = scans(number).form("/walk-ins")

    page = scans.add(add)

    assert page.status == 409
    assert "这位的志愿者资格现在停用，不能加。" in page.words


def test_who_is_on_the_list_is_not_told_to_look_under_the_own_sign_ups(session, scans, wang):
    form = scans.reader.get(f"/c/dongjie/shifts/{wang.shift_id}/walk-ins").form("/walk-ins")

    page = scans.add(form | {"volunteer_no": number_of(session, wang)})

    assert "这位已经在名单上，在现场板点“到岗”就行。" in page.words
