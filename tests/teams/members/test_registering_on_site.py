"""Somebody nobody knows yet, noted where an activity runs: who it is, who may not, who is kept."""

from datetime import date

import pytest

from accounts.models import Consent, ConsentScope
from accounts.rules.people import BirthdayAhead
from core.db import run_on
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community, Member, MemberState, TeamColour
from teams.members.rules.registering import ConsentMissing
from teams.members.rules.registering_on_site import (
    ChildAtThePlace,
    MinorAtThePlace,
    PhoneOfAnother,
    SamePersonPerhaps,
    Stranger,
    meet,
)
from tests.builders import NOW, a_community, a_member, a_role, authority_of, the_team
from tests.racing import together
from tests.trail import lines

BORN = date(1962, 4, 5)
PHONE = "13811112222"
TODAY = NOW.date()


def a_leader(session, community):
    member = a_member(session, community, "赵建军")
    a_role(session, member, Role.LEADER, the_team(session, community))
    return authority_of(session, member)


@pytest.fixture
def meets(session, dongjie):
    """Call with what a stranger says: the leader of the green team notes it."""
    by = a_leader(session, dongjie)

    def do(colour=TeamColour.GREEN, **said):
        given = {"name": "周桂兰", "birth_on": BORN, "phone": PHONE, "agrees_to_record": True}
        act = Act(session, NOW, by=by, community=dongjie)
        return meet(act, Stranger(**given | said), the_team(session, dongjie, colour).id)

    do.by = by
    return do


def test_a_stranger_waits_for_the_desk_and_agreed_to_the_record(session, meets):
    member, is_new = meets()

    assert (is_new, member.state, member.home_team_id) == (True, MemberState.PENDING, None)
    assert member.registered_by_id == meets.by.person_id
    assert (member.person.phone_tail, member.person.password_hash) == ("2222", None)
    given = session.query(Consent).filter_by(person_id=member.person_id).one()
    assert (given.scope, given.noted_by_id) == (ConsentScope.SERVICE_RECORD, meets.by.person_id)
    assert lines(session, "member_registered")


def test_who_has_no_phone_is_registered_too(meets):
    assert meets(phone=None).is_new


def test_the_same_phone_name_and_birthday_is_the_member_that_is_there(session, dongjie, meets):
    there = a_member(session, dongjie, "周桂兰", phone=PHONE, birth_on=BORN)

    assert meets() == (there, False)


@pytest.mark.parametrize(
    "other", [{"name": "周桂花"}, {"birth_on": date(1962, 4, 6)}], ids=["name", "birthday"]
)
def test_a_phone_kept_with_another_name_or_birthday_is_refused(session, dongjie, meets, other):
    a_member(session, dongjie, **{"name": "周桂兰", "phone": PHONE, "birth_on": BORN} | other)

    with pytest.raises(PhoneOfAnother):
        meets()


def test_who_is_known_from_another_community_joins_this_one(session, meets):
    elsewhere = a_member(
        session, a_community(session, "nanguan"), "周桂兰", phone=PHONE, birth_on=BORN
    )

    member, is_new = meets()

    assert (is_new, member.person_id) == (True, elsewhere.person_id)
    assert (member.id == elsewhere.id, member.state) == (False, MemberState.PENDING)


def test_the_same_name_and_birthday_is_asked_about_and_told_covered(session, dongjie, meets):
    there = a_member(session, dongjie, "周桂兰", birth_on=BORN)

    with pytest.raises(SamePersonPerhaps) as asked:
        meets()

    assert "周*兰" in asked.value.sentence
    assert asked.value.number == there.volunteer_no
    assert meets(is_another=True).is_new


@pytest.mark.parametrize(
    "other",
    [{"birth_on": date(1962, 4, 6)}, {"state": MemberState.WITHDRAWN}],
    ids=["birthday", "has left"],
)
def test_a_namesake_of_another_day_and_one_who_left_are_nobody_to_ask_about(
    session, dongjie, meets, other
):
    a_member(session, dongjie, **{"name": "周桂兰", "birth_on": BORN} | other)

    assert meets().is_new


@pytest.mark.parametrize(
    ("birth_on", "refusal"),
    [
        (date(TODAY.year - 14, TODAY.month, TODAY.day + 1), ChildAtThePlace),
        (date(TODAY.year - 14, TODAY.month, TODAY.day), MinorAtThePlace),
        (date(TODAY.year - 18, TODAY.month, TODAY.day + 1), MinorAtThePlace),
        (date(TODAY.year, TODAY.month, TODAY.day + 1), BirthdayAhead),
    ],
)
def test_minors_are_led_to_the_desk(meets, birth_on, refusal):
    with pytest.raises(refusal):
        meets(birth_on=birth_on)


def test_who_is_18_today_is_registered(meets):
    assert meets(birth_on=date(TODAY.year - 18, TODAY.month, TODAY.day)).is_new


def test_nobody_is_kept_who_was_not_told(session, meets):
    with pytest.raises(ConsentMissing):
        meets(agrees_to_record=False)


def test_only_who_leads_the_team_notes_somebody(meets):
    with pytest.raises(NotAllowed):
        meets(colour=TeamColour.BLUE)


@pytest.mark.race
def test_of_four_who_note_one_stranger_at_once_one_member_comes(engine):
    def build(session):
        community = a_community(session)
        return community.id, the_team(session, community).id, a_leader(session, community)

    community_id, team_id, by = run_on(engine, build)

    def note(session):
        act = Act(session, NOW, by=by, community=session.get_one(Community, community_id))
        return meet(act, Stranger("周桂兰", BORN, PHONE, agrees_to_record=True), team_id).member.id

    met = together(engine, [note] * 4)

    assert len(set(met)) == 1
    assert run_on(engine, lambda session: session.query(Member).count()) == 2
