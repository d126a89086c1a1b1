"""Importing past hours: volunteer/hours/rules/hours_known.py, hours_import.py."""

from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from core import clock
from core.errors import NotAllowed, OwnCase
from points.ledger.models import WalletEntry
from teams.authority.act import Act
from teams.authority.models import Role
from teams.imports.models import ImportRow, ImportRowState, ImportState
from teams.imports.rules import import_rows, import_runs
from teams.imports.rules.import_runs import ImportRun, NothingToAdd
from teams.imports.rules.imports import Change
from teams.imports.rules.roster_import import ROSTER
from tests.builders import a_community, a_member, staff
from tests.import_builders import LATER, a_file, change, check, run_batch, the_file
from tests.workbook_builders import HOURS as HOURS_FILE
from tests.workbook_builders import ROSTER as ROSTER_FILE
from volunteer.hours.models import (
    EvidenceGrade,
    MemberHours,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.rules.hours_import import HOURS, type_of

HEADINGS = ["日期", "活动名称", "队伍", "参加人员", "时长", "地点", "负责人"]
LINE = {
    "日期": "2026-01-17",
    "活动名称": "夜间巡逻",
    "队伍": "蓝队",
    "参加人员": "马明、李秀霞",
    "时长": "14:00-16:00",
    "地点": "东门",
}


@pytest.fixture
def dongjie(session):
    community = a_community(session, last_number=5000)
    for name in ("马明", "李秀霞"):
        a_member(session, community, name)
    return community


@pytest.fixture
def desk(session, dongjie):
    return staff(session, dongjie, Role.COORDINATOR)


@pytest.fixture
def second(session, dongjie):
    return staff(session, dongjie, Role.SUPERVISOR, "周正")


def a_register(*lines, **given):
    return a_file(HEADINGS, *lines, title="2026年1月登记表", sheet="1月", **given)


def posted(session, community, desk, second, upload):
    batch = check(session, HOURS, community, upload, desk)
    import_runs.submit(Act(session, LATER, by=desk), batch)
    return batch, run_batch(session, HOURS, batch, second)


def total(session, column):
    return session.scalar(select(func.coalesce(func.sum(column), 0)))


def only_row(session, batch, state):
    wanted = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.state == state)
    return session.scalars(wanted).one()


@pytest.fixture
def registered(session):
    """The community of the real roster, imported."""
    community = a_community(session, last_number=5000)
    by = staff(session, community, Role.COORDINATOR)
    run_batch(session, ROSTER, check(session, ROSTER, community, the_file(ROSTER_FILE), by), by)
    return community


def test_the_real_hours_are_posted_with_their_figures(session, registered):
    by = staff(session, registered, Role.COORDINATOR)
    other = staff(session, registered, Role.SUPERVISOR)
    batch, added = posted(session, registered, by, other, the_file(HOURS_FILE))

    assert (added, batch.counts["refused"], batch.counts["added_minutes"]) == (426, 6, 48_690)
    assert total(session, ServiceDay.minutes) == total(session, MemberHours.imported_minutes)
    assert total(session, ServiceDay.minutes) == 48_690


def test_the_real_hours_again_add_nothing(session, registered):
    by = staff(session, registered, Role.COORDINATOR)
    posted(
        session, registered, by, staff(session, registered, Role.SUPERVISOR), the_file(HOURS_FILE)
    )

    again = check(session, HOURS, registered, the_file(HOURS_FILE), by)

    assert (again.counts["new"], again.counts["known"]) == (0, 426)
    with pytest.raises(NothingToAdd):
        import_runs.submit(Act(session, LATER, by=by), again)


def test_a_record_is_posted_without_points_by_two_people(session, dongjie, desk, second):
    posted(session, dongjie, desk, second, a_register(LINE))

    record = session.scalars(select(ServiceRecord).order_by(ServiceRecord.id)).first()
    assert (record.grade, record.state) == (EvidenceGrade.IMPORTED, RecordState.POSTED)
    assert (record.service_minutes, record.points, record.type_code) == (120, 0, "PATROL")
    assert (record.confirmed_by_id, record.second_person_id) == (desk.person_id, second.person_id)
    assert clock.local(record.starts_at) == clock.local(
        datetime.fromisoformat("2026-01-17T14:00:00+08:00")
    )
    assert session.scalar(select(func.count()).select_from(WalletEntry)) == 0


def test_a_record_without_hours_begins_at_midnight_and_says_so(session, dongjie, desk, second):
    posted(session, dongjie, desk, second, a_register(LINE | {"时长": "2小时"}))

    record = session.scalars(select(ServiceRecord)).first()
    assert (record.served_on, clock.local(record.starts_at).hour) == (date(2026, 1, 17), 0)
    assert "没有写起止时间" in record.reason


def test_who_handed_in_does_not_approve(session, dongjie):
    admin = staff(session, dongjie, Role.COMMUNITY_ADMIN)
    batch = check(session, HOURS, dongjie, a_register(LINE), admin)
    import_runs.submit(Act(session, LATER, by=admin), batch)

    with pytest.raises(OwnCase):
        run_batch(session, HOURS, batch, admin)


