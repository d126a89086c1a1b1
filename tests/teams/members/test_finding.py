"""The one search of people, and every place that uses it (T6)."""

import pytest
from sqlalchemy import select

from accounts.models import Person
from accounts.rules import personal
from teams.authority.models import Role
from teams.members.models import Member
from teams.members.queries import finding
from tests.builders import a_community, a_member, a_role

PHONE = "13912345678"


@pytest.fixture
def community(session):
    return a_community(session, slug="dongjie", prefix="DJ")


@pytest.fixture
def zhang(session, community):
    found = a_member(session, community, "张长青", volunteer_no="DJ0387")
    for column, value in personal.sealed_phone(PHONE).items():
        setattr(found.person, column, value)
    found.person.password_hash = "x"
    for other in ("李梅", "曾国藩", "王%_/"):
        a_member(session, community, other)
    session.flush()
    return found


WAYS = [
    "DJ0387", "dj0387", "ＤＪ０３８７", " DJ0387 ", "0387", "5678", PHONE, "139 1234 5678",
    "+86 13912345678", "１３９１２３４５６７８", "张长青", "张 长青", "张", "长青", "张青", "青",
    "zcq", "zc", "ZCQ", "ｚｃｑ", "zhang", "zhangchangqing", "zhang chang qing", "changqing", "cq",
    "https://wuse.example.cn/sign-in?login=DJ0387&by=pin",
]  # fmt: skip


@pytest.mark.parametrize("typed", WAYS)
def test_t6_somebody_is_found_by_whatever_they_say(session, community, zhang, typed):
    assert finding.people_found(session, community, typed) == [zhang]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "青张", "hang", "387", "678", "1391234567", "%", "_", "张%", "x" * 300, "\x00"],
)
def test_what_is_nothing_of_theirs_does_not_find_them(session, community, zhang, typed):
    assert zhang not in finding.people_found(session, community, typed)


@pytest.mark.parametrize("typed", ["%", "_", "/", "%_/"])
def test_signs_of_the_search_itself_are_signs_of_a_name(session, community, zhang, typed):
    assert [each.person.name for each in finding.people_found(session, community, typed)] == [
        "王%_/"
    ]


def test_t6_zeng_is_found_under_z(session, community, zhang):
    assert [m.person.name for m in finding.people_found(session, community, "zgf")] == ["曾国藩"]
    assert finding.people_found(session, community, "cgf") == []


def test_nobody_of_another_community_is_found(session, zhang):
    other = a_community(session, slug="nanguan")

    assert finding.people_found(session, other, "DJ0387") == []


def test_a_number_and_a_whole_name_go_before_parts(session, community):
    longer = a_member(session, community, "李梅梅")
    whole = a_member(session, community, "李梅")

    assert finding.people_found(session, community, "李梅") == [whole, longer]
    assert finding.the_member(session, community, "李梅") == whole


def test_several_are_told_by_masked_name_and_number(session, community):
    two = [a_member(session, community, "李小梅") for _ in range(2)]

    with pytest.raises(finding.SeveralFound) as told:
        finding.the_member(session, community, "lxm")

    assert all(each.volunteer_no in told.value.sentence for each in two)
    assert "李小梅" not in told.value.sentence


def test_nobody_found_says_what_may_be_typed(session, community):
    with pytest.raises(finding.NobodyFound) as told:
        finding.the_member(session, community, "没有的人")

    assert "姓名拼音" in told.value.sentence


def test_keys_follow_a_name_wherever_it_is_set(session, community, zhang):
    kept = session.execute(select(Person.name, Person.name_keys)).all()

    assert kept
    assert all(keys for _name, keys in kept if _name != "王%_/")


@pytest.mark.parametrize("typed", ["DJ0387", "zcq", "张青", PHONE, "５６７８"])
def test_t6_the_list_of_members_finds_by_all_of_it(session, community, zhang, signed_in, typed):
    desk = a_member(session, community, "社工")
    a_role(session, desk, Role.COORDINATOR)
    person = desk.person
    session.commit()

    page = signed_in(person).get(f"/c/dongjie/members?q={typed}")

    assert "DJ0387" in page.words


@pytest.mark.parametrize("typed", ["DJ0387", "zcq", "张青", PHONE])
def test_t6_a_role_is_given_by_all_of_it(session, community, zhang, signed_in, typed):
    boss = a_member(session, community, "主任")
    a_role(session, boss, Role.COMMUNITY_ADMIN)
    person = boss.person
    session.commit()
    reader = signed_in(person)
    fields = reader.get("/c/dongjie/roles").form("/roles")

    given = reader.post(
        "/c/dongjie/roles", fields | {"number": typed, "role": "shop_clerk", "team": "0"}
    )

    assert given.status == 303, given.words


def test_members_without_a_search_are_all_listed(session, community, zhang):
    assert session.query(Member).count() == 4
