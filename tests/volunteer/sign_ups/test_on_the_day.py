"""What a sign-up asks for on the day: to say one has come, then that one leaves."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.activity_builders import SATURDAY, a_queue
from tests.volunteer.activities.test_activity_pages import key
from volunteer.activities.rules.windows import Window
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUpState
from volunteer.sign_ups.rules.on_the_day import Step, step_of

ENDS = SATURDAY + timedelta(minutes=90)
SECOND = timedelta(seconds=1)
HELD = SimpleNamespace(starts_at=SATURDAY, ends_at=ENDS)


@pytest.mark.parametrize(
    ("state", "at", "step"),
    [
        (SignUpState.APPROVED, SATURDAY - timedelta(minutes=30), Step.ARRIVE),
        (SignUpState.APPROVED, SATURDAY - timedelta(minutes=30) - SECOND, None),
        (SignUpState.APPROVED, ENDS - SECOND, Step.ARRIVE),
        (SignUpState.APPROVED, ENDS, None),
        (SignUpState.CHECKED_IN, ENDS + timedelta(minutes=60), Step.LEAVE),
        (SignUpState.CHECKED_IN, ENDS + timedelta(minutes=60) + SECOND, None),
        (SignUpState.CHECKED_OUT, SATURDAY, None),
        (SignUpState.WAITLISTED, SATURDAY, None),
    ],
)
def test_arriving_opens_half_an_hour_before_and_leaving_ends_an_hour_after(state, at, step):
    assert step_of(state, Window.of(HELD, VolunteerSettings()), at) is step


@pytest.fixture
def signed_up(town, reader):
    """The reader has a place on Saturday."""
    page = reader.get("/c/dongjie/")
    reader.post(f"/c/dongjie/shifts/{town.shift.id}/sign-ups", key(page, "sign-ups"))
    return reader


def test_home_and_own_list_lead_to_the_six_digits_from_check_in_opening_on(signed_up, town, now):
    arrival = f"/c/dongjie/shifts/{town.shift.id}/arrival"
    now(SATURDAY - timedelta(minutes=31))
    assert arrival not in signed_up.get("/c/dongjie/").page.links

    now(SATURDAY - timedelta(minutes=30))
    assert arrival in signed_up.get("/c/dongjie/").page.links
    mine = signed_up.get("/c/dongjie/my/sign-ups")
    assert "我到了，签到" in mine.words
    assert "6 位数字" in signed_up.get(arrival).words


def test_who_has_come_still_finds_the_way_out_after_the_end(signed_up, town, now):
    from volunteer.sign_ups.models import SignUp  # noqa: PLC0415

    now(ENDS + timedelta(minutes=59))
    made = town.session.query(SignUp).filter_by(member_id=town.reader.id).one()
    made.state, made.arrived_at = SignUpState.CHECKED_IN, SATURDAY
    town.session.commit()

    assert "我走了，签退" in signed_up.get("/c/dongjie/").words
    assert "我走了，签退" in signed_up.get("/c/dongjie/my/sign-ups").words


def test_who_waits_sees_the_place_in_the_queue_at_once_and_later(town, reader):
    a_queue(town.session, town.community, town.shift, "甲乙丙")
    town.session.commit()
    path = f"/c/dongjie/shifts/{town.shift.id}/sign-ups"

    mine = reader.follow(reader.post(path, {"request_key": "queue"}))

    assert "第 2 位，前面 1 人" in mine.words
    assert "第 2 位" in reader.get("/c/dongjie/my/sign-ups").words
