"""A kept sheet checked again: teams/imports/rules/rechecks.py, with past hours that wait."""

import pytest
from sqlalchemy import func, select

from core.errors import NotAllowed, OwnCase, Stale
from teams.authority.act import Act
from teams.authority.models import Role
from teams.imports.models import ImportBatch, ImportRow, ImportState
from teams.imports.rules import import_rows, import_runs, imports, rechecks
from teams.imports.rules.import_runs import ImportRun, ImportUnderway
from teams.imports.rules.imports import FileForgotten
from teams.imports.rules.roster_import import ROSTER
from tests.builders import a_community, a_member, staff
from tests.import_builders import LATER, a_file, check, run_batch
from tests.racing import together
from volunteer.hours.models import ServiceRecord
from volunteer.hours.rules.hours_import import HOURS

PATROL = {
    "日期": "2026-01-17",
    "活动名称": "巡逻",
    "参加人员": "马明、李秀霞",
    "时长": "14:00-16:00",
}
CLEANUP = PATROL | {"日期": "2026-01-18", "活动名称": "清理", "参加人员": "马明"}


@pytest.fixture
def dongjie(session):
    community = a_community(session, last_number=5000)
    a_member(session, community, "马明")
    return community


@pytest.fixture
def second(session, dongjie):
    return staff(session, dongjie, Role.SUPERVISOR, "周正")


@pytest.fixture
def batch(session, dongjie, desk):
    """A register of three records, one of them of somebody not on the roster yet."""
    return check(session, HOURS, dongjie, a_file(list(PATROL), PATROL, CLEANUP), desk)


def recheck(session, community, batch, by, rules=HOURS):
    found = rechecks.read(Act(session, LATER, by=by, community=community), rules, batch)
    rechecks.keep(Act(session, LATER, by=by), found)
    return found.changed


def records(session):
    return session.scalar(select(func.count(ServiceRecord.id)))


def test_who_came_onto_the_roster_meanwhile_comes_in(session, dongjie, desk, batch):
    a_member(session, dongjie, "李秀霞")

    changed = recheck(session, dongjie, batch, desk)

    assert (changed.settled, changed.risen, changed.more) == ((("表", 2),), (), 1)
    assert batch.counts["new"] == 3
    assert batch.counts["refused"] == 0


def test_a_row_that_no_longer_fits_is_told(session, dongjie, desk, second, batch):
    haircut = CLEANUP | {"活动名称": "义剪", "时长": "15:00-17:00"}
    other = check(session, HOURS, dongjie, a_file(list(PATROL), haircut, name="另一份.xlsx"), desk)
    import_runs.submit(Act(session, LATER, by=desk), other)
    run_batch(session, HOURS, other, second)

    changed = recheck(session, dongjie, batch, desk)

    assert (changed.settled, changed.risen, changed.more) == ((), (("表", 3),), -1)


def test_only_what_is_new_comes_in_by_a_second_run(session, dongjie, desk, second, batch):
    import_runs.submit(Act(session, LATER, by=desk), batch)
    assert run_batch(session, HOURS, batch, second) == 2
    a_member(session, dongjie, "李秀霞")

    recheck(session, dongjie, batch, desk)

    assert batch.state is ImportState.CHECKED
    with pytest.raises(ImportRun):
        run_batch(session, HOURS, batch, second)
    import_runs.submit(Act(session, LATER, by=desk), batch)
    assert run_batch(session, HOURS, batch, second) == 1
    assert records(session) == 3


def test_a_batch_that_was_run_and_has_nothing_new_stays_run(session, dongjie, desk, second, batch):
    import_runs.submit(Act(session, LATER, by=desk), batch)
    run_batch(session, HOURS, batch, second)

    assert recheck(session, dongjie, batch, desk).more == 0

    assert batch.state is ImportState.RUN


def test_what_waits_for_a_second_person_is_left_alone_when_nothing_changed(
    session, dongjie, desk, second, batch
):
    import_runs.submit(Act(session, LATER, by=desk), batch)
    admin = staff(session, dongjie, Role.COMMUNITY_ADMIN, "赵主任")

    assert recheck(session, dongjie, batch, admin).is_same

    assert batch.state is ImportState.SUBMITTED
    assert run_batch(session, HOURS, batch, admin) == 2


def test_who_checked_anew_what_changed_is_no_second_person(session, dongjie, desk, batch):
    import_runs.submit(Act(session, LATER, by=desk), batch)
    admin = staff(session, dongjie, Role.COMMUNITY_ADMIN, "赵主任")
    a_member(session, dongjie, "李秀霞")

    recheck(session, dongjie, batch, admin)

    assert batch.state is ImportState.CHECKED
    import_runs.submit(Act(session, LATER, by=desk), batch)
    with pytest.raises(OwnCase):
        run_batch(session, HOURS, batch, admin)


def test_a_supervisor_brings_nothing_and_checks_nothing_anew(session, dongjie, second, batch):
    a_member(session, dongjie, "李秀霞")

    with pytest.raises(NotAllowed):
        recheck(session, dongjie, batch, second)


def test_refused_under_way_then_forgotten_in_that_order(session, dongjie, desk, batch):
    stored = session.get_one(ImportBatch, batch.id)
    stored.file_sealed, stored.started_at = None, LATER
    session.flush()

    with pytest.raises(ImportUnderway):
        recheck(session, dongjie, batch, desk)

    stored.started_at = None
    with pytest.raises(FileForgotten):
        recheck(session, dongjie, batch, desk)


def test_a_birthday_missing_as_a_column_is_named_and_can_be_typed(session, dongjie, desk):
    headings = ["姓名", "身份证号码", "所属队伍"]
    person = {"姓名": "王大山", "所属队伍": "蓝队"}
    batch = check(session, ROSTER, dongjie, a_file(headings, person), desk)

    row = session.scalars(select(ImportRow).where(ImportRow.batch_id == batch.id)).one()

    told = import_rows.opened(row)
    assert told.column == "出生年月"
    assert [(cell.column, cell.is_wrong) for cell in told.cells][-1] == ("birth", True)
    assert "birth" not in {cell.heading for cell in told.cells}


def test_of_a_run_and_a_check_at_once_one_is_told(session, engine, dongjie, desk, second, batch):
    import_runs.submit(Act(session, LATER, by=desk), batch)
    draft = imports.read_again(Act(session, LATER, community=dongjie), HOURS, batch.id)
    a_member(session, dongjie, "李秀霞")
    anew = rechecks.read(Act(session, LATER, community=dongjie), HOURS, batch)
    session.commit()

    ran, kept = together(
        engine,
        [
            lambda own: import_runs.run_draft(Act(own, LATER, by=second), draft),
            lambda own: rechecks.keep(Act(own, LATER, by=desk), anew),
        ],
    )

    assert (ran, type(kept)) == (2, Stale) or (type(ran), kept) == (ImportRun, None)
    assert records(session) == (2 if ran == 2 else 0)
    session.rollback()
