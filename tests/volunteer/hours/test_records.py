"""Confirming the minutes of a shift."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Notification
from core import wording
from core.errors import NotAllowed, NotFound, OwnCase, Stale
from teams.authority.act import Act
from teams.authority.models import Role
from teams.notices.models import Notice, NoticeLine
from tests.activity_builders import the_leader
from tests.builders import a_community, a_member, a_role, authority_of, staff
from tests.service_builders import a_run_shift, confirmed, line_of, present, sweep
from volunteer.activities.models import ShiftState
from volunteer.attendance.rules.attendance_cases import ShiftCalledOff
from volunteer.hours.models import EvidenceGrade, RecordState, ServiceDay
from volunteer.hours.rules.records import (
    ConfirmedMeanwhile,
    MoreThanPlanned,
    NeverArrived,
    NobodyToConfirm,
    NotOverYet,
    NotWholeHalves,
    ReasonMissing,
    Row,
    confirm,
)
from volunteer.sign_ups.models import SignUpState

MINUTE = timedelta(minutes=1)


@pytest.fixture
def wang(session, community, shift):
    return present(session, community, shift)


def test_a_confirmed_record_tells_what_the_decree_asks(session, community, shift, wang):
    record = confirmed(session, community, wang)

    assert (record.service_minutes, record.raw_minutes) == (120, 120)
    assert (record.title, record.place) == ("清理楼道小广告", "北关小区东门")
    assert record.leader_name == "赵军"
    assert (record.grade, record.state) == (EvidenceGrade.TIMED, RecordState.PUBLICITY)
    assert (wang.state, shift.state) == (SignUpState.CONFIRMED, ShiftState.CONFIRMED)


def test_the_days_of_a_record_sum_to_its_minutes(session, community, wang):
    record = confirmed(session, community, wang)

    assert [(day.on_date, day.minutes) for day in session.query(ServiceDay).all()] == [
        (record.served_on, 120)
    ]


def test_the_shift_stays_open_while_somebody_waits(session, community, shift, wang):
    present(session, community, shift, "李四")
    confirmed(session, community, wang)

    assert shift.state is ShiftState.OPEN


def test_before_the_end_nothing_is_confirmed(session, community, shift, wang):
    with pytest.raises(NotOverYet):
        confirmed(session, community, wang, now=shift.ends_at - MINUTE)
    assert confirmed(session, community, wang, now=shift.ends_at)


@pytest.mark.plants_breach
def test_a_cancelled_shift_is_not_confirmed(session, community, shift, wang):
    shift.state = ShiftState.CANCELLED
    session.flush()
    with pytest.raises(ShiftCalledOff):
        confirmed(session, community, wang)


def test_nobody_confirms_his_own_minutes(session, community, shift):
    leader = the_leader(session, shift.activity)
    own = present(
        session, community, shift, session.get_one(type(shift.activity.leader), leader.member_id)
    )

    with pytest.raises(OwnCase):
        confirmed(session, community, own, by=leader)


def test_the_deputy_confirms_the_minutes_of_the_leader(session, community, shift):
    leader = the_leader(session, shift.activity)
    own = present(
        session, community, shift, session.get_one(type(shift.activity.leader), leader.member_id)
    )
    deputy = a_member(session, community, "副队")
    a_role(session, deputy, Role.DEPUTY, shift.activity.team)

    assert (
        confirmed(session, community, own, by=authority_of(session, deputy)).service_minutes == 120
    )


def test_only_who_leads_the_team_confirms(session, community, wang):
    with pytest.raises(NotAllowed):
        confirmed(session, community, wang, by=staff(session, community, Role.SUPERVISOR))


def test_another_community_has_no_such_shift(session, shift, wang):
    south = a_community(session, "nanguan")
    by = staff(session, south, Role.COORDINATOR)
    row = Row(wang.id, 120, wang.version)

    with pytest.raises(NotFound):
        confirm(Act(session, shift.ends_at, by=by, community=south), shift.id, [row])


def test_a_sign_up_of_another_shift_is_not_found(session, community, shift, wang):
    other = present(session, community, a_run_shift(session, community, starts_at=shift.ends_at))
    row = Row(other.id, 120, other.version)

    with pytest.raises(NotFound):
        confirm(
            Act(
                session, shift.ends_at, by=the_leader(session, shift.activity), community=community
            ),
            shift.id,
            [row],
        )


@pytest.mark.parametrize("times", [0, 2])
def test_an_empty_or_doubled_list_is_refused(session, community, shift, wang, times):
    rows = [Row(wang.id, 120, wang.version)] * times

    with pytest.raises(NobodyToConfirm):
        confirm(
            Act(
                session, shift.ends_at, by=the_leader(session, shift.activity), community=community
            ),
            shift.id,
            rows,
        )


def test_t40_the_second_sees_the_figure_of_the_first(session, community, wang):
    seen = wang.version
    confirmed(session, community, wang, 120)
    row = Row(wang.id, 90, seen, "提前走了")
    shift = wang.shift

    with pytest.raises(ConfirmedMeanwhile, match="120 分钟") as refused:
        confirm(
            Act(
                session, shift.ends_at, by=the_leader(session, shift.activity), community=community
            ),
            shift.id,
            [row],
        )
    assert refused.value.code == "stale"


def test_t40_times_changed_meanwhile_are_seen(session, community, wang):
    row, shift = Row(wang.id, 120, wang.version - 1), wang.shift

    with pytest.raises(Stale):
        confirm(
            Act(
                session, shift.ends_at, by=the_leader(session, shift.activity), community=community
            ),
            shift.id,
            [row],
        )


def test_who_never_arrived_has_no_minutes(session, community, shift, wang):
    wang.state, wang.arrived_at = SignUpState.APPROVED, None
    session.flush()
    with pytest.raises(NeverArrived):
        confirmed(session, community, wang)


def test_t5_not_more_than_planned(session, community, wang):
    with pytest.raises(MoreThanPlanned, match="120"):
        confirmed(session, community, wang, 121, reason="多干了一会儿")


def test_t1_a_leader_writes_half_hours(session, community, wang):
    with pytest.raises(NotWholeHalves, match="90"):
        confirmed(session, community, wang, 119, reason="提前走了")


def test_another_figure_needs_a_reason(session, community, wang):
    with pytest.raises(ReasonMissing):
        confirmed(session, community, wang, 90)
    session.refresh(wang)
    assert confirmed(session, community, wang, 90, reason="提前走了").reason == "提前走了"


def test_t4_below_the_threshold_sixty_need_a_reason(session, community, shift):
    short = present(session, community, shift, left_at=shift.starts_at + 65 * MINUTE)

    with pytest.raises(ReasonMissing):
        confirmed(session, community, short, 60)
    session.refresh(short)
    assert confirmed(session, community, short, 60, reason="家里有急事").service_minutes == 60


def test_t4_else_nothing_counts_and_nothing_is_hung(session, community, shift):
    short = present(session, community, shift, left_at=shift.starts_at + 65 * MINUTE)
    record = confirmed(session, community, short, 0)

    assert (record.service_minutes, record.state) == (0, RecordState.CONFIRMED)
    assert session.query(Notice).count() == 0


def test_t5_a_missing_check_out_needs_a_word_whatever_the_figure(session, community, shift):
    forgot = present(session, community, shift, left_at=None)

    with pytest.raises(ReasonMissing):
        confirmed(session, community, forgot, 0)
    session.refresh(forgot)
    assert (
        confirmed(session, community, forgot, 90, reason="问过组员，10:30 走的").service_minutes
        == 90
    )


def test_t6_the_record_confirmed_first_keeps_the_overlap(session, community):
    wang = a_member(session, community, "王兰")
    first = a_run_shift(session, community, 150)
    second = a_run_shift(session, community, 90, starts_at=first.ends_at, title="巡河")
    one = present(session, community, first, wang)
    two = present(session, community, second, wang)
    second.starts_at = first.ends_at - 30 * MINUTE
    second.ends_at = two.left_at = second.starts_at + 90 * MINUTE
    two.arrived_at = second.starts_at
    session.flush()

    assert confirmed(session, community, one, 150).service_minutes == 150
    with pytest.raises(MoreThanPlanned, match="60"):
        confirmed(session, community, two, 90)
    session.refresh(two)
    assert confirmed(session, community, two, 60).service_minutes == 60


def test_t7_the_last_confirmed_is_cut_to_the_day(session, community):
    wang = a_member(session, community, "王兰")
    eight = datetime.fromisoformat("2026-05-16T08:00+08:00").astimezone(UTC)
    culture = a_run_shift(session, community, 270, kind="CULTURE", starts_at=eight)
    culture.activity.type.cap_minutes = 360
    two = a_run_shift(
        session, community, 270, activity=culture.activity, starts_at=eight + timedelta(hours=6)
    )
    morning, afternoon = (present(session, community, each, wang) for each in (culture, two))

    assert confirmed(session, community, morning, 270).service_minutes == 270
    assert confirmed(session, community, afternoon, 210).service_minutes == 210


def test_t8_one_record_over_midnight_has_two_days(session, community):
    eve = datetime.fromisoformat("2026-12-31T22:30+08:00").astimezone(UTC)
    record = confirmed(
        session,
        community,
        present(session, community, a_run_shift(session, community, starts_at=eve)),
    )

    days = {str(day.on_date): day.minutes for day in session.query(ServiceDay).all()}
    assert days == {"2026-12-31": 90, "2027-01-01": 30}
    assert record.night_minutes == 120


@pytest.mark.parametrize(
    ("how", "grade"),
    [("qr", "timed"), ("leader", "timed"), ("paper", "roster"), ("makeup", "makeup")],
)
def test_t16_the_grade_says_how_it_was_known(session, community, shift, how, grade):
    assert confirmed(session, community, present(session, community, shift, how=how)).grade == grade


def test_training_is_no_service(session, community):
    shift = a_run_shift(session, community, kind="TRAINING")
    shift.activity.type.counts_as_service = False
    session.flush()
    record = confirmed(session, community, present(session, community, shift))

    assert (record.service_minutes, record.raw_minutes) == (0, 120)
    assert record.state is RecordState.PUBLICITY
    assert session.query(ServiceDay).count() == 0


def test_t17_the_notice_hangs_for_three_working_days(session, community):
    thursday = datetime.fromisoformat("2026-04-02T09:00+08:00").astimezone(UTC)
    shift = a_run_shift(
        session, community, starts_at=thursday, sign_up_opens_at=thursday - timedelta(days=9)
    )
    record = confirmed(session, community, present(session, community, shift))

    notice = session.query(Notice).one()
    assert [str(day) for day in (notice.first_on, notice.last_on)] == ["2026-04-03", "2026-04-08"]
    assert sweep(session, notice.ends_at - MINUTE) == 0
    assert sweep(session, datetime.fromisoformat("2026-04-09T00:00+08:00").astimezone(UTC)) == 1
    session.refresh(record)
    assert record.state is RecordState.POSTED


def test_a_line_of_the_notice_keeps_no_name(session, community, wang):
    line = line_of(session, confirmed(session, community, wang))

    assert wording.filled(line.sentence, line.values) == "服务 2 小时"
    assert line.member_id == wang.member_id


def test_the_figures_are_kept_as_they_were_then(session, community, shift):
    came = shift.starts_at + 12 * MINUTE
    record = confirmed(session, community, present(session, community, shift, arrived_at=came), 90)

    assert (record.planned_starts_at, record.planned_ends_at) == (shift.starts_at, shift.ends_at)
    assert (record.arrived_at, record.left_at) == (came, shift.ends_at)
    assert (record.raw_minutes, record.service_minutes) == (108, 90)
    assert (record.overlap_minutes, record.capped_minutes, record.rounding) == (0, 0, "FLOOR_30")


@pytest.mark.parametrize(("birth_on", "most"), [("2012-05-17", 240), ("2012-05-16", 300)])
def test_a_child_under_fourteen_has_a_smaller_day(session, community, birth_on, most):
    shift = a_run_shift(session, community, minutes=300, kind="CULTURE")
    shift.activity.type.cap_minutes = 360
    sign_up = present(session, community, shift, "小明")
    sign_up.member.person.birth_on = date.fromisoformat(birth_on)
    session.flush()

    with pytest.raises(MoreThanPlanned, match=str(most)):
        confirmed(session, community, sign_up, most + 30, reason="全程都在")
    assert confirmed(session, community, sign_up, most, reason="全程都在").service_minutes == most


def test_each_person_is_told(session, community, wang):
    confirmed(session, community, wang)

    told = session.query(Notification).filter_by(person_id=wang.member.person_id).all()
    assert any("核为 2 小时" in wording.filled(each.sentence, each.values) for each in told)


def test_all_rows_or_none(session, community, shift, wang):
    li = present(session, community, shift, "李四")
    rows = [Row(wang.id, 120, wang.version), Row(li.id, 999, li.version, "太多了")]
    leader = the_leader(session, shift.activity)
    session.commit()

    with pytest.raises(MoreThanPlanned):
        confirm(Act(session, shift.ends_at, by=leader, community=community), shift.id, rows)
    session.rollback()
    assert session.query(NoticeLine).count() == 0


@pytest.mark.parametrize("clock", ["00:30", "07:59", "08:00"])
def test_a_record_is_of_the_day_of_the_station(session, community, clock):
    starts = datetime.fromisoformat(f"2026-05-16T{clock}+08:00").astimezone(UTC)
    shift = a_run_shift(session, community, starts_at=starts)

    record = confirmed(session, community, present(session, community, shift))

    assert record.served_on == date(2026, 5, 16)
