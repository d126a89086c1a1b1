"""Every page of this room answers those it is for, and reads well."""

import re
from datetime import timedelta

import pytest

from accounts.models import ConsentScope
from accounts.rules import consents, hashing
from teams.authority.act import Act
from teams.authority.models import Role
from teams.notices.rules import notices
from teams.notices.rules.notices import Announcement, Line
from tests.builders import NOW, a_community, a_member, a_role
from volunteer.hours.models import SERVICE_RECORDS

PASSWORD = "wuse-demo-2026"


@pytest.fixture
def town(session):
    """A community with an administrator, a coordinator and two volunteers."""
    dongjie = a_community(session, prefix="DJ")
    made = {"community": dongjie}
    for name, role in (
        ("admin", Role.COMMUNITY_ADMIN),
        ("coordinator", Role.COORDINATOR),
        ("supervisor", Role.SUPERVISOR),
    ):
        made[name] = a_member(session, dongjie, "李梅")
        a_role(session, made[name], role)
    made["volunteer"] = a_member(session, dongjie, "张小三", phone="13811112222")
    made["volunteer"].person.password_hash = hashing.hashed(PASSWORD)
    made["other"] = a_member(session, dongjie, "王五")
    consents.give(
        Act(session, NOW),
        made["volunteer"].person_id,
        ConsentScope.PUBLIC_NAME,
        made["volunteer"].person_id,
    )
    made["notice"] = notices.post(
        Act(session, NOW, community=dongjie),
        Announcement(
            SERVICE_RECORDS,
            "四月服务时长",
            3,
            [
                Line(made["volunteer"].id, 1, "%(minutes)s 分钟", {"minutes": 90}),
                Line(made["other"].id, 2, "60 分钟"),
            ],
        ),
        None,
    )
    assert all(made[name].person for name in ("admin", "coordinator", "supervisor", "other"))
    session.commit()
    return made


ADMIN_PAGES = (
    "me",
    "me/messages",
    "me/data",
    "me/data.json",
    "teams",
    "join-requests",
    "members",
    "members?q=zxs",
    "members?q=%25",
    "members/new",
    "notices",
    "notices/desk",
    "objections",
    "settings",
    "settings/daily_cap_minutes",
    "roles",
    "audit-trail",
    "audit-trail?event=notice_posted",
    "register",
    "register/received",
)


@pytest.mark.parametrize(
    ("page", "offered"),
    [
        ("rounding", ["按半小时往下取整", "不满 1 小时按 1 小时"]),
        ("imported_counts_for_levels", ["是", "否"]),
        ("free_cancel_hours", []),
    ],
)
def test_a_setting_offers_its_choices_in_words(town, signed_in, page, offered):
    html = signed_in(town["admin"].person).get(f"/c/dongjie/settings/{page}").html

    assert re.findall(r"<option>([^<]+)", html) == offered


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_page_opens_for_the_administrator(town, signed_in, page):
    assert signed_in(town["admin"].person).get(f"/c/dongjie/{page}").status == 200


def test_file_and_card_open_for_the_coordinator(town, signed_in):
    desk, member = signed_in(town["coordinator"].person), town["volunteer"]

    assert "张*三" in desk.get(f"/c/dongjie/members/{member.id}").words
    assert member.volunteer_no in desk.get(f"/c/dongjie/members/{member.id}/card").words


def test_code_of_the_card_opens_sign_in_with_its_number(client, town):
    page = client.get("/sign-in?login=DJ0007&by=pin")

    assert 'value="DJ0007"' in page.html
    assert "6 位 PIN 码" in page.words


def test_messages_stand_under_their_days(town, session, signed_in):
    person = town["volunteer"].person
    for at in (NOW - timedelta(days=1), NOW):
        Act(session, at).tell(person.id, "报名成功。")
    session.commit()

    page = signed_in(person).get("/c/dongjie/me/messages")

    assert re.findall(r"<h2[^>]*>([^<]+)", page.html) == ["今天", "昨天"]


@pytest.mark.parametrize("page", ["members", "settings", "roles", "audit-trail", "objections"])
def test_desk_pages_are_not_for_volunteers(town, signed_in, page):
    assert signed_in(town["volunteer"].person).get(f"/c/dongjie/{page}").status == 403


def test_notice_names_with_consent_and_covers_without(town, client):
    words = client.get(f"/c/dongjie/notices/{town['notice'].id}").words

    assert "张**" in words
    assert f"绿色生态文明队 尾号 {town['other'].volunteer_no[-4:]}" in words
    assert "王" not in words
    assert "还剩 3 个工作日" in words


def test_poster_prints_for_the_wall(town, client):
    words = client.get(f"/c/dongjie/notices/{town['notice'].id}/poster").words

    assert "2026年5月18日至 2026年5月20日，共 3 个工作日" in words


@pytest.mark.parametrize("page", ["/", "/sign-in", "/sign-in?by=password", "/set-up"])
def test_door_is_open_to_anyone(town, client, page):
    assert client.get(page).status == 200


def test_search_finds_by_initials_number_and_tail(town, signed_in):
    desk = signed_in(town["coordinator"].person)

    for words in ("张小三", "zxs", town["volunteer"].volunteer_no, "2222"):
        assert "张*三" in desk.get(f"/c/dongjie/members?q={words}").words
    assert "没有找到" in desk.get("/c/dongjie/members?q=%25").words


def test_names_are_covered_in_the_list(town, signed_in):
    page = signed_in(town["coordinator"].person).get("/c/dongjie/members")

    assert "张小三" not in page.html
    assert "13811112222" not in page.html
