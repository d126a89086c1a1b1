"""T36: asked for, decided by a second person, shredded; the books stay and the name is nowhere."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Guardian, LoginSession, Notification, Person, VolunteerNumber
from accounts.rules import hashing, login_sessions, people
from accounts.rules.people import NewGuardian, NewPerson
from core import room_members
from core.base import Base
from core.errors import NotAllowed, OwnCase
from core.masking import ERASED, name_for_staff
from teams.authority.act import Act
from teams.authority.models import Role
from teams.erasure.models import ErasureState
from teams.erasure.rules import erasures
from teams.members.models import MemberState
from teams.members.queries.finding import people_found
from teams.members.rules import registering
from teams.members.rules.members import HoldsRole
from teams.members.rules.public_names import public_names
from teams.members.rules.registering import Registration
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member, a_role, authority_of, staff
from tests.service_builders import a_run_shift, confirmed, posted, present
from tests.shop_builders import a_store, deltas, earn, wallet
from volunteer.erasing import HoursToSettle, LeadsActivities
from volunteer.sign_ups.models import SignUpState

NAME, PHONE = "贺兰长青", "13811112222"
OWN_WORDS = ("贺兰父", "会修电脑", "东街 3 号楼", "某手机")
LATER = NOW + timedelta(days=60)


@pytest.fixture
def store(session):
    return a_store(session)


@pytest.fixture
def member(session, store):
    """Somebody with a phone, a PIN, a guardian noted long ago, a device and some words."""
    made = a_member(
        session,
        store.community,
        NAME,
        phone=PHONE,
        pin_hash=hashing.hashed("864209"),
        skills="会修电脑",
    )
    made.person.address = "东街 3 号楼"
    people.keep_guardian(session, made.person, NewGuardian("贺兰父", "13700001111"))
    login_sessions.begin(Act(session, NOW), made.person, "某手机", is_staff=False)
    session.flush()
    return made


@pytest.fixture
def act(session, store):
    """Act as somebody of this authority, at NOW unless said."""

    def acting(by, now=NOW):
        return Act(session, now, by=by, community=store.community)

    return acting


@pytest.fixture
def supervisor(session, store):
    return staff(session, store.community, Role.SUPERVISOR, "监督员")


@pytest.fixture
def coordinator(session, store):
    return staff(session, store.community, Role.COORDINATOR, "社工")


def asked(session, act, member, now=NOW):
    return erasures.ask(act(authority_of(session, member), now), member, is_confirmed=True)


def kept_words(session):
    """Every text and every JSON the database keeps, of all tables, in one string."""
    session.flush()
    rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    return "\n".join(
        str(cell) for row in rows for cell in row if isinstance(cell, str | dict | list)
    )


def test_nothing_in_the_database_names_who_was_erased(session, store, act, member, supervisor):
    other = store.member(name="马红霞", points=0)
    Act(session, NOW).tell(
        other.person_id,
        "%(name)s（尾号 %(tail)s）说明了没来的原因。",
        name=name_for_staff(NAME),
        tail=member.volunteer_no[-4:],
    )
    own = asked(session, act, member)
    assert NAME in kept_words(session)

    erasures.erase(act(supervisor), own)

    words = kept_words(session)
    for trace in (
        NAME,
        name_for_staff(NAME),
        PHONE,
        PHONE[-4:],
        "贺兰父",
        "会修电脑",
        "东街 3 号楼",
        "某手机",
    ):
        assert trace not in words
    person = session.get_one(Person, member.person_id)
    assert (person.name, person.phone_sealed, person.phone_index) == (ERASED, None, None)
    assert session.scalars(select(Guardian)).all() == []
    assert member.state is MemberState.ANONYMISED
    told = session.scalars(select(Notification).where(Notification.person_id == other.person_id))
    assert next(told).values["name"] == ERASED


def test_nobody_signs_in_nor_is_found_nor_gets_the_number_again(
    session, store, act, member, supervisor
):
    number = member.volunteer_no
    erasures.erase(act(supervisor), asked(session, act, member))

    person = session.get_one(Person, member.person_id)
    assert (person.is_disabled, person.password_hash, person.pin_hash) == (True, None, None)
    open_devices = select(LoginSession.id).where(
        LoginSession.person_id == person.id, LoginSession.ended_at.is_(None)
    )
    assert session.scalars(open_devices).all() == []
    for typed in (NAME, "hlcq", PHONE, PHONE[-4:]):
        assert people_found(session, store.community, typed, only_active=False) == []
    assert session.get_one(VolunteerNumber, number).person_id == person.id
    again = Registration(NewPerson(NAME, date(1970, 1, 1), phone=PHONE))
    password = registering.FirstPassword("mountain river tree")
    anew = registering.register_self(Act(session, NOW, community=store.community), again, password)
    assert anew.volunteer_no != number
    assert anew.person_id != person.id


def test_points_lapse_by_the_rule_after_reservations_came_back(
    session, store, act, member, supervisor
):
    earn(session, member, 100)
    soap = store.product(price=40, stock=5)
    store.reserve(member, (soap, 1))
    told = room_members.foretell_erasure(session, store.community.id, member.id, NOW)
    assert [each.values for each in told] == [{"points": 100, "count": 1}]

    erasures.erase(act(supervisor), asked(session, act, member))

    assert (wallet(session, member).posted, wallet(session, member).held) == (0, 0)
    assert deltas(session, member)[-1] == -100
    assert store.left(soap) == 5


def test_places_ahead_are_given_back(session, store, act, member, supervisor):
    shift = a_shift(session, an_activity(session, store.community))
    place = a_sign_up(session, store.community, shift, member)
    told = room_members.foretell_erasure(session, store.community.id, member.id, NOW)
    assert [each.values for each in told] == [{"count": 1}]

    erasures.erase(act(supervisor), asked(session, act, member))

    session.refresh(place)
    assert place.state is SignUpState.CANCELLED


def test_posted_hours_stay_without_a_name(session, store, act, member, supervisor):
    record = posted(session, store.community, member=member)

    erasures.erase(act(supervisor, LATER), asked(session, act, member, LATER))

    session.refresh(record)
    assert record.service_minutes == 120
    names = public_names(session, store.community.id, [member.id], date(2026, 7, 14))
    assert (names[member.id].name, names[member.id].number_tail) == ("", "")


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_hours_on_their_way_are_settled_first(
    session, store, act, member, supervisor, is_confirmed
):
    shift = a_run_shift(session, store.community)
    sign_up = present(session, store.community, shift, member)
    if is_confirmed:
        confirmed(session, store.community, sign_up)
    own = asked(session, act, member, shift.ends_at)

    with pytest.raises(HoursToSettle):
        erasures.erase(act(supervisor, shift.ends_at + timedelta(hours=1)), own)

    session.refresh(own)


def test_a_leader_hands_activities_on_first(session, store, act, member, supervisor):
    a_shift(session, an_activity(session, store.community, leader_id=member.id))

    with pytest.raises(LeadsActivities):
        erasures.erase(act(supervisor), asked(session, act, member))


def test_who_asked_does_not_decide(session, act, member, coordinator, supervisor):
    own = erasures.ask(act(coordinator), member, is_confirmed=True)
    assert own.asked_by_id == coordinator.person_id
    a_role(session, session.get_one(type(member), coordinator.member_id), Role.SUPERVISOR)
    both = authority_of(session, session.get_one(type(member), coordinator.member_id))

    with pytest.raises(OwnCase):
        erasures.erase(act(both), own)
    with pytest.raises(NotAllowed):
        erasures.erase(act(coordinator), own)
    erasures.erase(act(supervisor), own)

    assert own.state is ErasureState.DONE


def test_nobody_is_erased_by_himself_nor_asked_for_by_others(session, store, act, member):
    stranger = authority_of(session, a_member(session, store.community))

    with pytest.raises(NotAllowed):
        erasures.ask(act(stranger), member, is_confirmed=True)
    own = asked(session, act, member)
    with pytest.raises(NotAllowed):
        erasures.erase(act(authority_of(session, member)), own)


def test_the_consequences_are_read_first(session, act, member):
    with pytest.raises(erasures.NotConfirmed):
        erasures.ask(act(authority_of(session, member)), member, is_confirmed=False)


def test_asking_twice_is_refused(session, act, member):
    asked(session, act, member)

    with pytest.raises(erasures.AskedBefore):
        asked(session, act, member)


def test_a_request_is_taken_back_until_it_is_decided(session, act, member, supervisor):
    own = asked(session, act, member)
    erasures.take_back(act(authority_of(session, member)), own)
    with pytest.raises(erasures.DecidedBefore):
        erasures.erase(act(supervisor), own)
    assert member.person.name == NAME

    again = asked(session, act, member)
    erasures.erase(act(supervisor), again)
    with pytest.raises(erasures.DecidedBefore):
        erasures.take_back(act(staff(session, member.community, Role.COORDINATOR)), again)


def test_taking_back_is_for_the_member_and_the_desk(session, store, act, member):
    own = asked(session, act, member)
    stranger = authority_of(session, a_member(session, store.community))

    with pytest.raises(NotAllowed):
        erasures.take_back(act(stranger), own)


def test_refused_with_a_reason_that_the_member_is_told(session, act, member, supervisor):
    own = asked(session, act, member)

    erasures.refuse(act(supervisor), own, "先办完兑换")

    assert (own.state, own.answer) == (ErasureState.REFUSED, "先办完兑换")
    told = select(Notification.values).where(Notification.person_id == member.person_id)
    assert {"why": "先办完兑换"} in session.scalars(told).all()
    with pytest.raises(erasures.DecidedBefore):
        erasures.refuse(act(supervisor), own, "再说")


def test_who_holds_a_role_is_freed_of_it_first(session, act, member):
    a_role(session, member, Role.SHOP_CLERK)

    with pytest.raises(HoldsRole):
        asked(session, act, member)


@pytest.mark.parametrize(
    ("state", "is_refused"), [(MemberState.ACTIVE, True), (MemberState.WITHDRAWN, False)]
)
def test_who_belongs_elsewhere_leaves_there_first(
    session, act, member, supervisor, state, is_refused
):
    nanguan = a_community(session, "nanguan", prefix="NG")
    there = a_member(session, nanguan, person=member.person, state=state)

    if is_refused:
        with pytest.raises(erasures.BelongsElsewhere):
            asked(session, act, member)
    else:
        erasures.erase(act(supervisor), asked(session, act, member))
        assert there.state is MemberState.ANONYMISED


@pytest.mark.parametrize(
    ("born", "is_refused"), [(date(2008, 5, 16), True), (date(2008, 5, 15), False)]
)
def test_a_guardian_of_a_minor_is_replaced_first(session, store, act, member, born, is_refused):
    ward = a_member(session, store.community, "贺兰小", birth_on=born)
    kept = people.keep_guardian(session, ward.person, NewGuardian(NAME, PHONE))
    kept.guardian_person_id = member.person_id
    session.flush()

    if is_refused:
        with pytest.raises(erasures.AnswersForChild):
            asked(session, act, member)
    else:
        assert asked(session, act, member).state is ErasureState.REQUESTED
