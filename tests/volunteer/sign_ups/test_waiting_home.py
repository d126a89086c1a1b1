"""Whoever has registered finds at home what to do now; once activated, number, PIN and activity."""

from datetime import timedelta

import pytest

from core import room
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import MemberState, TeamColour
from teams.members.rules import joining, members
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_member, staff, the_team

HOME = "/c/dongjie/"


@pytest.fixture
def pending(town):
    """Somebody who came from the page of the activity and has not been at the desk yet."""
    town.community.desk_phone, town.community.address = "0936-4400018", "东街 12 号"
    found = a_member(
        town.session,
        town.community,
        "李四",
        state=MemberState.PENDING,
        activated_at=None,
        home_team_id=None,
    )
    page = f"activities/{town.activity.id}"
    room.greet(town.session, town.community.id, found.id, page, NOW)
    town.session.commit()
    return found


def activate(town, member, now=NOW):
    desk = staff(town.session, town.community, Role.COORDINATOR)
    members.activate(Act(town.session, now, by=desk, community=town.community), member)
    town.session.commit()


def test_pending_member_reads_what_to_bring_when_and_whom_to_call(town, pending, signed_in):
    home = signed_in(pending.person).get(HOME)

    for said in ("身份证", "周一至周五", "东街 12 号", "打电话给社区", pending.volunteer_no):
        assert said in home.words
    assert "tel:0936-4400018" in home.page.links
    assert "眼下没有您能报的活动" not in home.words


def test_pending_member_sees_the_activity_that_was_looked_at(town, pending, signed_in):
    home = signed_in(pending.person).get(HOME)

    assert "替您记着" in home.words
    assert town.activity.title in home.words
    assert f"/c/dongjie/activities/{town.activity.id}" in home.page.links


def test_activity_that_is_over_is_not_kept_before_them(town, pending, signed_in, now):
    now(NOW + timedelta(days=30))
    activate_later = signed_in(pending.person).get(HOME)

    assert "替您记着" not in activate_later.words


def test_pending_member_sees_the_team_wished_for(town, pending, signed_in):
    red = the_team(town.session, town.community, TeamColour.RED)
    joining.wish(Act(town.session, NOW), pending, red.id)
    town.session.commit()

    assert f"{red.short_name} 想参加的队伍" in signed_in(pending.person).get(HOME).words


@pytest.mark.parametrize(("birth_on", "is_asked"), [("2010-01-01", True), ("1980-01-01", False)])
def test_guardian_is_named_for_minors_alone(town, pending, signed_in, birth_on, is_asked):
    pending.person.birth_on = type(NOW.date()).fromisoformat(birth_on)
    town.session.commit()

    assert ("监护人一起来" in signed_in(pending.person).get(HOME).words) is is_asked


def test_community_without_phone_or_address_says_the_desk(town, pending, signed_in):
    town.community.desk_phone = town.community.address = None
    town.session.commit()

    home = signed_in(pending.person).get(HOME)

    assert "社区服务台" in home.words
    assert not [link for link in home.page.links if link.startswith("tel:")]


def test_reason_on_an_activity_leads_pending_members_home(town, pending, signed_in):
    page = signed_in(pending.person).get(f"/c/dongjie/activities/{town.activity.id}")

    assert page.words.count("登记等社区审核") == 1
    assert HOME in page.page.links


def test_who_was_activated_reads_number_and_pin_and_signs_up_at_once(town, pending, signed_in):
    activate(town, pending)
    reader = signed_in(pending.person)

    home = reader.get(HOME)
    assert f"您的编号是 {pending.volunteer_no}" in home.words
    assert "当场打一张 PIN 码条" in home.words
    assert home.words.index("您登记前想去的") < home.words.index(town.activity.title)
    url = f"/c/dongjie/shifts/{town.shift.id}/sign-ups"
    signed_up = reader.post(url, home.form(f"/shifts/{town.shift.id}/sign-ups"))

    assert "报名成功" in reader.follow(signed_up).words
    assert "欢迎！" not in reader.get(HOME).words


def test_message_of_activation_leads_home(town, pending, signed_in):
    activate(town, pending)

    assert HOME in signed_in(pending.person).get("/c/dongjie/me/messages").page.links


def test_who_has_a_pin_is_not_sent_for_one(town, pending, signed_in):
    pending.person.pin_hash = "set"
    activate(town, pending)

    assert "忘了到服务台重打一张" in signed_in(pending.person).get(HOME).words


@pytest.mark.parametrize(("days", "is_welcomed"), [(29, True), (30, False)])
def test_welcome_stands_for_thirty_days(town, pending, signed_in, now, days, is_welcomed):
    activate(town, pending, NOW - timedelta(days=days))

    assert ("欢迎！" in signed_in(pending.person).get(HOME).words) is is_welcomed


def test_elder_home_welcomes_and_leads_to_the_wish(town, pending, signed_in):
    pending.person.is_elder_mode = True
    activate(town, pending)

    home = signed_in(pending.person).get(HOME)

    assert f"您的编号是 {pending.volunteer_no}" in home.words
    assert f"/c/dongjie/activities/{town.activity.id}" in home.page.links


def test_wish_is_not_brought_up_once_a_place_is_held(town, pending, signed_in):
    activate(town, pending)
    a_sign_up(town.session, town.community, town.shift, pending)
    town.session.commit()

    assert "您登记前想去的" not in signed_in(pending.person).get(HOME).words


def test_wish_far_beyond_the_first_page_is_still_first(town, pending, signed_in):
    crowd = an_activity(town.session, town.community, leader=town.leader, title="桶边督导")
    for hours in range(1, 42):
        a_shift(town.session, crowd, starts_at=NOW + timedelta(hours=hours))
    town.shift.starts_at = NOW + timedelta(days=20)
    town.shift.ends_at = town.shift.starts_at + timedelta(hours=2)
    activate(town, pending)

    home = signed_in(pending.person).get(HOME)

    assert home.words.index("您登记前想去的") < home.words.index(town.activity.title)
