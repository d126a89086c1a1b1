"""注销 as people do it; afterwards no page a reader can reach writes the name."""

import re
from datetime import timedelta

import pytest

from accounts.models import ConsentScope
from accounts.rules import consents
from teams.authority.act import Act
from teams.authority.models import Role
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member, a_role
from tests.service_builders import posted

C = "/c/dongjie"
NAME, COVERED, IN_PUBLIC, PHONE = "贺兰长青", "贺兰*青", "贺兰**", "13811112222"
NOT_WALKED = re.compile(
    r"language|sign-out|/static/|\.svg|/me/data\.|/receipts/|/new\b|dongjie/points$"
)


@pytest.fixture
def town(session):
    """A member of consent with hours and a place; a desk, and somebody who decides."""
    here = a_community(session, prefix="DJ")
    made = {"member": a_member(session, here, NAME, phone=PHONE)}
    for name, role in (
        ("desk", Role.COORDINATOR),
        ("decider", Role.SUPERVISOR),
        ("admin", Role.COMMUNITY_ADMIN),
    ):
        made[name] = a_member(session, here, f"{name}人")
        a_role(session, made[name], role)
    person_id = made["member"].person_id
    consents.give(Act(session, NOW), person_id, ConsentScope.PUBLIC_NAME, person_id)
    shift = a_shift(session, an_activity(session, here))
    a_sign_up(session, here, shift, made["member"])
    past = NOW - timedelta(days=90)
    a_run = {"starts_at": past, "sign_up_opens_at": past - timedelta(days=7)}
    posted(session, here, member=made["member"], of=a_run)
    assert all(each.person for each in made.values())
    session.commit()
    return made


def walked(reader, start, at_most=150):
    """Every page that links lead to from `start`: address → page."""
    seen, ahead = {}, [start]
    while ahead and len(seen) < at_most:
        path = ahead.pop(0).partition("#")[0].replace("&amp;", "&")
        if path in seen or not path.startswith(("/c/", "/verify")) or NOT_WALKED.search(path):
            continue
        seen[path] = reader.get(path)
        if seen[path].is_page:
            ahead += seen[path].page.links
    return seen


def ask(reader, page):
    return reader.post(page, reader.get(page).form(page) | {"confirmed": "y"})


def erased(town, signed_in):
    """Ask as the member, decide as the supervisor."""
    ask(signed_in(town["member"].person), f"{C}/me/erasure")
    decider = signed_in(town["decider"].person)
    waiting = decider.get(f"{C}/erasures")
    return decider.follow(
        decider.post(waiting_url(waiting), waiting.form("/decision") | {"decision": "erase"})
    )


def waiting_url(page):
    return next(f["action"] for f in page.page.forms if f["action"].endswith("/decision"))


def test_no_page_names_who_was_erased(town, signed_in, client):
    readers = {name: signed_in(town[name].person) for name in ("desk", "decider", "admin")}
    before = walked(readers["admin"], f"{C}/members")
    assert any(COVERED in page.html for page in before.values())

    assert "注销好了" in erased(town, signed_in).words

    for reader in (*readers.values(), client):
        for start in (f"{C}/members", f"{C}/", f"{C}/notices", f"{C}/activities", *before):
            page = reader.get(start)
            found = [each for each in (NAME, COVERED, IN_PUBLIC, PHONE) if each in page.html]
            assert found == [], start


def test_the_list_says_erased_and_the_file_offers_nothing(town, signed_in):
    erased(town, signed_in)
    desk = signed_in(town["desk"].person)

    assert f"已注销 {town['member'].volunteer_no}" in desk.get(f"{C}/members").words
    page = desk.get(f"{C}/members/{town['member'].id}").words
    assert ("已注销" in page, "重发 PIN 码" in page, "改资料" in page) == (True, False, False)
    assert "没有找到" in desk.get(f"{C}/members?q={NAME}").words


def test_who_was_erased_is_signed_out(town, signed_in):
    reader = signed_in(town["member"].person)
    ask(reader, f"{C}/me/erasure")
    decider = signed_in(town["decider"].person)
    waiting = decider.get(f"{C}/erasures")
    decider.post(waiting_url(waiting), waiting.form("/decision") | {"decision": "erase"})

    assert reader.get(f"{C}/me").go_to.startswith("/sign-in")


def test_consequences_stand_before_the_press(town, signed_in):
    reader = signed_in(town["member"].person)

    words = reader.get(f"{C}/me/erasure").words
    unread = reader.post(f"{C}/me/erasure", reader.get(f"{C}/me/erasure").form("/me/erasure"))

    assert "报着的 1 个班次先让出来" in words
    assert "编号永远不再给别人" in words
    assert unread.status in {303, 400}


def test_taken_back_nothing_changed(town, signed_in):
    reader = signed_in(town["member"].person)
    ask(reader, f"{C}/me/erasure")
    assert "等第二个人决定" in reader.get(f"{C}/me/erasure").words

    back = reader.follow(reader.post(f"{C}/me/erasure/taking-back"))

    assert "撤回了，什么也没有变" in back.words
    again = reader.post(f"{C}/me/erasure/taking-back")
    assert again.status == 409


def test_the_desk_asks_for_a_member_and_another_decides(town, signed_in):
    desk, page = signed_in(town["desk"].person), f"{C}/members/{town['member'].id}/erasure"
    asked = desk.follow(ask(desk, page))
    assert "申请收下了" in asked.words
    assert desk.get(f"{C}/erasures").status == 403
    decider = signed_in(town["decider"].person)
    waiting = decider.get(f"{C}/erasures")
    assert "代为申请" in waiting.words

    form = waiting.form("/decision") | {"decision": "refuse", "reason": "请本人来一趟"}
    refused = decider.follow(decider.post(waiting_url(waiting), form))

    assert "已经答复本人" in refused.words
    assert "请本人来一趟" in desk.get(page).words
    taken = desk.follow(ask(desk, page))
    assert "申请收下了" in taken.words
    assert desk.post(f"{page}/taking-back").status == 303


def test_what_stands_in_the_way_is_said(town, session, signed_in):
    a_role(session, town["member"], Role.SHOP_CLERK)
    session.commit()
    reader = signed_in(town["member"].person)

    assert "还有工作岗位" in ask(reader, f"{C}/me/erasure").words
