"""Voiding, late rosters, and objections to one line."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from core.errors import NotAllowed, NotFound, OwnCase, Stale
from points.ledger.rules import ledger
from points.ledger.rules.postings import Cause
from teams.authority.act import Act
from teams.authority.models import Role
from teams.notices.models import NoticeLineState
from teams.notices.rules.notices import AlreadyDisputed, NoticeEnded, ObjectionDecided, WordsMissing
from tests.activity_builders import the_leader
from tests.builders import NOW, a_community, a_member, a_role, authority_of, staff
from tests.service_builders import (
    a_run_shift,
    a_supervisor,
    confirmed,
    hours_of,
    line_of,
    points_of,
    posted,
    present,
    sweep,
)
from tests.trail import lines
from volunteer.activities.models import ShiftState
from volunteer.hours.models import EvidenceGrade, RecordState
from volunteer.hours.rules.objections import Decision, decide, dispute
from volunteer.hours.rules.record_corrections import (
    Correction,
    NotMadeUp,
    NotPosted,
    ReasonTooShort,
    SecondPersonNeeded,
    accept_late_list,
    void,
)
from volunteer.sign_ups.models import SignUp, SignUpState

LATER = NOW + timedelta(days=31)
WHY = "本人那天不在现场"


def take_back(session, community, record, by, **given):
    correction = Correction(given.get("reason", WHY), given.get("version", record.version))
    return void(Act(session, LATER, by=by, community=community), record.id, correction)


def test_voiding_takes_minutes_and_points_back(session, community, supervisor):
    record = posted(session, community)
    take_back(session, community, record, supervisor)

    assert (record.state, record.void_reason) == (RecordState.VOIDED, WHY)
    assert record.second_person_id == supervisor.person_id
    assert hours_of(session, record.member_id) == (0, 0)
    assert points_of(session, record.member_id) == 0


def test_t14_voiding_after_spending_leaves_a_hole(session, community, supervisor):
    record = posted(session, community, 120)
    cause = Cause(source_kind="test", source_id=1)
    ledger.debit(
        Act(session, LATER),
        ledger.Spending(
            community_id=community.id, member_id=record.member_id, points=25, cause=cause
        ),
    )
    take_back(session, community, record, supervisor)

    assert points_of(session, record.member_id) == -25


def test_a_voided_record_is_confirmed_anew(session, community, supervisor):
    record = posted(session, community)
    take_back(session, community, record, supervisor)
    sign_up = session.get_one(SignUp, record.sign_up_id)
    assert (sign_up.state, sign_up.shift.state) == (SignUpState.CHECKED_OUT, ShiftState.OPEN)

    again = confirmed(session, community, sign_up, 90, reason="提前走了", now=LATER)
    sweep(session, LATER + timedelta(days=20))

    session.refresh(again)
    assert (again.state, hours_of(session, again.member_id)) == (RecordState.POSTED, (90, 1))
    assert points_of(session, again.member_id) == 15 + 10


def test_voiding_twice_is_refused(session, community, supervisor):
    record = posted(session, community)
    take_back(session, community, record, supervisor)
    with pytest.raises(NotPosted):
        take_back(session, community, record, supervisor)


def test_what_still_hangs_is_not_voided(session, community, supervisor):
    record = confirmed(
        session, community, present(session, community, a_run_shift(session, community))
    )
    with pytest.raises(NotPosted):
        take_back(session, community, record, supervisor)


def test_who_confirmed_does_not_void(session, community):
    shift = a_run_shift(session, community)
    both = a_member(session, community, "兼职")
    a_role(session, both, Role.LEADER, shift.activity.team)
    a_role(session, both, Role.SUPERVISOR)
    by = authority_of(session, both)
    record = confirmed(session, community, present(session, community, shift), by=by)
    sweep(session, LATER)
    session.refresh(record)

    with pytest.raises(SecondPersonNeeded):
        take_back(session, community, record, by)


def test_nobody_voids_his_own_record(session, community):
    judge = a_member(session, community, "监督")
    a_role(session, judge, Role.SUPERVISOR)
    record = posted(session, community, member=judge)

    with pytest.raises(OwnCase):
        take_back(session, community, record, authority_of(session, judge))


def test_a_leader_alone_may_not_void(session, community):
    record = posted(session, community)
    with pytest.raises(NotAllowed):
        take_back(session, community, record, staff(session, community, Role.COORDINATOR))


def test_voiding_says_why(session, community, supervisor):
    record = posted(session, community)
    with pytest.raises(ReasonTooShort):
        take_back(session, community, record, supervisor, reason="不对")


def test_a_stale_page_voids_nothing(session, community, supervisor):
    record = posted(session, community)
    with pytest.raises(Stale):
        take_back(session, community, record, supervisor, version=record.version - 1)


def test_another_community_has_no_such_record(session, community):
    record = posted(session, community)
    south = a_community(session, "nanguan")
    with pytest.raises(NotFound):
        take_back(session, south, record, a_supervisor(session, south))


def accept(session, community, record, by):
    correction = Correction("看过签到表原件", record.version)
    act = Act(session, LATER, by=by, community=community)
    return accept_late_list(act, record.id, correction)


def test_t16_a_second_person_lets_a_late_list_earn(session, community, supervisor):
    shift = a_run_shift(session, community)
    record = confirmed(session, community, present(session, community, shift, how="makeup"))
    accept(session, community, record, supervisor)
    sweep(session, LATER)

    session.refresh(record)
    assert (record.grade, record.points) == (EvidenceGrade.PAPER_LIST, 20)
    assert record.second_person_id == supervisor.person_id


def test_t16_only_a_made_up_record_before_posting(session, community, supervisor):
    with pytest.raises(NotMadeUp):
        accept(session, community, posted(session, community, how="makeup"), supervisor)


@pytest.fixture
def hung(session, community):
    """Two records of one shift on one notice."""
    shift = a_run_shift(session, community)
    leader = the_leader(session, shift.activity)
    return [
        confirmed(session, community, present(session, community, shift, name), by=leader)
        for name in ("王兰", "李四")
    ]


def object_to(session, community, record, now=None, words="那天他没来"):
    neighbour = a_member(session, community, "邻居")
    line = line_of(session, record)
    when = now or record.confirmed_at + timedelta(hours=1)
    return dispute(Act(session, when, community=community), line.id, neighbour, words)


def test_t17_an_objection_stops_that_record_only(session, community, hung):
    object_to(session, community, hung[0])
    sweep(session, LATER)

    for record in hung:
        session.refresh(record)
    assert [each.state for each in hung] == [RecordState.DISPUTED, RecordState.POSTED]


def test_an_objection_upheld_voids_the_record(session, community, hung, supervisor):
    objection = object_to(session, community, hung[0])
    decide(
        Act(session, LATER, by=supervisor, community=community),
        objection.id,
        Decision(is_upheld=True, answer="查实没有到场"),
    )
    sweep(session, LATER)

    assert hung[0].state is RecordState.VOIDED
    assert line_of(session, hung[0]).state is NoticeLineState.REMOVED
    assert hours_of(session, hung[0].member_id) == (0, 0)


def test_an_objection_rejected_after_the_end_posts_at_the_next_sweep(
    session, community, hung, supervisor
):
    objection = object_to(session, community, hung[0])
    sweep(session, LATER)
    decide(
        Act(session, LATER, by=supervisor, community=community),
        objection.id,
        Decision(is_upheld=False, answer="查实在场"),
    )

    assert hung[0].state is RecordState.PUBLICITY
    assert sweep(session, LATER) == 1
    session.refresh(hung[0])
    assert hung[0].state is RecordState.POSTED


def test_an_objection_rejected_in_time_lets_the_notice_go_on(session, community, hung, supervisor):
    objection = object_to(session, community, hung[0])
    soon = hung[0].confirmed_at + timedelta(hours=2)
    decide(
        Act(session, soon, by=supervisor, community=community),
        objection.id,
        Decision(is_upheld=False, answer="查实在场"),
    )

    assert hung[0].state is RecordState.PUBLICITY
    assert line_of(session, hung[0]).state is NoticeLineState.HANGING


def test_both_sides_are_answered(session, community, hung, supervisor):
    objection = object_to(session, community, hung[0])
    decide(
        Act(session, LATER, by=supervisor, community=community),
        objection.id,
        Decision(is_upheld=False, answer="查实在场"),
    )

    told = {
        each.person_id for each in session.query(Notification) if "查实在场" in str(each.values)
    }
    assert told == {objection.made_by_id, hung[0].member.person_id}


def test_who_confirmed_does_not_decide(session, community):
    both = a_member(session, community, "兼职")
    shift = a_run_shift(session, community)
    a_role(session, both, Role.LEADER, shift.activity.team)
    a_role(session, both, Role.SUPERVISOR)
    by = authority_of(session, both)
    record = confirmed(session, community, present(session, community, shift), by=by)
    objection = object_to(session, community, record)

    with pytest.raises(OwnCase):
        decide(
            Act(session, LATER, by=by, community=community),
            objection.id,
            Decision(is_upheld=False, answer="查实在场"),
        )


def test_an_objection_is_decided_once(session, community, hung, supervisor):
    objection = object_to(session, community, hung[0])
    decision = Decision(is_upheld=False, answer="查实在场")
    decide(Act(session, LATER, by=supervisor, community=community), objection.id, decision)
    with pytest.raises(ObjectionDecided):
        decide(Act(session, LATER, by=supervisor, community=community), objection.id, decision)


def test_a_second_objection_to_the_same_line_waits(session, community, hung):
    object_to(session, community, hung[0])
    with pytest.raises(AlreadyDisputed):
        object_to(session, community, hung[0])


def test_after_the_end_nobody_objects(session, community, hung):
    with pytest.raises(NoticeEnded):
        object_to(session, community, hung[0], LATER)


def test_an_objection_has_words(session, community, hung):
    with pytest.raises(WordsMissing):
        object_to(session, community, hung[0], words="假")


def test_voiding_and_a_late_list_are_in_the_trail(session, community, supervisor):
    gone = posted(session, community)
    take_back(session, community, gone, supervisor)
    late = confirmed(
        session,
        community,
        present(session, community, a_run_shift(session, community), how="makeup"),
    )
    accept(session, community, late, supervisor)

    assert lines(session, "record_voided", "late_roster_accepted") == [
        ("record_voided", gone.id, supervisor.person_id),
        ("late_roster_accepted", late.id, supervisor.person_id),
    ]
