"""Children under 14: no secret, no registering alone, and the guardian acts (T26)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from accounts.models import Guardian, Person
from accounts.rules.people import NewGuardian, NewPerson
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.rules import children, members, registering
from teams.members.rules.children import ChildHasNoSecret, ChildRegisters
from teams.members.rules.registering import FirstPassword, Registration
from tests.builders import NOW, a_community, a_member, add, authority_of, staff

FOURTEEN, NOT_YET = date(2012, 5, 15), date(2012, 5, 16)
PARENT = NewGuardian("刘芳", "13855556666", "母亲")


@pytest.fixture
def here(session):
    return a_community(session)


@pytest.fixture
def desk(session, here):
    return staff(session, here, Role.COORDINATOR)


def wanted(birth_on):
    person = NewPerson("小明", birth_on, phone="13811112222", guardian=PARENT)
    return Registration(person, has_guardian_agreed=True)


def test_child_does_not_register_alone(session, here):
    password = FirstPassword("mountain river tree")

    with pytest.raises(ChildRegisters):
        registering.register_self(Act(session, NOW, community=here), wanted(NOT_YET), password)
    assert registering.register_self(
        Act(session, NOW, community=here), wanted(FOURTEEN), password
    ).id


@pytest.mark.parametrize(("birth_on", "has_pin"), [(NOT_YET, False), (FOURTEEN, True)])
def test_desk_registers_a_child_without_a_pin(session, here, desk, birth_on, has_pin):
    member, pin = registering.register_at_desk(
        Act(session, NOW, by=desk, community=here), wanted(birth_on)
    )

    assert bool(pin) is has_pin
    assert bool(member.person.pin_hash) is has_pin


def test_child_is_given_no_pin_before_the_birthday(session, here, desk):
    member = a_member(session, here, "小明", birth_on=NOT_YET)
    last = datetime(2026, 5, 15, 15, 59, 59, tzinfo=UTC)

    with pytest.raises(ChildHasNoSecret):
        members.give_pin(Act(session, last, by=desk), member)
    assert members.give_pin(Act(session, datetime(2026, 5, 15, 16, 0, tzinfo=UTC), by=desk), member)


def test_age_is_that_of_the_day_where_one_belongs(session):
    west = a_community(session, "xinjie", zone="Asia/Urumqi")
    person = a_member(session, west, "小明", birth_on=NOT_YET).person

    assert children.is_child_now(
        Act(session, datetime(2026, 5, 15, 17, 59, 59, tzinfo=UTC)), person
    )
    assert not children.is_child_now(Act(session, datetime(2026, 5, 15, 18, 0, tzinfo=UTC)), person)


def test_guardian_acts_for_a_child_and_for_nobody_older(session, here):
    parent = a_member(session, here, "刘芳")
    for birth_on, actor in ((NOT_YET, parent.person_id), (FOURTEEN, None)):
        child = a_member(session, here, "小明", birth_on=birth_on)
        add(
            session,
            Guardian(
                person_id=child.person_id,
                guardian_person_id=parent.person_id,
                name="刘芳",
                consented_at=NOW,
            ),
        )

        acts = children.who_acts_for(Act(session, NOW), child.person)

        assert acts == (actor or child.person_id)
        assert children.speaks_for(
            Act(session, NOW, by=authority_of(session, parent)), child
        ) is bool(actor)


def test_registration_page_sends_a_child_to_the_desk(session, here, client):
    session.commit()
    typed = {
        "name": "小明",
        "phone": "13811112222",
        "birth_on": "2017-01-02",
        "team": "0",
        "password": "mountain river tree",
        "agrees_to_record": "y",
        "guardian_name": "刘芳",
        "guardian_phone": "13855556666",
    }

    refused = client.post("/c/dongjie/register", typed)

    assert refused.status == 409
    assert "由监护人带着到社区服务台登记" in refused.words
    assert session.scalar(select(Person.id)) is None
