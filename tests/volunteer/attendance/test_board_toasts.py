"""What the board says after a press, the press that takes it back, and whom it counts."""

import re
from datetime import timedelta

import pytest

from teams.members.models import Member
from tests.activity_builders import SATURDAY, the_leader
from tests.service_builders import a_run_shift, a_station, present
from volunteer.activities.models import ShiftPlaces
from volunteer.sign_ups.models import SignUpState

MINUTE = timedelta(minutes=1)


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
def leader(session, shift, wang, signed_in):
    by = the_leader(session, shift.activity)
    person = session.get_one(Member, by.member_id).person
    session.commit()
    return signed_in(person)


@pytest.fixture
def press(leader, shift, wang, now):
    """Call with a moment and an act: the leader presses it on the board and reads what follows."""

    def do(moment, act):
        now(moment)
        board = leader.get(f"/c/dongjie/shifts/{shift.id}/board")
        forms = [each["fields"] for each in board.page.forms if each["fields"].get("act") == act]
        address = f"/c/dongjie/shifts/{shift.id}/attendance/{wang.id}"
        return leader.follow(leader.post(address, dict(forms[0])))

    return do


def wang_now(session, wang):
    session.commit()
    session.refresh(wang)
    return wang


def test_a_toast_names_person_time_and_act(press):
    assert "王*兰 8:59 到岗 撤销" in press(SATURDAY - MINUTE, "arrive").words
    assert "王*兰 9:20 签退 撤销" in press(SATURDAY + 20 * MINUTE, "leave").words


def test_the_toast_takes_the_act_back_by_one_press(session, press, leader, shift, wang):
    pressed = press(SATURDAY, "arrive")
    undo = next(each for each in pressed.page.forms if each["fields"].get("act") == "undo")

    done = leader.follow(leader.post(str(undo["action"]), dict(undo["fields"])))

    assert wang_now(session, wang).state is SignUpState.APPROVED
    assert "王*兰 撤销好了，现在是“已报名”。再点“到岗”还是 9:00" in done.words


def test_arriving_again_says_that_the_first_time_came_back(session, press, wang):
    press(SATURDAY - MINUTE, "arrive")
    press(SATURDAY + 60 * MINUTE, "undo")

    pressed = press(SATURDAY + 80 * MINUTE, "arrive")

    assert "王*兰 8:59 到岗（先前记的时间，不对请点“改”）" in pressed.words
    assert wang_now(session, wang).arrived_at == SATURDAY - MINUTE


def test_a_toast_pressed_too_late_does_not_undo_what_came_after(session, press, leader, wang):
    pressed = press(SATURDAY, "arrive")
    undo = next(each for each in pressed.page.forms if each["fields"].get("act") == "undo")
    press(SATURDAY + 20 * MINUTE, "leave")

    answer = leader.post(str(undo["action"]), dict(undo["fields"]))

    assert answer.status == 409
    assert wang_now(session, wang).state is SignUpState.CHECKED_OUT


def test_the_time_kept_stands_in_the_form_for_the_leader(press, leader, shift, wang):
    press(SATURDAY - MINUTE, "arrive")
    press(SATURDAY, "undo")

    page = leader.get(f"/c/dongjie/shifts/{shift.id}/attendance/{wang.id}")

    assert 'value="08:59"' in page.html


COUNT = re.compile(r"<li><b>(\d+)</b>(\S+?)</li>")


def test_f15_who_is_expected_is_the_sum_of_the_other_counts(leader, session, community, shift, now):
    present(session, community, shift, "走了的")
    present(session, community, shift, "在岗的", left_at=None)
    for name, state in (("没来的", SignUpState.NO_SHOW), ("请假的", SignUpState.EXCUSED)):
        present(session, community, shift, name).state = state
    session.flush()
    session.query(ShiftPlaces).update({"taken": ShiftPlaces.taken - 1})
    session.commit()
    now(SATURDAY)

    pressed = {
        words: int(count)
        for count, words in COUNT.findall(leader.get(f"/c/dongjie/shifts/{shift.id}/board").html)
    }

    assert pressed.pop("应到") == sum(pressed.values()) - pressed.pop("候补可叫")
    assert [pressed[words] for words in ("在岗", "已走", "没来", "请假")] == [1, 1, 1, 1]


@pytest.fixture
def taps(leader, shift, wang, now):
    """Call with the fields of a tap as the script of the board sends it, twenty minutes late."""
    address = f"/c/dongjie/shifts/{shift.id}/attendance/{wang.id}"

    def do(**fields):
        now(SATURDAY)
        board = leader.get(f"/c/dongjie/shifts/{shift.id}/board")
        seen = next(each["fields"] for each in board.page.forms if each["fields"].get("act"))
        now(SATURDAY + 20 * MINUTE)
        tap = {"act": "arrive", "request_key": "a tap", "tapped_at": int(SATURDAY.timestamp())}
        return leader.post(address, seen | tap | fields, headers={"X-Kept": "yes"})

    return do


def test_a_tap_sent_twice_is_written_once_as_of_its_moment(session, taps, wang):
    seen = wang.version
    first, again = taps(version=seen), taps(version=seen)

    assert (first.status, again.status) == (303, 303)
    session.refresh(wang)
    assert (wang.arrived_at, wang.arrived_by) == (SATURDAY, "later")
    session.commit()


def test_a_kept_tap_that_is_refused_comes_back_on_the_board(taps, wang):
    board = taps(version=wang.version + 7)

    assert board.status == 409
    assert "这一下没有记：没网的时候有人记过了，现在是“已报名”。" in board.words
    assert "应到没到" in board.words


def test_a_moment_no_clock_can_say_is_refused(taps, wang):
    assert taps(version=wang.version, tapped_at=2**62).status == 400
