"""Words to a list, to a team, to who has not come: by rule, and as a leader presses them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import Notification
from core.errors import NotAllowed, NotFound
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community, Member
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    a_shift,
    a_sign_up,
    an_activity,
    the_leader,
)
from tests.builders import NOW, a_community, a_member, staff, the_team
from tests.racing import together
from tests.reading import enter
from tests.service_builders import present
from volunteer.activities.rules import shifts
from volunteer.attendance.rules import notes
from volunteer.attendance.rules.attendance_cases import ShiftCalledOff
from volunteer.attendance.rules.notes import (
    AllReminded,
    Audience,
    NobodyToTell,
    NothingMissing,
    WordsOutOfRange,
)

SECOND = timedelta(seconds=1)
END = SATURDAY + timedelta(minutes=90)


@pytest.fixture
def sends(session, community, shift, leader):
    def do(words="请自带水杯。", audience=Audience.LISTED, by=leader):
        return notes.send(Act(session, NOW, by=by, community=community), shift.id, audience, words)

    return do


@pytest.fixture
def reminds(session, community, shift, leader):
    def do(now=SATURDAY, by=leader):
        return notes.remind_missing(Act(session, now, by=by, community=community), shift.id)

    return do


def told(session):
    sent = session.scalars(select(Notification).order_by(Notification.id))
    return [(each.person_id, each.sentence % each.values) for each in sent]


def test_the_list_and_the_queue_read_what_was_written(session, community, shift, sends):
    people = a_queue(session, community, shift)

    assert sends() == 3

    words = "《清理楼道小广告》的带队人说：请自带水杯。"
    assert told(session) == [(each.member.person_id, words) for each in people]


def test_the_whole_team_reads_it_but_who_writes(session, community, activity, sends):
    mate = a_member(session, community, "周青", team=activity.team)
    stranger = a_member(session, community, "路人", team=the_team(session, community, "red"))

    sends(audience=Audience.TEAM)

    people = [person_id for person_id, _words in told(session)]
    assert mate.person_id in people
    assert stranger.person_id not in people


@pytest.mark.parametrize(("length", "is_fine"), [(1, False), (2, True), (200, True), (201, False)])
def test_a_note_holds_two_to_two_hundred_characters(wang, sends, length, is_fine):
    if is_fine:
        assert sends("水" * length) == 1
        return
    with pytest.raises(WordsOutOfRange):
        sends("水" * length)


def test_without_people_nothing_is_sent(sends):
    with pytest.raises(NobodyToTell):
        sends()


def test_of_what_was_called_off_nothing_is_said(session, shift, leader, wang, sends, reminds):
    shifts.call_off(Act(session, NOW, by=leader), shift, "下雨")
    session.refresh(shift)
    for say in (sends, reminds):
        with pytest.raises(ShiftCalledOff):
            say()


def test_only_who_leads_the_team_speaks(session, community, wang, sends, reminds):
    clerk = staff(session, community, Role.SHOP_CLERK)
    for say in (sends, reminds):
        with pytest.raises(NotAllowed):
            say(by=clerk)


def test_a_shift_elsewhere_does_not_exist(session, shift, leader, wang):
    other = a_community(session, "nanguan")
    act = Act(session, SATURDAY, by=leader, community=other)
    with pytest.raises(NotFound):
        notes.send(act, shift.id, Audience.LISTED, "你好")
    with pytest.raises(NotFound):
        notes.remind_missing(act, shift.id)


def test_who_has_not_come_is_reminded_and_who_is_here_is_not(
    session, community, shift, wang, reminds
):
    present(session, community, shift, "到了的", left_at=None)

    assert reminds() == 1

    words = "《清理楼道小广告》开始了，大家在北关小区东门等您。来不了请打电话给带队人。"
    assert told(session) == [(wang.member.person_id, words)]


def test_who_was_reminded_is_not_reminded_again(session, community, shift, wang, reminds):
    reminds()
    with pytest.raises(AllReminded):
        reminds()
    a_sign_up(session, community, shift, a_member(session, community))
    assert reminds() == 1


def test_people_are_missing_from_the_start_to_the_end(wang, reminds):
    for moment in (SATURDAY - SECOND, END):
        with pytest.raises(NothingMissing):
            reminds(moment)
    reminds(END - SECOND)


@pytest.mark.race
def test_two_leaders_at_once_remind_everybody_once(engine, prepare):
    def build(session):
        here = a_community(session)
        activity = an_activity(session, here)
        shift = a_shift(session, activity)
        a_sign_up(session, here, shift, a_member(session, here))
        return here.id, shift.id, the_leader(session, activity)

    here_id, shift_id, by = prepare(build)

    def remind(session):
        here = session.get_one(Community, here_id)
        return notes.remind_missing(Act(session, SATURDAY, by=by, community=here), shift_id)

    done = together(engine, [remind, remind])

    assert sorted(type(each).__name__ for each in done) == ["AllReminded", "int"]


@pytest.fixture
def leading(session, activity, wang, signed_in):
    by = the_leader(session, activity, "孙队")
    return enter(session, signed_in, session.get_one(Member, by.member_id))


def test_a_leader_writes_to_the_list_from_its_page(session, shift, leading):
    form = leading.get(f"/c/dongjie/leading/shifts/{shift.id}/roster").form("/notes")
    assert form["audience"] == "listed"

    sent = leading.post(
        f"/c/dongjie/leading/shifts/{shift.id}/notes", form | {"words": "请自带水杯。"}
    )

    assert "通知了 1 人。" in leading.follow(sent).words
    assert told(session)[0][1].endswith("请自带水杯。")


def test_one_press_of_the_board_reminds_who_is_missing(session, shift, leading, now):
    now(SATURDAY)
    board = f"/c/dongjie/shifts/{shift.id}/board"
    form = leading.get(board).form("/missing-reminders")

    sent = leading.post(f"/c/dongjie/shifts/{shift.id}/missing-reminders", form)

    assert "通知了 1 人。" in leading.follow(sent).words


def test_before_the_start_the_board_offers_no_reminder(shift, leading, now):
    now(SATURDAY - SECOND)
    assert "都提醒一下" not in leading.get(f"/c/dongjie/shifts/{shift.id}/board").words
