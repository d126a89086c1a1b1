"""Who objected, and in what words, is read by those who decide and by nobody else."""

from datetime import date

import pytest

from accounts.models import ConsentScope
from accounts.rules import consents
from teams.authority.act import Act
from teams.authority.models import Role
from teams.notices.models import NoticeLine, Objection
from teams.notices.rules import notices
from teams.notices.rules.notices import Announcement, Line
from tests.builders import NOW, a_community, a_member, a_role
from volunteer.hours.models import SERVICE_RECORDS

WORDS = "那天他没有来"
PAGE = "/c/dongjie/objections"


@pytest.fixture
def town(session):
    """A notice of hours with an objection to the line of a supervisor; another one hung it."""
    dongjie = a_community(session, prefix="DJ")
    made = {
        role.value: a_member(session, dongjie, "李梅")
        for role in (Role.COMMUNITY_ADMIN, Role.COORDINATOR, Role.STOCK_KEEPER, Role.SUPERVISOR)
    }
    for name in ("named", "confirming"):
        made[name] = a_member(session, dongjie, "张小三")
        a_role(session, made[name], Role.SUPERVISOR)
    for role in (Role.COMMUNITY_ADMIN, Role.COORDINATOR, Role.STOCK_KEEPER, Role.SUPERVISOR):
        a_role(session, made[role.value], role)
    line = Line(made["named"].id, 1, "服务 %(minutes)s 分钟", {"minutes": 90})
    announced = Announcement(SERVICE_RECORDS, "四月服务时长", 3, [line])
    notices.post(Act(session, NOW, community=dongjie), announced, made["confirming"].person_id)
    objector = a_member(session, dongjie, "郑福来")
    notices.raise_objection(Act(session, NOW), session.query(NoticeLine).one(), objector, WORDS)
    made["objector"] = objector
    assert all(member.person for member in made.values())
    session.commit()
    return made


def test_who_decides_reads_the_name_and_the_words(town, signed_in):
    page = signed_in(town["supervisor"].person).get(PAGE)

    assert "郑*来 说：那天他没有来" in page.words
    assert "去答复" in page.words


@pytest.mark.parametrize("role", ["community_admin", "coordinator", "stock_keeper"])
def test_others_at_the_desk_see_how_many_and_no_more(town, signed_in, role):
    page = signed_in(town[role].person).get(PAGE)

    assert "等答复 1 条" in " ".join(page.words.split())
    assert "郑" not in page.words
    assert WORDS not in page.words


@pytest.mark.parametrize("party", ["named", "confirming"])
def test_a_party_to_the_case_never_learns_who_objected(town, signed_in, party):
    page = signed_in(town[party].person).get(PAGE)

    assert "由别人核实" in page.words
    assert "郑" not in page.words
    assert WORDS not in page.words


def test_a_late_objection_is_counted_as_late(town, session, signed_in):
    session.query(Objection).one().due_on = date(2026, 5, 14)
    session.commit()

    words = signed_in(town["coordinator"].person).get(PAGE).words

    assert "其中超期 1 条" in " ".join(words.split())


def test_consent_given_and_taken_back_changes_what_hangs(town, session, signed_in):
    reader, person_id = signed_in(town["supervisor"].person), town["named"].person_id

    def shown():
        session.commit()
        return reader.get(PAGE).words

    assert "绿色生态文明队 尾号" in shown()
    consents.give(Act(session, NOW), person_id, ConsentScope.PUBLIC_NAME, person_id)
    assert "张** 尾号" in shown()
    consents.withdraw(Act(session, NOW), person_id, ConsentScope.PUBLIC_NAME, person_id)
    assert "张**" not in shown()
