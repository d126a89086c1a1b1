"""The same reading twice is not a departure."""

from datetime import timedelta

import pytest

from core import keyring
from teams.authority.act import Act
from teams.members.models import CommunitySetting, Member
from tests.activity_builders import SATURDAY, the_leader
from tests.builders import NOW, add
from tests.service_builders import a_run_shift, a_station
from volunteer.attendance.rules import check_in
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.attendance.rules.attendance_cases import LeavingSoon
from volunteer.attendance.rules.check_in import Direction, Place
from volunteer.attendance.rules.self_check_in import Scan, say, scan
from volunteer.sign_ups.models import SignUpMove, SignUpState

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


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
def goes(session, community, shift, wang):
    """Call with a way: Wang reads the code of the place, or the leader presses, at that moment."""
    leader = the_leader(session, shift.activity)
    who = session.get_one(Member, wang.member_id)
    place = Place(community.id, shift.id)

    def do(by, way, now, *, is_sure=False):
        if by == "board":
            act = SignUpMove.ARRIVE if way is Direction.IN else SignUpMove.LEAVE
            wanted = Mark(act, wang.version, is_sure=is_sure)
            return mark(Act(session, now, by=leader, community=community), wang.id, wanted)
        if by == "digits":
            code = check_in.issue_spoken(place, now, keyring.sealer()).code
            return say(
                Act(session, now, community=community), Scan(shift.id, way, code, is_sure), who
            )
        code = check_in.issue(place, way, now, keyring.sealer()).code
        return scan(Act(session, now, community=community), Scan(shift.id, way, code, is_sure), who)

    return do


WAYS = ("digits", "code", "board")
SOON = [
    (SATURDAY - 30 * MINUTE, SATURDAY - SECOND, True),
    (SATURDAY - 30 * MINUTE, SATURDAY, False),
    (SATURDAY - 5 * MINUTE, SATURDAY + 5 * MINUTE - SECOND, True),
    (SATURDAY - 5 * MINUTE, SATURDAY + 5 * MINUTE, False),
    (SATURDAY, SATURDAY + 10 * MINUTE - SECOND, True),
    (SATURDAY, SATURDAY + 10 * MINUTE, False),
]


@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize(("came", "went", "asks"), SOON)
def test_leaving_soon_after_arriving_or_before_the_start_is_asked(wang, goes, by, came, went, asks):
    goes(by, Direction.IN, came)
    if asks:
        with pytest.raises(LeavingSoon):
            goes(by, Direction.OUT, went)
    else:
        goes(by, Direction.OUT, went)

    assert wang.state is (SignUpState.CHECKED_IN if asks else SignUpState.CHECKED_OUT)


@pytest.mark.parametrize("by", WAYS)
def test_who_is_sure_leaves_at_once_and_once(wang, goes, by):
    goes(by, Direction.IN, SATURDAY)
    goes(by, Direction.OUT, SATURDAY + MINUTE, is_sure=True)
    if by != "board":
        goes(by, Direction.OUT, SATURDAY + 2 * MINUTE)

    assert (wang.state, wang.left_at) == (SignUpState.CHECKED_OUT, SATURDAY + MINUTE)


def test_a_departure_the_leader_writes_with_its_time_is_not_asked(session, community, wang, goes):
    goes("board", Direction.IN, SATURDAY)
    leader = the_leader(session, wang.shift.activity)
    wanted = Mark(SignUpMove.LEAVE, wang.version, left_at=SATURDAY + MINUTE)

    mark(Act(session, SATURDAY + MINUTE, by=leader, community=community), wang.id, wanted)

    assert wang.left_at == SATURDAY + MINUTE


def test_the_minutes_are_a_setting(session, community, wang, goes):
    made = {"starts_on": NOW.date(), "set_at": NOW, "set_by_id": wang.signed_up_by_id}
    name = "leaving_asks_minutes"
    add(session, CommunitySetting(community_id=community.id, name=name, value=0, **made))
    goes("code", Direction.IN, SATURDAY)

    goes("code", Direction.OUT, SATURDAY + SECOND)

    assert wang.state is SignUpState.CHECKED_OUT


@pytest.fixture
def volunteer(session, wang, signed_in):
    person = wang.member.person
    session.commit()
    return signed_in(person)


def digits(shift, now):
    return check_in.issue_spoken(Place(shift.community_id, shift.id), now, keyring.sealer()).code


def test_the_same_digits_again_ask_and_the_answer_is_heard(volunteer, session, shift, wang, now):
    now(SATURDAY - 10 * MINUTE)
    home = f"/c/dongjie/shifts/{shift.id}"
    typed = {"digits": digits(shift, SATURDAY - 10 * MINUTE)}
    came = volunteer.follow(volunteer.post(f"{home}/arrivals", typed))
    assert "签到好了，8:50 到岗。" in came.words

    asked = volunteer.post(f"{home}/departures", came.form("departures") | typed)
    assert (asked.status, "我还在，不签退" in asked.words) == (409, True)
    session.commit()
    session.refresh(wang)
    assert wang.state is SignUpState.CHECKED_IN

    session.commit()
    gone = volunteer.follow(volunteer.post(f"{home}/departures", asked.form("departures")))
    assert "签退好了，8:50 离开，辛苦了。" in gone.words


def test_the_board_asks_the_leader_too(session, shift, wang, signed_in, now):
    by = the_leader(session, shift.activity)
    person = session.get_one(Member, by.member_id).person
    session.commit()
    leader = signed_in(person)
    now(SATURDAY)
    address = f"/c/dongjie/shifts/{shift.id}/attendance/{wang.id}"
    leader.post(address, {"act": "arrive", "version": wang.version})

    asked = leader.post(address, {"act": "leave", "version": wang.version + 1})

    assert (asked.status, "人还在，不签退" in asked.words) == (409, True)
    sure = next(each for each in asked.page.forms if each["fields"].get("is_sure") == "1")
    assert leader.post(address, dict(sure["fields"])).status == 303
