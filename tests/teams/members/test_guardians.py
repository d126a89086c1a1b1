"""Who answers for a minor: noted at the desk, known as a person, never by the own word."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Consent, ConsentScope
from accounts.rules import consents, people
from accounts.rules.people import NewGuardian, NewPerson
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import MemberState
from teams.members.rules import guardians
from teams.members.rules.guardians import (
    GuardianFields,
    GuardianTooYoung,
    GuardianUnknown,
    GuardianUnreachable,
    NotMinor,
)
from teams.members.rules.registering import Registration, register_at_desk
from tests.builders import NOW, a_community, a_member, a_role, authority_of, staff

PHOTO = ConsentScope.PHOTO


@pytest.fixture
def child(session, dongjie):
    return a_member(session, dongjie, "小李", birth_on=date(2014, 1, 1))


@pytest.fixture
def mother(session, dongjie):
    return a_member(session, dongjie, "李梅", birth_on=date(1985, 1, 1))


def kept(session, child, by, **given):
    wanted = {"name": "李梅", "relation": "母亲", "phone": "13700001111", "has_agreed": True}
    return guardians.keep(Act(session, NOW, by=by), child, GuardianFields(**wanted | given))


def words_of(session, child, scope):
    """Return who gave the live consent of `scope`, and who noted it."""
    return session.execute(
        select(Consent.given_by_id, Consent.noted_by_id).where(
            Consent.person_id == child.person_id,
            Consent.scope == scope,
            Consent.withdrawn_at.is_(None),
        )
    ).one_or_none()


def test_guardian_with_a_number_is_the_one_who_agreed(session, child, mother, desk):
    guardian = kept(session, child, desk, number=mother.volunteer_no)

    assert guardian.guardian_person_id == mother.person_id
    given = words_of(session, child, ConsentScope.GUARDIAN)
    assert given == (mother.person_id, desk.person_id)
    assert people.guardian_phone(guardian) == "13700001111"


def test_guardian_without_number_speaks_for_the_child(session, child, desk):
    guardian = kept(session, child, desk)

    assert guardian.consented_at == NOW
    given = words_of(session, child, ConsentScope.GUARDIAN)
    assert given == (child.person_id, desk.person_id)


def test_guardian_agrees_to_photos_and_takes_it_back(session, child, mother, desk):
    kept(session, child, desk, number=mother.volunteer_no, wishes=frozenset({PHOTO}))
    assert words_of(session, child, PHOTO) == (mother.person_id, desk.person_id)

    kept(session, child, desk, number=mother.volunteer_no, phone=None)

    assert PHOTO not in consents.live(session, child.person_id)
    assert ConsentScope.GUARDIAN in consents.live(session, child.person_id)


def test_another_guardian_is_asked_anew(session, child, mother, desk):
    kept(session, child, desk, number=mother.volunteer_no, wishes=frozenset({PHOTO}))

    guardian = kept(session, child, desk, name="李强", has_agreed=False)

    assert (guardian.guardian_person_id, guardian.consented_at) == (None, None)
    assert consents.live(session, child.person_id) == set()


def test_no_name_of_a_minor_is_agreed_to(session, child, desk):
    kept(session, child, desk, wishes=frozenset({ConsentScope.PUBLIC_NAME}))

    assert ConsentScope.PUBLIC_NAME not in consents.live(session, child.person_id)


def test_number_nobody_active_has_is_refused(session, dongjie, child, desk):
    gone = a_member(session, dongjie, "李梅", state=MemberState.SUSPENDED)
    elsewhere = a_member(session, a_community(session, "nanguan"), "李梅")

    for number in ("DO9999", gone.volunteer_no, elsewhere.volunteer_no):
        with pytest.raises(GuardianUnknown):
            kept(session, child, desk, number=number)


@pytest.mark.parametrize(("born", "is_refused"), [((2008, 5, 16), True), ((2008, 5, 15), False)])
def test_t26_guardian_is_of_age(session, child, mother, desk, born, is_refused):
    mother.person.birth_on = date(*born)

    if is_refused:
        with pytest.raises(GuardianTooYoung):
            kept(session, child, desk, number=mother.volunteer_no)
    else:
        assert kept(session, child, desk, number=mother.volunteer_no)


def test_child_is_not_its_own_guardian(session, child, desk):
    with pytest.raises(GuardianTooYoung):
        kept(session, child, desk, number=child.volunteer_no)


@pytest.mark.parametrize("missing", ["name", "phone"])
def test_first_note_of_a_guardian_has_name_and_phone(session, child, desk, missing):
    with pytest.raises(GuardianUnreachable):
        kept(session, child, desk, **{missing: None})


def test_name_left_empty_is_the_same_guardian(session, child, mother, desk):
    kept(session, child, desk, number=mother.volunteer_no, wishes=frozenset({PHOTO}))

    guardian = kept(
        session,
        child,
        desk,
        name=None,
        phone=None,
        number=mother.volunteer_no,
        wishes=frozenset({PHOTO}),
    )

    assert (guardian.name, guardian.consented_at) == ("李梅", NOW)
    assert words_of(session, child, PHOTO) == (mother.person_id, desk.person_id)


def test_grown_up_has_no_guardian(session, mother, desk):
    with pytest.raises(NotMinor):
        kept(session, mother, desk)


def test_volunteer_notes_no_guardian(session, dongjie, child):
    with pytest.raises(NotAllowed):
        kept(session, child, staff(session, dongjie, Role.SHOP_CLERK))


def test_worker_notes_not_the_own_word_for_the_own_child(session, dongjie, child):
    own = a_member(session, dongjie, "李梅", birth_on=date(1985, 1, 1))
    a_role(session, own, Role.COORDINATOR)
    by = authority_of(session, own)

    with pytest.raises(OwnCase):
        kept(session, child, by, number=own.volunteer_no)
    guardian = kept(
        session,
        child,
        staff(session, dongjie, Role.COORDINATOR),
        number=own.volunteer_no,
        has_agreed=False,
    )
    with pytest.raises(OwnCase):
        guardians.guardian_agreed(Act(session, NOW, by=by), child)
    assert guardian.consented_at is None


def test_desk_registers_a_child_with_its_guardian_as_a_person(session, dongjie, mother, desk):
    new = NewPerson("小李", date(2014, 1, 1), guardian=NewGuardian("李梅", "13700001111", "母亲"))
    wanted = Registration(new, has_guardian_agreed=True, guardian_number=mother.volunteer_no)

    made, _ = register_at_desk(Act(session, NOW, by=desk, community=dongjie), wanted)

    assert people.guardian_of(session, made.person_id).guardian_person_id == mother.person_id
    assert words_of(session, made, ConsentScope.GUARDIAN) == (mother.person_id, desk.person_id)
    assert words_of(session, made, ConsentScope.SERVICE_RECORD).noted_by_id == desk.person_id
