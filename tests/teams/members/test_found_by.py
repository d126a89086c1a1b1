"""The words members are found by: kept by the database itself, and no search finds others."""

import pytest
from sqlalchemy import delete, or_, select, update

from accounts.models import Person
from core import name_keys
from teams import checks
from teams.members.models import Member, MemberWord, WordKind
from teams.members.queries import finding
from tests.builders import a_community, a_member

NAMES = (
    "张长青",
    "张青",
    "李青",
    "单秀英",
    "欧阳兰",
    "Ann Jia",
    "曾 乐",
    "王%兰",
    "王_兰",
    "O'Neil",
)
TYPED = (
    *("张", "青", "张青", "青张", "长青", "zhangchangqing", "zcq", "changqing", "cq", "zhang", "z"),
    *("shan", "dan", "oyl", "ouyang", "ou", "ann", "AJ", "j", "jia", "nj", "曾乐", "zengle", "zl"),
    *("%", "_", "王%", "王_兰", "'", "o'n", "张 青", "q", "~", "无", "ａｎｎ"),
)


def members_of(session, community):
    return [a_member(session, community, name) for name in NAMES]


def found(session, community, typed):
    asked = select(Member.id).where(
        Member.community_id == community.id, finding.is_found_by(community.id, typed)
    )
    return set(session.scalars(asked))


def looked_through(session, community, typed):
    """Who is found when everybody is looked at, one after the other."""
    is_named = name_keys.matching(Person.name, Person.name_keys, finding.folded(typed))
    asked = select(Member.id).join(Person, Person.id == Member.person_id)
    asked = asked.where(Member.community_id == community.id)
    return set(session.scalars(asked.where(or_(is_named, Member.volunteer_no == typed.upper()))))


def test_words_find_whom_a_look_at_everybody_finds(session, community):
    members_of(session, community)
    members_of(session, a_community(session, "xijie"))
    session.flush()

    for typed in TYPED:
        assert found(session, community, typed) == looked_through(session, community, typed), typed
    assert len(found(session, community, "青")) == 3


def test_a_name_put_right_is_found_by_the_new_one_alone(session, community):
    wang = a_member(session, community, "王兰")
    session.flush()
    keys = name_keys.of_person("赵兰")
    renamed = update(Person).where(Person.id == wang.person_id)
    session.execute(renamed.values(name="赵兰", name_keys=keys))

    assert found(session, community, "赵") == found(session, community, "zl") == {wang.id}
    assert found(session, community, "王") == found(session, community, "wl") == set()
    assert found(session, community, "兰") == {wang.id}


def test_a_new_phone_is_found_by_its_last_digits(session, community):
    wang = a_member(session, community, "王兰")
    session.flush()
    session.execute(update(Person).where(Person.id == wang.person_id).values(phone_tail="8642"))

    assert found(session, community, "8642") == {wang.id}
    session.execute(update(Person).where(Person.id == wang.person_id).values(phone_tail=None))
    assert found(session, community, "8642") == set()


def test_somebody_in_two_communities_is_found_in_both(session, community):
    other = a_community(session, "xijie")
    wang = a_member(session, community, "王兰")
    there = a_member(session, other, person=session.get_one(Person, wang.person_id))
    session.flush()

    assert found(session, community, "王兰") == {wang.id}
    assert found(session, other, "王兰") == {there.id}


@pytest.mark.plants_breach
@pytest.mark.parametrize("kind", WordKind)
def test_a_word_that_is_gone_is_missed(session, community, kind):
    wang = a_member(session, community, "王兰")
    session.flush()
    assert checks.members_are_found(session) == []

    session.execute(delete(MemberWord).where(MemberWord.kind == kind))

    told = checks.members_are_found(session)
    assert set(told) == {f"member {wang.id} is found by other words"}


@pytest.mark.plants_breach
def test_a_word_too_many_is_seen(session, community):
    wang = a_member(session, community, "王兰")
    session.flush()
    session.add(
        MemberWord(community_id=community.id, kind=WordKind.SIGN, word="赵", member_id=wang.id)
    )
    session.flush()

    assert checks.members_are_found(session) == [f"member {wang.id} is found by other words"]