def test_who_mended_does_not_approve(session, dongjie, desk):
    admin = staff(session, dongjie, Role.COMMUNITY_ADMIN)
    batch = check(session, HOURS, dongjie, a_register(LINE, LINE | {"时长": "半天"}), desk)
    row = only_row(session, batch, ImportRowState.REFUSED)
    batch = change(session, HOURS, batch, Change(row.id, {"duration": "16:00-17:00"}), admin)
    import_runs.submit(Act(session, LATER, by=desk), batch)

    with pytest.raises(OwnCase):
        run_batch(session, HOURS, batch, admin)


def test_a_coordinator_is_no_second_person(session, dongjie, desk):
    batch = check(session, HOURS, dongjie, a_register(LINE), desk)
    import_runs.submit(Act(session, LATER, by=desk), batch)

    with pytest.raises(NotAllowed):
        run_batch(session, HOURS, batch, staff(session, dongjie, Role.COORDINATOR, "赵岚"))


def test_what_was_not_handed_in_is_not_approved(session, dongjie, desk, second):
    batch = check(session, HOURS, dongjie, a_register(LINE), desk)

    with pytest.raises(ImportRun):
        run_batch(session, HOURS, batch, second)


def test_a_mend_takes_a_submitted_batch_back(session, dongjie, desk, second):
    batch = check(session, HOURS, dongjie, a_register(LINE, LINE | {"时长": "半天"}), desk)
    import_runs.submit(Act(session, LATER, by=desk), batch)
    row = only_row(session, batch, ImportRowState.REFUSED)

    batch = change(session, HOURS, batch, Change(row.id, {"duration": "16:00-17:00"}), desk)

    assert batch.state is ImportState.CHECKED
    with pytest.raises(ImportRun):
        run_batch(session, HOURS, batch, second)


def test_a_batch_sent_back_can_be_handed_in_again(session, dongjie, desk, second):
    batch = check(session, HOURS, dongjie, a_register(LINE), desk)
    import_runs.submit(Act(session, LATER, by=desk), batch)

    import_runs.send_back(Act(session, LATER, by=second), batch)
    import_runs.submit(Act(session, LATER, by=desk), batch)

    assert run_batch(session, HOURS, batch, second) == 2


def test_who_was_elsewhere_by_a_stored_record_is_refused(session, dongjie, desk, second):
    posted(session, dongjie, desk, second, a_register(LINE))

    other = LINE | {"活动名称": "义务理发", "时长": "15:00-17:00", "参加人员": "马明"}
    batch = check(session, HOURS, dongjie, a_register(other), desk)

    why = import_rows.opened(only_row(session, batch, ImportRowState.REFUSED)).why
    assert why == "“马明”同一时间已有服务记录，请核对。"


def test_touching_a_stored_record_is_no_clash(session, dongjie, desk, second):
    posted(session, dongjie, desk, second, a_register(LINE))

    other = LINE | {"活动名称": "义务理发", "时长": "16:00-17:00"}
    batch = check(session, HOURS, dongjie, a_register(other), desk)

    assert batch.counts["new"] == 2


def test_the_same_activity_of_a_stored_day_without_hours_is_asked(session, dongjie, desk, second):
    posted(session, dongjie, desk, second, a_register(LINE))
    same = LINE | {"时长": "1小时", "参加人员": "马明"}

    batch = check(session, HOURS, dongjie, a_register(same), desk)
    row = only_row(session, batch, ImportRowState.ASK)
    batch = change(session, HOURS, batch, Change(row.id, decision="come_in"), desk)

    assert (batch.counts["new"], batch.counts["ask"]) == (1, 0)


@pytest.mark.parametrize(("length", "asked"), [("22小时", 0), ("22.5小时", 1)])
def test_a_day_with_stored_records_over_24_hours_is_asked(
    session, dongjie, desk, second, length, asked
):
    posted(session, dongjie, desk, second, a_register(LINE))
    long = LINE | {"活动名称": "守夜", "时长": length, "参加人员": "马明"}

    batch = check(session, HOURS, dongjie, a_register(long), desk)

    assert (batch.counts["new"], batch.counts["ask"]) == (1 - asked, asked)
    if asked:
        why = import_rows.opened(only_row(session, batch, ImportRowState.ASK)).why
        assert why == "“马明”当天连同已有的记录有 24.5 小时，超过 24 小时，请核对。"


def test_the_operators_word_stands_for_the_second_person(session, dongjie):
    batch = check(session, HOURS, dongjie, a_register(LINE))

    assert run_batch(session, HOURS, batch, is_vouched=True) == 2


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("爱心义诊", "CLINIC"),
        ("垃圾分类督导", "SORTING"),
        ("理论宣讲进小区", "LECTURE"),
        ("清雪除冰", "EMERGENCY"),
        ("交通劝导", "TRAFFIC"),
        ("清理小广告", "CLEANUP"),
        ("义务理发", "HAIRCUT"),
        ("反诈宣传", "LEAFLET"),
        ("看望独居老人", "VISIT"),
        ("夜间巡逻", "PATROL"),
        ("包粽子", "OTHER"),
    ],
)
def test_the_kind_is_known_by_the_name(title, code):
    assert type_of(title) == code
