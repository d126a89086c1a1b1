"""Who somebody is after two files became one: phones, numbers, devices, secrets, erasing."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import LoginSession, Person
from accounts.rules import corrections, login_sessions, merging, people
from accounts.rules.corrections import PersonFields
from core.errors import NotFound
from teams.authority.act import Act
from teams.erasure.rules import erasures
from teams.members.models import MemberState
from teams.members.rules import members, registering
from teams.merging.models import Merge
from teams.merging.rules import merges
from teams.merging.rules.merges import Proposal
from teams.merging.rules.refusals import (
    NotTheSamePerson,
)
from tests.builders import NOW, authority_of

NAME, PHONE, OTHER_PHONE = "王秀兰", "13811112222", "13733334444"
SEEN = Proposal(is_confirmed=True, reason="看过身份证")
STAYS = {"nominations.member_id", "awards.member_id"}


def test_two_resident_numbers_are_two_people_and_one_is_kept(session, files, merged, act, desk):
    kept, gone = files
    people.keep_resident_number(gone.person, "110101197001011237")
    people.keep_resident_number(kept.person, "110101197001011253")
    session.flush()
    with pytest.raises(NotTheSamePerson):
        merges.propose(act(desk), kept, gone, SEEN)
    people.keep_resident_number(kept.person, None)

    merged(kept, gone)

    assert people.resident_number_of(kept.person) == "110101197001011237"
    assert gone.person.resident_number_index is None


def test_devices_end_and_no_secret_nor_role_comes_along(session, files, merged, act):
    kept, gone = files
    login_sessions.begin(Act(session, NOW), gone.person, "旧手机", is_staff=False)
    mine = login_sessions.begin(Act(session, NOW), kept.person, "新手机", is_staff=False)
    pin = kept.person.pin_hash

    merged(kept, gone)

    ended = session.scalars(select(LoginSession).where(LoginSession.ended_at.is_(None)))
    assert [each.token_hash for each in ended] == [login_sessions.token_hash(mine)]
    assert (gone.person.pin_hash, gone.person.is_disabled) == (None, True)
    assert kept.person.pin_hash == pin


@pytest.mark.parametrize("takes", [True, False])
def test_the_right_phone_is_kept_and_the_other_is_still_theirs(
    session, store, files, merged, takes
):
    kept, gone = files

    merged(kept, gone, Proposal(is_confirmed=True, takes_phone=takes))

    assert people.phone_of(kept.person) == (OTHER_PHONE if takes else PHONE)
    again = registering.Registration(people.NewPerson(NAME, date(1970, 1, 1), phone=OTHER_PHONE))
    for phone in (PHONE, OTHER_PHONE):
        assert people.known(session, phone, None) == [kept.person]
    with pytest.raises(people.AlreadyRegistered):
        registering.register_self(
            Act(session, NOW, community=store.community),
            again,
            registering.FirstPassword("mountain river tree"),
        )


def test_the_desk_may_give_the_other_phone_back(session, store, files, merged, act, desk):
    kept, gone = files
    merged(kept, gone)

    corrections.correct(
        act(desk), kept.person, PersonFields(phone=OTHER_PHONE), desk.person_id, date(2026, 5, 15)
    )

    assert people.phone_of(kept.person) == OTHER_PHONE
    assert gone.person.phone_index is None


def test_erasing_the_one_shreds_what_was_merged_into_it(
    session, files, merged, act, desk, supervisor
):
    kept, gone = files
    merged(kept, gone)
    with pytest.raises(NotFound):
        erasures.ask(act(desk), gone, is_confirmed=True)
    asked = erasures.ask(act(authority_of(session, kept)), kept, is_confirmed=True)

    erasures.erase(act(supervisor), asked)

    session.expire_all()
    assert {kept.state, gone.state} == {MemberState.ANONYMISED}
    for each in session.scalars(
        select(Person).where(Person.id.in_((kept.person_id, gone.person_id)))
    ):
        assert (each.name, each.phone_index) == ("已注销", None)
    assert [each.reason for each in session.scalars(select(Merge))] == [""]
    assert merging.once(session, kept.person)


def test_who_was_merged_gets_no_card_nor_pin_and_is_not_found_for_work(
    session, files, merged, act, desk
):
    kept, gone = files
    merged(kept, gone)
    session.refresh(gone)

    with pytest.raises(members.NotActivated):
        members.give_pin(act(desk), gone)
    with pytest.raises(members.NotWaiting):
        members.resume(act(desk), gone)
