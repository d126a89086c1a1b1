"""Fields read in full: one at a time, for a reason, few an hour, a minor's by the administrator."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent
from accounts.rules import people
from accounts.rules.people import NewGuardian
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.rules import unmasking
from teams.members.rules.unmasking import Field, MinorsFile, Reading, TooManyReadings
from tests.builders import NOW, a_member, staff

HOUR = timedelta(hours=1)


@pytest.fixture
def member(session, dongjie):
    made = a_member(session, dongjie, "刘芳", phone="13811112222", birth_on=date(1980, 3, 4))
    people.keep_resident_number(made.person, "620722198003041234")
    made.person.address = "东苑小区 3 号楼"
    session.flush()
    return made


@pytest.fixture
def child(session, dongjie):
    made = a_member(session, dongjie, "小李", phone="13811113333", birth_on=date(2012, 1, 1))
    people.keep_guardian(session, made.person, NewGuardian("李父", "13700001111"))
    return made


def read(session, member, by, field=Field.PHONE, now=NOW):
    return unmasking.read(Act(session, now, by=by), member, Reading(field, "联系集合"))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.PHONE, "13811112222"),
        (Field.RESIDENT_NUMBER, "620722198003041234"),
        (Field.ADDRESS, "东苑小区 3 号楼"),
        (Field.BIRTHDAY, "1980-03-04"),
        (Field.GUARDIAN_PHONE, None),
    ],
)
def test_one_field_is_read_and_the_trail_keeps_which_and_why(session, member, desk, field, text):
    assert read(session, member, desk, field) == text

    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.event, event.object_id, event.actor_id) == (
        "sensitive_read",
        member.id,
        desk.person_id,
    )
    assert event.details == {"field": field.value, "reason": "联系集合"}


def test_supervisor_reads_no_field_in_full(session, dongjie, member):
    with pytest.raises(NotAllowed):
        read(session, member, staff(session, dongjie, Role.SUPERVISOR))


def test_twenty_an_hour_and_not_one_more(session, member, desk):
    for minute in range(20):
        read(session, member, desk, now=NOW + minute * timedelta(minutes=1))

    with pytest.raises(TooManyReadings) as refused:
        read(session, member, desk, now=NOW + HOUR - timedelta(seconds=1))
    assert (refused.value.status, refused.value.wait_seconds) == (429, 2)
    assert "20 项" in refused.value.sentence
    assert read(session, member, desk, now=NOW + HOUR)


def test_each_reader_has_an_hour_of_his_own(session, dongjie, member, desk):
    for _ in range(20):
        read(session, member, desk)

    assert read(session, member, staff(session, dongjie, Role.COORDINATOR))


@pytest.mark.parametrize(
    "field", [Field.PHONE, Field.RESIDENT_NUMBER, Field.ADDRESS, Field.BIRTHDAY]
)
def test_minors_field_is_read_by_the_administrator_alone(session, dongjie, child, desk, field):
    with pytest.raises(MinorsFile):
        read(session, child, desk, field)

    read(session, child, staff(session, dongjie, Role.COMMUNITY_ADMIN), field)


def test_desk_may_call_the_guardian(session, child, desk):
    assert read(session, child, desk, Field.GUARDIAN_PHONE) == "13700001111"


@pytest.mark.parametrize(("born", "is_minor"), [((2008, 5, 16), True), ((2008, 5, 15), False)])
def test_t26_file_of_a_minor_opens_at_eighteen(session, child, desk, born, is_minor):
    child.person.birth_on = date(*born)

    if is_minor:
        with pytest.raises(MinorsFile):
            read(session, child, desk)
    else:
        assert read(session, child, desk) == "13811113333"
