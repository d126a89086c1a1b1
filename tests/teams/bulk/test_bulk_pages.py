"""Many at once as the desk does it: ticked or all found, confirmed, told by name, printed once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import Person
from accounts.rules import hashing
from teams.authority.models import Role
from teams.imports.rules.roster_import import ROSTER
from teams.members.models import MemberState
from tests.builders import NOW, a_community, a_member, a_role, authority_of
from tests.import_builders import a_file, check, run_batch
from tests.workbook_builders import LIN, ROSTER_HEADINGS

C = "/c/dongjie/members"
OTHER = {"姓名": "王大山", "身份证号码": "62072219900101001X", "联系电话": "13900139000"}


@pytest.fixture
def town(session):
    """A desk with two who wait, one without a PIN, one who has one, and one elsewhere."""
    here = a_community(session, prefix="DJ", last_number=5000)
    there = a_community(session, "nanguan", prefix="NG")
    made = {"desk": a_member(session, here, "李梅"), "there": a_member(session, there, "外人")}
    a_role(session, made["desk"], Role.COORDINATOR)
    for name, words in (("new", "王新一"), ("other", "赵新二")):
        made[name] = a_member(session, here, words, state=MemberState.PENDING, activated_at=None)
    made["bare"] = a_member(session, here, "孙长青")
    made["known"] = a_member(session, here, "周已知", pin_hash=hashing.hashed("246810"))
    assert all(each.person for each in made.values())
    session.commit()
    return made


def ids(*members):
    return "&".join(f"m={each.id}" for each in members)


def test_ticked_people_are_activated_and_told_by_name(town, signed_in):
    desk = signed_in(town["desk"].person)
    asked = desk.get(f"{C}/acts/new?act=activate&{ids(town['new'], town['bare'])}")
    assert "激活：2 位" in asked.words
    assert "激活以后就能报名" in asked.words

    done = desk.follow(desk.post(f"{C}/acts", asked.form("/acts")))

    assert "激活：办好 1 位" in done.words
    assert f"孙*青 {town['bare'].volunteer_no} 这位志愿者的状态刚变过" in done.words
    undone = desk.follow(
        desk.post(f"{done.form('/undoing') and done.response.request.path}/undoing")
    )
    assert "撤销了 1 位" in undone.words


def test_the_same_press_twice_is_done_once(town, signed_in):
    desk = signed_in(town["desk"].person)
    form = desk.get(f"{C}/acts/new?act=activate&{ids(town['new'])}").form("/acts")

    first, again = desk.post(f"{C}/acts", form), desk.post(f"{C}/acts", form)

    assert (first.status, again.go_to) == (303, first.go_to)


def test_a_press_without_its_key_asks_again(town, signed_in):
    desk = signed_in(town["desk"].person)
    form = desk.get(f"{C}/acts/new?act=activate&{ids(town['new'])}").form("/acts")

    answer = desk.post(f"{C}/acts", form | {"request_key": ""})

    assert answer.status == 400
    assert "王*一" in answer.words


def test_a_team_left_open_is_asked_for(town, signed_in):
    desk = signed_in(town["desk"].person)
    form = desk.get(f"{C}/acts/new?act=accept&{ids(town['bare'])}").form("/acts")

    answer = desk.post(f"{C}/acts", form)

    assert answer.status == 400
    assert "请选一支队伍" in answer.words


def test_all_found_are_meant_and_nobody_of_elsewhere(town, signed_in):
    desk = signed_in(town["desk"].person)

    found = desk.get(f"{C}/acts/new?act=activate&all=1&state=pending")
    foreign = desk.get(f"{C}/acts/new?act=activate&{ids(town['there'])}")

    assert "激活：2 位" in found.words
    assert (foreign.status, "还没有选人" in foreign.words) == (400, True)


@pytest.mark.parametrize("act", ["", "cards", "withdraw"])
def test_an_act_nobody_knows_is_no_page(town, signed_in, act):
    desk = signed_in(town["desk"].person)

    assert desk.get(f"{C}/acts/new?act={act}&{ids(town['bare'])}").status == 404
    assert desk.post(f"{C}/acts", {"kind": act, "people": str(town["bare"].id)}).status == 404


def test_the_list_offers_what_is_done_to_many_to_the_desk_alone(town, session, signed_in):
    a_role(session, town["known"], Role.SUPERVISOR)
    session.commit()

    assert "找到的 5 位全部" in signed_in(town["desk"].person).get(C).words
    assert "勾上的一起办" not in signed_in(town["known"].person).get(C).words


def test_who_has_no_pin_is_found(town, signed_in):
    words = signed_in(town["desk"].person).get(f"{C}?no_secret=1&state=active").words

    assert "孙*青" in words
    assert "周*知" not in words


def cards_of(desk, *members, **more):
    """The form of the page that asks, for these members."""
    return desk.get(f"{C}/cards/new?{ids(*members)}").form("/cards") | more


def test_sheet_shows_the_pin_once(town, signed_in, session):
    desk = signed_in(town["desk"].person)
    form = {k: v for k, v in cards_of(desk, town["bare"], town["known"]).items() if k != "renew"}

    sheet = desk.post(f"{C}/cards", form)

    assert sheet.response.headers["Cache-Control"] == "no-store"
    assert "孙长青" in sheet.words
    pin = re.search(r"PIN 码 ([0-9]{3} [0-9]{3})", sheet.words)[1].replace(" ", "")
    kept = session.scalar(select(Person.pin_hash).where(Person.id == town["bare"].person_id))
    session.rollback()
    assert hashing.matches(pin, kept)
    assert "原来的密码（PIN 码）照用" in sheet.words
    again = desk.follow(desk.post(f"{C}/cards", form))
    assert "这一批已经印过" in again.words
    assert pin not in again.html


def test_a_reprint_makes_a_new_one_and_says_the_old_ends(town, signed_in, session):
    desk, known = signed_in(town["desk"].person), town["known"]
    asked = desk.get(f"{C}/cards/new?{ids(known)}&renew=1")
    assert "旧的 PIN 码马上作废" in asked.words

    desk.post(f"{C}/cards", asked.form("/cards") | {"renew": "y"})

    session.refresh(known.person)
    assert not hashing.matches("246810", known.person.pin_hash)


def test_nobody_to_print_for_leads_to_the_reasons(town, signed_in):
    desk = signed_in(town["desk"].person)

    answer = desk.post(f"{C}/cards", cards_of(desk, town["new"]))

    assert (answer.status, "还没激活" in desk.follow(answer).words) == (303, True)


def test_pins_ask_for_the_own_password_again(town, signed_in, now):
    desk = signed_in(town["desk"].person)
    form = cards_of(desk, town["bare"])
    now(NOW + timedelta(minutes=11))

    asked = desk.post(f"{C}/cards", form)

    assert asked.status == 403
    assert asked.form("/cards")["people"] == str(town["bare"].id)


def test_more_than_a_hundred_are_printed_in_parts(town, session, signed_in):
    for _ in range(100):
        a_member(session, town["desk"].community)
    session.commit()
    desk = signed_in(town["desk"].person)

    first = desk.get(f"{C}/cards/new?all=1")
    last = desk.get(f"{C}/cards/new?all=1&from=100")

    assert "第 101—105 位" in first.words
    assert len(first.form("/cards")["people"].split(",")) == 100
    assert len(last.form("/cards")["people"].split(",")) == 5


def test_four_presses_from_an_import_to_the_sheet(town, session, signed_in):
    desk_member = town["desk"]
    by = authority_of(session, desk_member)
    file = a_file(ROSTER_HEADINGS, LIN, LIN | OTHER)
    batch = check(session, ROSTER, desk_member.community, file, by)
    run_batch(session, ROSTER, batch, by)
    session.commit()
    desk = signed_in(desk_member.person)

    result = desk.get(f"/c/dongjie/imports/{batch.id}")
    link = next(each for each in result.page.links if "/cards/new" in each)
    asked = desk.get(link)
    sheet = desk.post(f"{C}/cards", asked.form("/cards"))

    assert "2 张" in asked.words
    assert (LIN["姓名"] in sheet.words, OTHER["姓名"] in sheet.words) == (True, True)
