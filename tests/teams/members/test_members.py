"""Registering, activating, pausing and withdrawing members."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from accounts.models import AuditEvent, ConsentScope, Guardian, Person
from accounts.rules import consents, hashing, people
from accounts.rules.people import (
    AlreadyRegistered,
    BirthdayAhead,
    GuardianMissing,
    NewGuardian,
    NewPerson,
)
from core.db import run_on
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community, Member, MemberState, TeamMember, TeamMemberState
from teams.members.rules import guardians, members, registering
from teams.members.rules.members import GuardianToAgree, NotWaiting
from teams.members.rules.registering import AlreadyMember, ConsentMissing, NotTheSame, Registration
from tests.builders import NOW, a_community, a_member, staff, the_team

PASSWORD = registering.FirstPassword("mountain river tree")


def someone(phone="13812345678", born=date(1980, 3, 4), guardian=None, name="王小明", **given):
    wanted = {"wishes": frozenset({ConsentScope.PUBLIC_NAME})} | given
    return Registration(NewPerson(name, born, phone=phone, guardian=guardian), **wanted)


def itself(session, community, wanted):
    return registering.register_self(Act(session, NOW, community=community), wanted, PASSWORD)


MOTHER = NewGuardian("李梅", "13700001111", "母亲")


def test_registering_oneself_waits_for_activation(session, dongjie):
    member = itself(session, dongjie, someone(team_id=the_team(session, dongjie).id))

    assert member.state is MemberState.PENDING
    assert member.volunteer_no == "DO0001"
    assert session.scalar(select(TeamMember.state)) is TeamMemberState.REQUESTED


def test_numbers_follow_one_another(session, dongjie):
    numbers = [itself(session, dongjie, someone(f"1381234567{n}")).volunteer_no for n in range(3)]

    assert numbers == ["DO0001", "DO0002", "DO0003"]


def test_keys_are_kept_for_the_search(session, dongjie):
    assert itself(session, dongjie, someone()).person.name_keys.split()[1] == "wxm"


def test_phone_is_sealed_to_its_own_row(session, dongjie):
    person = itself(session, dongjie, someone()).person

    assert b"13812345678" not in person.phone_sealed
    assert people.phone_of(person) == "13812345678"


def test_known_phone_is_refused(session, dongjie):
    itself(session, dongjie, someone())

    with pytest.raises(AlreadyRegistered):
        itself(session, dongjie, someone(name="王大明"))


def test_known_resident_number_is_refused(session, dongjie):
    born = date(1980, 3, 4)
    known = NewPerson("王小明", born, resident_number="620722198003041234")
    itself(session, dongjie, Registration(known))

    with pytest.raises(AlreadyRegistered):
        itself(session, dongjie, Registration(known))


def test_without_agreeing_to_the_record_nobody_is_registered(session, dongjie):
    with pytest.raises(ConsentMissing):
        itself(session, dongjie, someone(agrees_to_record=False))


def test_birthday_ahead_is_refused(session, dongjie):
    with pytest.raises(BirthdayAhead):
        itself(session, dongjie, someone(born=date(2026, 5, 16)))


@pytest.mark.parametrize(
    ("born", "needs_guardian"),
    [(date(2008, 5, 15), False), (date(2008, 5, 16), True), (date(2008, 2, 29), False)],
)
def test_t26_eighteenth_birthday_ends_the_need_of_a_guardian(
    session, dongjie, born, needs_guardian
):
    if needs_guardian:
        with pytest.raises(GuardianMissing):
            itself(session, dongjie, someone(born=born))
    else:
        assert itself(session, dongjie, someone(born=born)).state is MemberState.PENDING


def test_wishes_are_separate_consents(session, dongjie):
    member = itself(session, dongjie, someone())

    agreed = consents.live(session, member.person_id)

    assert agreed == {ConsentScope.SERVICE_RECORD, ConsentScope.PUBLIC_NAME}


def test_minor_agrees_to_no_publication(session, dongjie):
    child = someone(None, date(2011, 1, 1), MOTHER)

    member = itself(session, dongjie, child)

    assert consents.live(session, member.person_id) == {ConsentScope.SERVICE_RECORD}


def test_minor_is_activated_only_after_the_guardian_agreed(session, dongjie, desk):
    member = itself(session, dongjie, someone(None, date(2011, 1, 1), MOTHER))

    with pytest.raises(GuardianToAgree):
        members.activate(Act(session, NOW, by=desk), member)
    guardians.guardian_agreed(Act(session, NOW, by=desk), member)
    members.activate(Act(session, NOW, by=desk), member)

    assert member.state is MemberState.ACTIVE
    assert session.scalar(select(Guardian.checked_by_id)) == desk.person_id


def test_desk_registers_active_with_a_first_pin(session, dongjie, desk):
    member, pin = registering.register_at_desk(
        Act(session, NOW, by=desk, community=dongjie), someone(None)
    )

    assert member.state is MemberState.ACTIVE
    assert hashing.matches(pin, member.person.pin_hash)
    assert member.person.must_change_secret


def test_first_pin_is_not_in_the_audit_trail(session, dongjie, desk):
    _, pin = registering.register_at_desk(Act(session, NOW, by=desk, community=dongjie), someone())

    trail = " ".join(str(row.details) for row in session.scalars(select(AuditEvent)))

    assert pin not in trail
    assert "13812345678" not in trail


def test_volunteer_registers_nobody_else(session, dongjie):
    volunteer = staff(session, dongjie, Role.SHOP_CLERK)

    with pytest.raises(NotAllowed):
        registering.register_at_desk(Act(session, NOW, by=volunteer, community=dongjie), someone())


def test_nobody_activates_the_own_file(session, dongjie, desk):
    own = session.get_one(Member, desk.member_id)

    with pytest.raises(OwnCase):
        members.activate(Act(session, NOW, by=desk), own)


def test_activating_twice_is_refused(session, dongjie, desk):
    member = itself(session, dongjie, someone())
    members.activate(Act(session, NOW, by=desk), member)

    with pytest.raises(NotWaiting):
        members.activate(Act(session, NOW, by=desk), member)


def test_pausing_and_resuming(session, dongjie, desk):
    member = a_member(session, dongjie)
    members.suspend(Act(session, NOW, by=desk), member, "长期联系不上")
    assert member.state is MemberState.SUSPENDED

    members.resume(Act(session, NOW, by=desk), member)

    assert member.state is MemberState.ACTIVE


def test_pausing_twice_is_refused(session, dongjie, desk):
    member = a_member(session, dongjie)
    members.suspend(Act(session, NOW, by=desk), member, "长期联系不上")

    with pytest.raises(NotWaiting):
        members.suspend(Act(session, NOW, by=desk), member, "长期联系不上")


def test_another_volunteer_withdraws_nobody(session, dongjie):
    clerk = staff(session, dongjie, Role.SHOP_CLERK)

    with pytest.raises(NotAllowed):
        members.withdraw(Act(session, NOW, by=clerk), a_member(session, dongjie), "不来了")


def test_withdrawn_member_keeps_the_day(session, dongjie, desk):
    member = a_member(session, dongjie)

    members.withdraw(Act(session, NOW, by=desk), member, "搬走了")

    assert (member.state, member.withdrawn_on) == (MemberState.WITHDRAWN, date(2026, 5, 15))


@pytest.fixture
def nanguan(session):
    return a_community(session, "nanguan")


def test_known_person_becomes_a_member_elsewhere_once(session, dongjie, nanguan, desk):
    first, pin = registering.register_at_desk(
        Act(session, NOW, by=desk, community=dongjie), someone()
    )
    by = staff(session, nanguan, Role.COORDINATOR)

    made = registering.enrol_known(Act(session, NOW, by=by, community=nanguan), someone())

    assert (made.person_id, made.state) == (first.person_id, MemberState.ACTIVE)
    assert made.volunteer_no != first.volunteer_no
    assert hashing.matches(pin, made.person.pin_hash)
    with pytest.raises(AlreadyMember):
        registering.enrol_known(Act(session, NOW, by=by, community=nanguan), someone())


@pytest.mark.parametrize(
    "typed", [{"name": "王大明"}, {"born": date(1980, 3, 5)}, {"phone": "13899998888"}]
)
def test_who_does_not_agree_with_the_document_does_not_join(session, dongjie, nanguan, desk, typed):
    registering.register_at_desk(Act(session, NOW, by=desk, community=dongjie), someone())

    with pytest.raises(NotTheSame):
        registering.enrol_known(
            Act(session, NOW, by=staff(session, nanguan, Role.COORDINATOR), community=nanguan),
            someone(**typed),
        )


def test_phone_of_one_and_number_of_another_are_nobody(session, dongjie, nanguan):
    resident_number, born = "620722198003041234", date(1980, 3, 4)
    a_member(session, dongjie, "王小明", phone="13812345678", birth_on=born)
    other = a_member(session, dongjie, "王小明", birth_on=born)
    people.keep_resident_number(other.person, resident_number)
    both = NewPerson("王小明", born, phone="13812345678", resident_number=resident_number)

    with pytest.raises(NotTheSame):
        registering.enrol_known(
            Act(session, NOW, by=staff(session, nanguan, Role.COORDINATOR), community=nanguan),
            Registration(both),
        )


def test_joining_elsewhere_takes_the_desk_and_the_record(session, dongjie, nanguan, desk):
    registering.register_at_desk(Act(session, NOW, by=desk, community=dongjie), someone())

    with pytest.raises(NotAllowed):
        registering.enrol_known(
            Act(session, NOW, by=staff(session, nanguan, Role.SUPERVISOR), community=nanguan),
            someone(),
        )
    with pytest.raises(ConsentMissing):
        registering.enrol_known(
            Act(session, NOW, by=staff(session, nanguan, Role.COORDINATOR), community=nanguan),
            someone(agrees_to_record=False),
        )


@pytest.mark.race
def test_thirty_two_registrations_with_one_phone_make_one_person(session, engine, dongjie):
    session.commit()
    answers = []

    def register():
        def act(own):
            community = own.get_one(Community, dongjie.id)
            return registering.register_self(
                Act(own, NOW, community=community), someone(), PASSWORD
            ).volunteer_no

        try:
            answers.append(run_on(engine, act))
        except AlreadyRegistered:
            answers.append(None)

    threads = [threading.Thread(target=register) for _ in range(32)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(answers) == 32
    assert [answer for answer in answers if answer] == ["DO0001"]
    assert session.scalar(select(func.count()).select_from(Person)) == 1
