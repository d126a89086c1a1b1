"""Errors a volunteer reports in the own records, and their answers (民政部令第67号)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Notification
from core import wording
from core.errors import NotAllowed, NotFound, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from teams.notices.rules.notices import WordsMissing
from tests.activity_builders import SATURDAY, the_leader
from tests.builders import a_member, a_role, authority_of, staff
from tests.service_builders import (
    a_run_shift,
    confirmed,
    hours_of,
    points_of,
    posted,
    present,
)
from tests.trail import lines
from volunteer.activities.models import Shift, ShiftState
from volunteer.hours.models import CorrectionState, RecordState
from volunteer.hours.rules.record_corrections import SecondPersonNeeded
from volunteer.hours.rules.reported_errors import (
    AlreadyAnswered,
    AlreadyReported,
    Answer,
    StillHanging,
    answer,
    report,
)
from volunteer.sign_ups.models import SignUp, SignUpState

LATER = SATURDAY + timedelta(days=40)
WRONG = "那天我 11 点才走"
KEPT, PUT_RIGHT = Answer(False, "签到表上是 10 点"), Answer(True, "签到表上是 11 点")


@pytest.fixture
def record(session, community):
    return posted(session, community)


@pytest.fixture
def reports(session, community, record):
    def do(words=WRONG, record=record):
        member = session.get_one(Member, record.member_id)
        return report(Act(session, LATER, community=community), member, record.id, words)

    return do


def told(session, person_id):
    session.flush()
    rows = session.scalars(select(Notification).filter_by(person_id=person_id))
    return [wording.filled(row.sentence, row.values) for row in rows]


def test_a_report_waits_for_a_supervisor_ten_working_days(session, reports, supervisor):
    made = reports()

    assert (made.state, made.due_on) == (CorrectionState.OPEN, date(2026, 7, 9))
    assert any("7月9日前核实答复" in words for words in told(session, supervisor.person_id))


def test_right_as_it_is_changes_nothing_and_is_answered(
    session, community, record, reports, supervisor
):
    made = answer(Act(session, LATER, by=supervisor, community=community), reports().id, KEPT)

    assert (made.state, record.state) == (CorrectionState.KEPT, RecordState.POSTED)
    assert any("时长不变：签到表上是 10 点" in w for w in told(session, made.member.person_id))


def test_put_right_takes_hours_and_points_back_to_be_made_anew(
    session, community, record, reports, supervisor
):
    made = answer(Act(session, LATER, by=supervisor, community=community), reports().id, PUT_RIGHT)

    assert (made.state, record.state) == (CorrectionState.CORRECTED, RecordState.VOIDED)
    assert (hours_of(session, record.member_id), points_of(session, record.member_id)) == (
        (0, 0),
        0,
    )
    assert session.get_one(SignUp, record.sign_up_id).state is SignUpState.CHECKED_OUT
    session.expire_all()
    assert session.get_one(Shift, record.shift_id).state is ShiftState.OPEN


def test_the_leader_is_told_to_confirm_anew(session, community, record, reports, supervisor):
    answer(Act(session, LATER, by=supervisor, community=community), reports().id, PUT_RIGHT)

    leader = session.get_one(Shift, record.shift_id).activity.leader
    assert any("重新核对：签到表上是 11 点" in w for w in told(session, leader.person_id))


def test_minutes_of_nought_are_reported_and_put_right_too(session, community, reports, supervisor):
    shift = a_run_shift(session, community)
    none = confirmed(session, community, present(session, community, shift), 0, reason="没看到人")

    answer(
        Act(session, LATER, by=supervisor, community=community), reports(record=none).id, PUT_RIGHT
    )

    assert none.state is RecordState.VOIDED
    assert session.get_one(SignUp, none.sign_up_id).state is SignUpState.CHECKED_OUT


def test_what_still_hangs_is_objected_to_instead(session, community, reports):
    shift = a_run_shift(session, community)
    hanging = confirmed(session, community, present(session, community, shift))

    with pytest.raises(StillHanging):
        reports(record=hanging)


def test_a_report_says_what_is_wrong(reports):
    with pytest.raises(WordsMissing):
        reports("不对啊")
    assert reports("不对啊！")


def test_one_open_report_a_record(session, community, reports, supervisor):
    first = reports()
    with pytest.raises(AlreadyReported):
        reports()

    answer(Act(session, LATER, by=supervisor, community=community), first.id, KEPT)
    assert reports()


def test_nobody_reports_the_record_of_another(session, community, record):
    other = a_member(session, community, "李四")

    with pytest.raises(NotFound):
        report(Act(session, LATER, community=community), other, record.id, WRONG)


def test_a_report_is_answered_once(session, community, reports, supervisor):
    made = reports()
    answer(Act(session, LATER, by=supervisor, community=community), made.id, KEPT)

    with pytest.raises(AlreadyAnswered):
        answer(Act(session, LATER, by=supervisor, community=community), made.id, PUT_RIGHT)


def test_nobody_answers_his_own_report(session, community, record, reports):
    own = session.get_one(Member, record.member_id)
    a_role(session, own, Role.SUPERVISOR)

    with pytest.raises(OwnCase):
        answer(
            Act(session, LATER, by=authority_of(session, own), community=community),
            reports().id,
            KEPT,
        )


def test_who_confirmed_a_record_does_not_answer(session, community, record, reports):
    confirmer = session.scalars(select(Member).filter_by(person_id=record.confirmed_by_id)).one()
    a_role(session, confirmer, Role.SUPERVISOR)

    with pytest.raises(SecondPersonNeeded):
        answer(
            Act(session, LATER, by=authority_of(session, confirmer), community=community),
            reports().id,
            KEPT,
        )


def test_answering_is_for_supervisors(session, community, record, reports):
    shift = session.get_one(Shift, record.shift_id)
    asked, leader = reports(), the_leader(session, shift.activity)
    for by in (leader, staff(session, community, Role.COORDINATOR)):
        with pytest.raises(NotAllowed):
            answer(Act(session, LATER, by=by, community=community), asked.id, KEPT)


def test_an_answer_has_words(session, community, reports, supervisor):
    with pytest.raises(WordsMissing):
        answer(
            Act(session, LATER, by=supervisor, community=community),
            reports().id,
            Answer(is_corrected=False, words="查过"),
        )


def test_report_and_answer_are_in_the_trail(session, community, record, reports, supervisor):
    answer(Act(session, LATER, by=supervisor, community=community), reports().id, KEPT)

    noted = lines(session, "record_error_reported", "record_error_answered")
    assert [(event, actor) for event, _subject, actor in noted] == [
        ("record_error_reported", session.get_one(Member, record.member_id).person_id),
        ("record_error_answered", supervisor.person_id),
    ]
