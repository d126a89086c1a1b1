"""What is noted of a member put right at the desk, against a document and with a reason."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, ConsentScope, Notification
from accounts.rules import consents, people
from accounts.rules.corrections import NumberOfAnother, NumberTaken, PersonFields
from accounts.rules.people import BirthdayAhead
from core.errors import NotAllowed, OwnCase
from core.resident_number import check_letter, read_number
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import MemberState, TeamColour, TeamMemberState
from teams.members.queries import teams
from teams.members.rules import corrections, joining
from teams.members.rules.corrections import Correction, NotChangeable
from tests.builders import NOW, a_member, a_role, authority_of, the_team

BORN = date(1980, 3, 4)


@pytest.fixture
def member(session, dongjie):
    return a_member(session, dongjie, "刘芳", phone="13811112222", birth_on=BORN)


def a_resident_number(born="19800304", order="123"):
    first = f"620722{born}{order}"
    return read_number(first + check_letter(first))


def corrected(session, member, by, home_team=None, reason="看了身份证", **given):
    wanted = Correction(PersonFields(**given), "理发", "周末", reason, home_team)
    return corrections.correct(Act(session, NOW, by=by), member, wanted)


def test_new_phone_and_number_are_sealed_and_noted_without_their_text(session, member, desk):
    number = a_resident_number()
    changed = corrected(session, member, desk, phone="13822223333", resident_number=number)

    assert changed == ["sex", "phone", "identity", "skills", "available_times"]
    assert people.phone_of(member.person) == "13822223333"
    assert people.resident_number_of(member.person) == number.text
    event = session.scalars(select(AuditEvent).where(AuditEvent.event == "member_corrected")).one()
    assert (event.details["fields"], event.details["reason"]) == (changed, "看了身份证")
    assert "13822223333" not in str(event.details)


def test_member_is_told_that_the_desk_changed_something(session, member, desk):
    corrected(session, member, desk, address="东苑小区")

    told = session.scalars(
        select(Notification).where(Notification.person_id == member.person_id)
    ).one()
    assert told.sentence.startswith("服务台按证件改了您的资料")


def test_nothing_changed_says_nothing(session, member, desk):
    corrected(session, member, desk)

    assert corrected(session, member, desk, phone="13811112222") == []


def test_empty_phone_stays_and_a_dropped_one_goes(session, member, desk):
    corrected(session, member, desk)
    assert people.phone_of(member.person) == "13811112222"

    corrected(session, member, desk, drops=frozenset({"phone"}))
    assert (people.phone_of(member.person), member.person.phone_index) == (None, None)


def test_what_is_left_empty_stays(session, member, desk):
    member.person.address = "东苑小区"
    corrected(session, member, desk, name="刘芳芳")
    assert (member.person.name, member.person.birth_on) == ("刘芳芳", BORN)
    assert (member.person.name_keys.split()[1], member.person.address) == ("lff", "东苑小区")

    corrected(session, member, desk, drops=frozenset({"address"}))
    assert member.person.address is None


def test_resident_number_comes_and_goes_with_its_consent(session, member, desk):
    corrected(session, member, desk, resident_number=a_resident_number())
    assert ConsentScope.RESIDENT_NUMBER in consents.live(session, member.person_id)

    corrected(session, member, desk, drops=frozenset({"resident_number"}))
    assert member.person.resident_number_sealed is None
    assert ConsentScope.RESIDENT_NUMBER not in consents.live(session, member.person_id)


def test_phone_or_number_of_another_is_refused(session, dongjie, member, desk):
    other = a_member(session, dongjie, "王五", phone="13833334444")
    people.keep_resident_number(other.person, a_resident_number().text)
    session.flush()

    for taken in ({"phone": "13833334444"}, {"resident_number": a_resident_number()}):
        with pytest.raises(NumberTaken):
            corrected(session, member, desk, **taken)


def test_number_of_another_birthday_is_refused(session, member, desk):
    with pytest.raises(NumberOfAnother):
        corrected(session, member, desk, resident_number=a_resident_number("19800305"))
    assert corrected(
        session,
        member,
        desk,
        resident_number=a_resident_number("19800305"),
        birth_on=date(1980, 3, 5),
    )


def test_birthday_ahead_is_refused(session, member, desk):
    with pytest.raises(BirthdayAhead):
        corrected(session, member, desk, birth_on=date(2026, 5, 16))


def test_home_team_of_the_desk_takes_the_member_in(session, dongjie, member, desk):
    red = the_team(session, dongjie, TeamColour.RED)
    asked = joining.ask(Act(session, NOW), member, red)

    assert "home_team" in corrected(session, member, desk, home_team=red)

    assert (member.home_team_id, asked.state) == (red.id, TeamMemberState.ACCEPTED)
    blue = the_team(session, dongjie, TeamColour.BLUE)
    corrected(session, member, desk, home_team=blue)
    assert teams.memberships(session, dongjie, member.id)[blue.id].decided_by_id == desk.person_id


def test_volunteer_and_leader_change_nobody(session, dongjie, member):
    leader = a_member(session, dongjie, "赵军")
    a_role(session, leader, Role.LEADER, the_team(session, dongjie))

    for by in (leader, member):
        with pytest.raises(NotAllowed):
            corrected(session, member, authority_of(session, by))


def test_nobody_corrects_the_own_facts_at_the_desk(session, dongjie, member):
    a_role(session, member, Role.COORDINATOR)

    with pytest.raises(OwnCase):
        corrected(session, member, authority_of(session, member))


def test_who_left_is_not_changed(session, member, desk):
    member.state = MemberState.WITHDRAWN

    with pytest.raises(NotChangeable):
        corrected(session, member, desk)
