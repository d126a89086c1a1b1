"""The desk's pages of one member: facts put right, the guardian, one field in full."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from accounts.models import Guardian, Person
from accounts.rules import people
from accounts.rules.people import NewGuardian
from teams.authority.models import Role
from tests.builders import a_community, a_member, a_role


@pytest.fixture
def town(session):
    """A community with a coordinator, an administrator, a grown-up and a child."""
    dongjie = a_community(session, prefix="DJ")
    made = {"desk": a_member(session, dongjie, "李梅"), "admin": a_member(session, dongjie, "王管")}
    a_role(session, made["desk"], Role.COORDINATOR)
    a_role(session, made["admin"], Role.COMMUNITY_ADMIN)
    made["grown"] = a_member(
        session, dongjie, "张小三", phone="13811112222", birth_on=date(1980, 3, 4)
    )
    made["child"] = a_member(
        session, dongjie, "小李", phone="13811113333", birth_on=date(2014, 1, 1)
    )
    people.keep_guardian(session, made["child"].person, NewGuardian("李父", "13700001111"))
    assert all(each.person for each in made.values())
    session.commit()
    return made


def at(member, rest=""):
    return f"/c/dongjie/members/{member.id}{rest}"


def fresh(engine, model, key):
    with Session(engine) as session:
        return session.get(model, key)


def facts_of(desk, member, **typed):
    """The facts page as it stands, nothing ticked, and what is typed over it."""
    form = desk.get(at(member, "/facts")).form("/facts")
    kept = {"csrf_token": form["csrf_token"], "skills": form["skills"]}
    return kept | {"team": str(member.home_team_id), "reason": "看了身份证"} | typed


def test_desk_puts_a_phone_right(town, signed_in, engine):
    desk, page = signed_in(town["desk"].person), at(town["grown"], "/facts")
    shown = desk.get(page).html
    for covered in ("张小三", "13811112222", "1980"):
        assert covered not in shown

    answer = desk.post(page, facts_of(desk, town["grown"], phone="138 2222 3333"))

    assert answer.status == 303
    assert fresh(engine, Person, town["grown"].person_id).phone_tail == "3333"


def test_refused_correction_keeps_what_was_typed(town, signed_in):
    desk, page = signed_in(town["desk"].person), at(town["grown"], "/facts")

    empty = desk.post(page, facts_of(desk, town["grown"], reason=""))
    taken = desk.post(page, facts_of(desk, town["grown"], phone="13811113333"))

    assert (empty.status, taken.status) == (400, 409)
    assert "请写明看了什么证件" in empty.words
    assert "另一位志愿者登记的" in taken.words
    assert 'value="13811113333"' in taken.html


def test_desk_notes_the_guardian_as_a_person(town, signed_in, engine):
    desk, page = signed_in(town["desk"].person), at(town["child"], "/guardian")
    form = desk.get(page).form(page)
    assert "李父" not in desk.get(page).html

    answer = desk.post(page, form | {"number": town["grown"].volunteer_no, "agreed": "y"})

    assert answer.status == 303
    with Session(engine) as session:
        assert session.query(Guardian).one().guardian_person_id == town["grown"].person_id
    assert "监护人已同意" in desk.get(at(town["child"])).words


def test_nobody_opens_the_own_facts_at_the_desk(town, signed_in):
    desk = signed_in(town["desk"].person)

    assert desk.get(at(town["desk"], "/facts")).status == 403


def registration(desk, **typed):
    """The desk's registration with what is typed, nothing else ticked."""
    form = desk.get("/c/dongjie/members/new").form("/members")
    plain = {"csrf_token": form["csrf_token"], "team": "0", "agrees_to_record": "y"}
    return plain | {"name": "陈新", "birth_on": "1970-02-03", "phone": "13877776666"} | typed


def test_known_number_leads_to_the_member_here(town, signed_in):
    desk = signed_in(town["desk"].person)

    answer = desk.post("/c/dongjie/members", registration(desk, phone="13811112222"))

    assert answer.status == 409
    assert "本社区已经有这位志愿者 张*三" in answer.words
    assert at(town["grown"]) in answer.page.links


def test_who_is_known_elsewhere_joins_after_the_document_was_seen(town, signed_in, session):
    elsewhere = a_community(session, "nanguan", prefix="NG")
    a_member(session, elsewhere, "陈新", phone="13877776666", birth_on=date(1970, 2, 3))
    session.commit()
    desk = signed_in(town["desk"].person)

    offered = desk.post("/c/dongjie/members", registration(desk))
    assert (offered.status, "在别的社区登记过" in offered.words) == (409, True)
    assert 'value="陈新"' in offered.html
    unseen = desk.post("/c/dongjie/members/known", registration(desk))
    assert (unseen.status, "请先核对证件原件" in unseen.words) == (400, True)

    joined = desk.post("/c/dongjie/members/known", registration(desk, seen="y"))
    assert joined.status == 303
    assert "密码和 PIN 码还是原来的" in desk.follow(joined).words


def test_one_field_is_shown_once_for_a_reason(town, signed_in):
    desk, page = signed_in(town["desk"].person), at(town["grown"], "/full-fields")
    form = desk.get(at(town["grown"])).form(page)

    assert desk.post(page, form | {"field": "phone", "reason": ""}).status == 303
    assert "13811112222" in desk.post(page, form | {"field": "phone", "reason": "联系"}).words
    for _ in range(19):
        desk.post(page, form | {"field": "birthday", "reason": "核对"})
    assert desk.post(page, form | {"field": "phone", "reason": "联系"}).status == 429


def test_file_of_a_minor_says_whom_to_ask(town, signed_in):
    child, page = town["child"], at(town["child"], "/full-fields")
    desk, admin = signed_in(town["desk"].person), signed_in(town["admin"].person)
    shown = desk.get(at(child))
    assert "未成年人的完整资料只由社区管理员看" in shown.words

    form = shown.form(page) | {"field": "phone", "reason": "联系"}
    assert desk.post(page, form).status == 403
    form = admin.get(at(child)).form(page) | {"field": "phone", "reason": "联系"}
    assert "13811113333" in admin.post(page, form).words
