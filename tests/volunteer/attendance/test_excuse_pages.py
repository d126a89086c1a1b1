"""The pages of leave and explanations, as people read them."""

from datetime import timedelta

import pytest

from teams.members.models import Member
from tests.activity_builders import SATURDAY, the_leader
from tests.reading import enter
from tests.service_builders import a_run_shift, a_station
from volunteer.sign_ups.models import SignUpState

MINUTE = timedelta(minutes=1)


@pytest.fixture
def community(session):
    return a_station(session)


@pytest.fixture
def shift(session, community):
    return a_run_shift(session, community)


@pytest.fixture
def leader(session, shift, wang, signed_in):
    by = the_leader(session, shift.activity)
    return enter(session, signed_in, session.get_one(Member, by.member_id))


@pytest.fixture
def volunteer(session, wang, signed_in):
    return enter(session, signed_in, wang.member)


def of(shift, sign_up):
    return f"/c/dongjie/shifts/{shift.id}/attendance/{sign_up.id}"


def test_the_board_leads_to_leave_with_typed_words(leader, session, shift, wang, now):
    now(SATURDAY - 30 * MINUTE)
    assert of(shift, wang) in leader.get(f"/c/dongjie/shifts/{shift.id}/board").page.links
    page = leader.get(of(shift, wang))
    fields = page.form(f"attendance/{wang.id}") | {"note": "孩子发烧，来电请假"}

    done = leader.follow(leader.post(of(shift, wang), fields))

    assert "孩子发烧，来电请假" in done.words
    session.refresh(wang)
    assert wang.state is SignUpState.EXCUSED


def test_leave_without_words_is_told_on_the_page(leader, shift, wang, now):
    now(SATURDAY)
    fields = {"act": "excuse", "version": wang.version, "note": "病"}
    answer = leader.post(of(shift, wang), fields)

    assert answer.status == 400
    assert "请写一句原因" in answer.words
    assert 'value="病"' in answer.html


def test_times_put_right_beside_undoing(leader, session, shift, wang, now):
    now(SATURDAY)
    leader.post(of(shift, wang), {"act": "arrive", "version": wang.version})
    now(SATURDAY + 60 * MINUTE)
    page = leader.get(of(shift, wang))
    assert 'value="09:00"' in page.html

    fields = {"act": "correct", "version": wang.version + 1, "arrived": "09:12"}
    assert leader.post(of(shift, wang), fields).status == 303
    session.refresh(wang)
    assert wang.arrived_at == SATURDAY + 12 * MINUTE


def test_a_time_out_of_range_is_told_beside_what_was_typed(leader, shift, wang, now):
    now(SATURDAY)
    fields = {"act": "arrive", "version": wang.version, "arrived": "11:30"}
    answer = leader.post(of(shift, wang), fields)

    assert answer.status == 400
    assert "时间不对" in answer.words
    assert 'value="11:30"' in answer.html


def test_too_late_to_cancel_names_a_phone_and_a_way(volunteer, session, shift, wang, now):
    now(SATURDAY + MINUTE)
    page = volunteer.get(f"/c/dongjie/my/sign-ups/{wang.id}/cancellation")

    assert "打电话给带队人请假" in page.words
    assert f"/c/dongjie/my/sign-ups/{wang.id}/explanation" in page.page.links


def test_an_explanation_reaches_the_leader(volunteer, session, shift, wang, now, signed_in):
    now(SATURDAY + MINUTE)
    there = f"/c/dongjie/my/sign-ups/{wang.id}/explanation"
    fields = volunteer.get(there).form("explanation") | {"words": "陪老人去医院"}
    assert "说明交给带队人了" in volunteer.follow(volunteer.post(there, fields)).words

    leader = enter(session, signed_in, shift.activity.leader)
    told = leader.get("/c/dongjie/me/messages")
    assert "提出了说明" in told.words


def test_an_explanation_too_late_is_told_and_kept(volunteer, wang, now):
    now(SATURDAY + timedelta(days=4))
    there = f"/c/dongjie/my/sign-ups/{wang.id}/explanation"
    answer = volunteer.post(there, {"words": "陪老人去医院"})

    assert (answer.status, "3 天内" in answer.words) == (409, True)
    assert "陪老人去医院" in answer.html
