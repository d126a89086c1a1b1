"""合并档案 as the desk does it: found, looked at side by side, proposed, decided by another."""

import pytest

from teams.authority.models import Role
from tests.builders import a_community, a_member, a_role
from tests.shop_builders import earn

C = "/c/dongjie"
NAME, COVERED = "贺兰长青", "贺兰*青"


@pytest.fixture
def town(session):
    """Two files of one person, somebody of the same name born on another day; desk and decider."""
    here = a_community(session, prefix="DJ")
    made = {"kept": a_member(session, here, NAME), "gone": a_member(session, here, NAME)}
    for name, role in (("desk", Role.COORDINATOR), ("decider", Role.SUPERVISOR)):
        made[name] = a_member(session, here, f"{name}人")
        a_role(session, made[name], role)
    earn(session, made["kept"], 300)
    earn(session, made["gone"], 40)
    assert all(each.person and each.volunteer_no for each in made.values())
    session.commit()
    return made


def two_files(town):
    return f"{C}/members/{town['kept'].id}/merging/{town['gone'].id}"


def proposed(town, desk):
    page = desk.get(two_files(town))
    sent = desk.post(two_files(town), page.form(two_files(town)) | {"confirmed": "y"})
    return desk.follow(sent)


def decision_of(page):
    return next(f["action"] for f in page.page.forms if f["action"].endswith("/decision"))


def test_from_the_list_to_one_file_by_two_people(town, session, signed_in):
    desk, decider = signed_in(town["desk"].person), signed_in(town["decider"].person)
    kept, gone = town["kept"].volunteer_no, town["gone"].volunteer_no
    listed = desk.get(f"{C}/merges")
    assert f"{COVERED}：{kept}、{gone}" in listed.words
    assert "同一天生日" in listed.words
    beside = desk.get(two_files(town)).words
    for words in ("300 分", "40 分", "340 分", "合并以后分不开，不能撤销", f"{gone} 不再给别人"):
        assert words in beside

    assert "由另一位同事" in proposed(town, desk).words
    waiting = decider.get(f"{C}/merges")
    assert "等第二个人决定" in waiting.words
    link = next(each for each in waiting.page.links if "/merges/" in each)
    page = decider.get(link)
    done = decider.follow(
        decider.post(decision_of(page), page.form("/decision") | {"decision": "merge"})
    )

    assert "合并好了" in done.words
    assert desk.get(f"{C}/members?q={gone}").words.count(COVERED) == 1
    old = desk.get(f"{C}/members/{town['gone'].id}").words
    assert (f"都在 {kept}" in old, "重发 PIN 码" in old) == (True, False)
    assert f"并进来的编号： {gone}" in desk.get(f"{C}/members/{town['kept'].id}").words
    assert "两份档案合并，转 40 分" in desk.get(f"{C}/members/{town['kept'].id}/points").words
    assert "没有重复的" in desk.get(f"{C}/merges").words
    again = decider.post(decision_of(page), page.form("/decision") | {"decision": "merge"})
    assert again.status == 409
    session.refresh(town["gone"])
    assert town["gone"].is_merged


def test_told_apart_they_are_listed_no_more_and_still_found_by_number(town, signed_in):
    desk = signed_in(town["desk"].person)

    told = desk.follow(desk.post(f"{two_files(town)}/apart"))

    assert "不再列出来" in told.words
    assert "没有重复的" in told.words
    chosen = desk.get(f"{C}/members/{town['kept'].id}/merging?other={town['gone'].volunteer_no}")
    assert chosen.go_to.endswith(two_files(town))
    unknown = desk.get(f"{C}/members/{town['kept'].id}/merging?other=DJ9999")
    assert (unknown.status, "没有找到" in unknown.words) == (404, True)


def test_what_clashes_is_said_and_cannot_be_proposed(town, session, signed_in):
    a_role(session, town["gone"], Role.SHOP_CLERK)
    session.commit()
    desk = signed_in(town["desk"].person)

    page = desk.get(two_files(town))

    assert "还有工作岗位" in page.words
    assert "核对过证件" not in page.words
    sent = desk.post(two_files(town), {"confirmed": "y"})
    assert (sent.status, "还有工作岗位" in sent.words) == (409, True)


def test_unread_it_is_not_proposed_and_a_refusal_says_why(town, signed_in):
    desk, decider = signed_in(town["desk"].person), signed_in(town["decider"].person)
    unread = desk.post(two_files(town), {"reason": "看过"})
    assert (unread.status, "请先核对证件" in unread.words) == (400, True)
    proposed(town, desk)
    link = next(each for each in desk.get(f"{C}/merges").page.links if "/merges/" in each)
    assert "撤回提议" in desk.get(link).words
    page = decider.get(link)

    form = page.form("/decision") | {"decision": "refuse", "reason": "生日再核一下"}
    decider.post(decision_of(page), form)

    assert "生日再核一下" in desk.get(two_files(town)).words
    again = proposed(town, desk)
    newest = next(each for each in again.page.links if "/merges/" in each)
    back = desk.follow(desk.post(f"{newest}/taking-back"))
    assert "撤回了" in back.words
