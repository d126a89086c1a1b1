"""A stranger at the place: on the list at once, in the hours once the desk has accepted them."""

from datetime import date, timedelta

import pytest

from accounts.models import Notification
from accounts.rules import people
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from teams.members.rules import members
from teams.members.rules.registering_on_site import MinorAtThePlace, Stranger
from teams.notices.models import Notice
from tests.activity_builders import SATURDAY, a_sign_up, counters, the_leader
from tests.builders import a_member, staff
from tests.service_builders import a_run_shift, a_station, hours_of, sweep
from volunteer.activities.models import QualificationKind
from volunteer.activities.rules.refusals import AlreadySignedUp, TrainingMissing
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.attendance.rules.newcomers import bring_in
from volunteer.attendance.rules.on_site import RegisterClosed
from volunteer.hours.models import RecordState
from volunteer.hours.rules.record_notices import hang_accepted
from volunteer.hours.rules.records import Row, confirm
from volunteer.sign_ups.models import SignUp, SignUpMove, SignUpState

BORN = date(1962, 4, 5)
STRANGER = Stranger("周桂兰", BORN, "13811112222", agrees_to_record=True)


@pytest.fixture
def brings(session, community, shift, leader):
    """Call with a stranger: the leader brings them in."""

    def do(stranger=STRANGER, now=SATURDAY, by=leader):
        return bring_in(Act(session, now, by=by, community=community), shift.id, stranger)

    return do


def test_a_stranger_is_on_the_list_at_once(session, shift, brings):
    came = brings()

    assert (came.sign_up.state, came.sign_up.is_walk_in) == (SignUpState.CHECKED_IN, True)
    assert (came.is_new, counters(session, shift)) == (True, (2, 1, 0))


def test_a_member_who_did_not_say_so_is_simply_put_on_the_list(session, community, brings):
    there = a_member(session, community, "周桂兰", phone="13811112222", birth_on=BORN)

    came = brings()

    assert (came.is_new, came.sign_up.member_id) == (False, there.id)


def test_who_is_on_the_list_already_is_not_added_twice(session, community, shift, brings):
    there = a_member(session, community, "周桂兰", phone="13811112222", birth_on=BORN)
    a_sign_up(session, community, shift, there)

    with pytest.raises(AlreadySignedUp):
        brings()


def test_registering_ends_with_the_shift_as_insurance_does(session, shift, brings):
    with pytest.raises(RegisterClosed):
        brings(now=shift.ends_at)
    assert brings(now=shift.ends_at - timedelta(seconds=1)).is_new


def test_a_minor_is_led_to_the_desk_and_nobody_is_kept(session, brings):
    before = session.query(Member).count()

    with pytest.raises(MinorAtThePlace):
        brings(Stranger("小周", date(2010, 1, 1), agrees_to_record=True))

    assert session.query(Member).count() == before


def test_what_the_post_asks_for_holds_for_strangers_too(session, shift, brings):
    shift.post.required_qualification = QualificationKind.TRAINED
    session.flush()

    with pytest.raises(TrainingMissing):
        brings()


def test_nobody_brings_in_the_own_name(session, community, shift, leader, brings):
    own = session.get_one(Member, leader.member_id).person
    own.birth_on = BORN
    session.flush()
    with pytest.raises(OwnCase):
        brings(Stranger(own.name, BORN, people.phone_of(own), agrees_to_record=True))


def test_who_keeps_no_list_brings_nobody_in(session, community, brings):
    with pytest.raises(NotAllowed):
        brings(by=staff(session, community, Role.SHOP_CLERK))


@pytest.fixture
def served(session):
    """A stranger who came and left, their minutes confirmed: the record, the desk, a moment."""
    community = a_station(session)
    shift = a_run_shift(session, community)
    leader = the_leader(session, shift.activity)

    def at(moment):
        return Act(session, moment, by=leader, community=community)

    came = bring_in(at(shift.starts_at), shift.id, STRANGER)
    mark(at(shift.ends_at), came.sign_up.id, Mark(SignUpMove.LEAVE, came.sign_up.version))
    rows = [Row(came.sign_up.id, 120, came.sign_up.version)]
    (record,) = confirm(at(shift.ends_at), shift.id, rows)
    desk = staff(session, community, Role.COORDINATOR)
    return record, Act(session, shift.ends_at, by=desk, community=community)


def told(session, record):
    person_id = session.get_one(Member, record.member_id).person_id
    return [each.sentence for each in session.query(Notification).filter_by(person_id=person_id)]


def test_hours_of_a_stranger_wait_for_the_desk(session, served):
    record, act = served

    assert hang_accepted(session, act.now) == 0
    assert (record.state, session.query(Notice).count()) == (RecordState.CONFIRMED, 0)
    assert told(session, record) == ["《%(title)s》核为 %(served)s。登记激活以后再公示、入账。"]


def test_hours_are_hung_out_and_posted_once_the_desk_has_accepted(session, served):
    record, act = served
    members.activate(act, session.get_one(Member, record.member_id))

    assert (hang_accepted(session, act.now), hang_accepted(session, act.now)) == (1, 0)

    session.refresh(record)
    assert record.state is RecordState.PUBLICITY
    assert session.query(Notice).one().posted_by_id == record.confirmed_by_id
    sweep(session, act.now + timedelta(days=30))
    assert hours_of(session, record.member_id) == (120, 1)


def test_hours_of_who_was_not_accepted_are_never_hung_out(session, served):
    record, act = served
    members.withdraw(act, session.get_one(Member, record.member_id), "不是本人")

    assert hang_accepted(session, act.now + timedelta(days=30)) == 0


def test_undoing_takes_a_stranger_off_the_list(session, shift, brings, leader, community):
    sign_up = brings().sign_up

    mark(
        Act(session, SATURDAY, by=leader, community=community),
        sign_up.id,
        Mark(SignUpMove.UNDO, sign_up.version),
    )

    assert session.get_one(SignUp, sign_up.id).state is SignUpState.CANCELLED
    assert counters(session, shift) == (2, 0, 0)
