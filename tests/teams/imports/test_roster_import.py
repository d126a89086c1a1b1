"""Importing the roster: teams/imports/rules/imports.py, roster_known.py, roster_import.py."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts.models import Guardian, Person, VolunteerNumber
from accounts.rules import personal
from core import keyring
from core.db import run_on
from teams.authority.act import Act
from teams.imports.models import ImportBatch, ImportRow, ImportRowState, ImportState
from teams.imports.rules import import_rows, import_runs, imports
from teams.imports.rules.import_runs import ImportRun, NothingToAdd
from teams.imports.rules.imports import Change, FileForgotten
from teams.imports.rules.roster_import import ROSTER
from teams.members.models import Member, MemberState, TeamMember, TeamMemberState
from teams.members.rules.contacts import opened_contacts
from tests.builders import a_community, a_member, a_person
from tests.import_builders import LATER, a_file, change, check, run_batch, the_file
from tests.workbook_builders import LIN, ROSTER_HEADINGS
from tests.workbook_builders import ROSTER as ROSTER_FILE

WANG = {
    "姓名": "王大山",
    "身份证号码": "62072219900101001X",
    "联系电话": "13900139000",
    "所属队伍": "蓝队",
}
BROKEN = WANG | {"联系电话": "1390013"}
UNNUMBERED = {"姓名": "林小满", "出生年月": "1969-05-04", "所属队伍": "红队"}


@pytest.fixture
def dongjie(session):
    return a_community(session, last_number=5000)


def count(session, model, *where):
    return session.scalar(select(func.count()).select_from(model).where(*where))


def shown(session, batch, state):
    rows = session.scalars(
        select(ImportRow)
        .where(ImportRow.batch_id == batch.id, ImportRow.state == state)
        .order_by(ImportRow.id)
    )
    return list(rows)


def imported(session, community, *people, by=None, name="某表.xlsx"):
    batch = check(session, ROSTER, community, a_file(ROSTER_HEADINGS, *people, name=name), by)
    return batch, run_batch(session, ROSTER, batch, by)


def test_the_real_roster_is_checked_with_its_figures(session, dongjie, desk):
    counts = check(session, ROSTER, dongjie, the_file(ROSTER_FILE), desk).counts

    assert (counts["rows"], counts["new"], counts["withdrawn"]) == (153, 143, 1)
    assert (counts["refused"], counts["repeated"], counts["ask"]) == (7, 3, 0)


def test_the_real_roster_brings_its_people_in(session, dongjie, desk):
    batch = check(session, ROSTER, dongjie, the_file(ROSTER_FILE), desk)

    added = run_batch(session, ROSTER, batch, desk)

    assert (added, batch.state, batch.rows_added) == (143, ImportState.RUN, 143)
    assert count(session, Member, Member.row_key.is_not(None)) == 144
    assert count(session, Member, Member.state == MemberState.WITHDRAWN) == 1
    assert count(session, VolunteerNumber, VolunteerNumber.number > "DO5000") == 144
    assert count(session, TeamMember, TeamMember.asked_at == LATER) == 144
    assert count(session, Guardian) == 5


def test_the_same_roster_again_adds_nobody(session, dongjie, desk):
    batch = check(session, ROSTER, dongjie, the_file(ROSTER_FILE), desk)
    run_batch(session, ROSTER, batch, desk)

    again = check(session, ROSTER, dongjie, the_file(ROSTER_FILE), desk)

    assert (again.id, again.state) == (batch.id, ImportState.RUN)
    assert (again.counts["new"], again.counts["known"], again.counts["withdrawn"]) == (0, 143, 0)
    with pytest.raises(NothingToAdd):
        run_batch(session, ROSTER, again, desk)
    assert count(session, Member, Member.row_key.is_not(None)) == 144


def test_the_same_people_in_another_file_are_known(session, dongjie, desk):
    imported(session, dongjie, LIN, by=desk)

    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, LIN, WANG), desk)

    assert (batch.counts["known"], batch.counts["new"]) == (1, 1)


def test_a_member_is_sealed_numbered_and_in_the_team(session, dongjie, desk):
    imported(session, dongjie, LIN, by=desk)

    member = session.scalars(select(Member).where(Member.row_key.is_not(None))).one()
    person = session.get_one(Person, member.person_id)
    opened = personal.opened_resident_number(
        person.resident_number_sealed, person.resident_number_index
    )
    assert opened == LIN["身份证号码"]
    assert (person.resident_number_tail, person.phone_tail, person.name_keys.split()[1]) == (
        "0007",
        "8000",
        "lxm",
    )
    assert (member.volunteer_no, member.state) == ("DO5001", MemberState.ACTIVE)
    belonging = session.scalars(select(TeamMember).where(TeamMember.member_id == member.id)).one()
    assert belonging.state is TeamMemberState.ACCEPTED


def test_a_guardians_number_leaves_the_remarks(session, dongjie, desk):
    child = {
        "姓名": "罗小小",
        "出生年月": "2015-06-01",
        "所属队伍": "橙队",
        "备注": "监护人：罗大大 电话13800138222",
    }
    imported(session, dongjie, child, by=desk)

    member = session.scalars(select(Member).where(Member.row_key.is_not(None))).one()
    guardian = session.scalars(select(Guardian)).one()
    assert member.remarks == "监护人：罗大大 电话138****8222"
    assert keyring.sealer().open(guardian.phone_sealed, f"guardian:{guardian.id}") == "13800138222"


def test_a_child_without_guardian_waits(session, dongjie, desk):
    child = {"姓名": "罗小小", "出生年月": "2015-06-01", "所属队伍": "橙队"}

    imported(session, dongjie, child, by=desk)

    member = session.scalars(select(Member).where(Member.row_key.is_not(None))).one()
    assert member.state is MemberState.PENDING


def test_a_refused_row_mended_comes_in_alone(session, dongjie, desk):
    batch, _ = imported(session, dongjie, LIN, BROKEN, by=desk)
    (row,) = shown(session, batch, ImportRowState.REFUSED)

    mended = change(session, ROSTER, batch, Change(row.id, {"phone": "13900139000"}), desk)

    assert (mended.state, mended.counts["new"]) == (ImportState.CHECKED, 1)
    assert run_batch(session, ROSTER, mended, desk) == 1
    assert mended.rows_added == 2


def test_a_mend_that_is_still_wrong_is_kept_as_typed(session, dongjie, desk):
    bad = a_file(ROSTER_HEADINGS, BROKEN)
    batch = check(session, ROSTER, dongjie, bad, desk)
    (row,) = shown(session, batch, ImportRowState.REFUSED)

    change(session, ROSTER, batch, Change(row.id, {"phone": "139001390"}), desk)

    (again,) = shown(session, batch, ImportRowState.REFUSED)
    assert {cell.text for cell in import_rows.opened(again).cells if cell.is_wrong} == {"139001390"}


def test_a_phone_of_a_member_is_asked(session, dongjie, desk):
    a_member(session, dongjie, "赵前", phone="13900139000")

    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, WANG), desk)

    (row,) = shown(session, batch, ImportRowState.ASK)
    assert import_rows.opened(row).why == "手机号与在册的赵*相同，请确认是谁的号码。"
    assert batch.counts["new"] == 0


def test_who_is_asked_and_comes_in_leaves_the_phone_to_its_owner(session, dongjie, desk):
    a_member(session, dongjie, "赵前", phone="13900139000")
    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, WANG), desk)
    (row,) = shown(session, batch, ImportRowState.ASK)

    decided = change(session, ROSTER, batch, Change(row.id, decision="come_in"), desk)

    assert run_batch(session, ROSTER, decided, desk) == 1
    wang = session.scalars(select(Person).where(Person.name == "王大山")).one()
    assert wang.phone_index is None


def test_who_is_asked_and_left_out_can_still_come_in(session, dongjie, desk):
    a_member(session, dongjie, "赵前", phone="13900139000")
    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, WANG), desk)
    (row,) = shown(session, batch, ImportRowState.ASK)

    left = change(session, ROSTER, batch, Change(row.id, decision="leave_out"), desk)
    assert (left.counts["ask"], left.counts["aside"], left.counts["new"]) == (0, 1, 0)
    (row,) = shown(session, batch, ImportRowState.ASK)
    come = change(session, ROSTER, batch, Change(row.id, decision="come_in"), desk)

    assert (come.counts["aside"], come.counts["new"]) == (0, 1)


def test_a_couple_comes_in_with_one_phone_and_the_second_is_called_by_it(session, dongjie, desk):
    couple = a_file(ROSTER_HEADINGS, LIN | {"联系电话": "13900139000"}, WANG)

    assert run_batch(session, ROSTER, check(session, ROSTER, dongjie, couple, desk), desk) == 2
    assert count(session, Person, Person.phone_tail == "9000") == 1
    (second,) = session.scalars(select(Member).where(Member.contacts_sealed.is_not(None)))
    assert opened_contacts(second) == "电话 13900139000"


def test_a_number_registered_under_another_name_is_refused(session, dongjie, desk):
    imported(session, dongjie, WANG, by=desk)

    other = WANG | {"姓名": "王小山", "联系电话": ""}
    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, other), desk)

    (row,) = shown(session, batch, ImportRowState.REFUSED)
    assert import_rows.opened(row).column == "身份证号码"


def test_the_same_name_birthday_and_phone_without_number_is_known(session, dongjie, desk):
    imported(session, dongjie, UNNUMBERED | {"联系电话": "13800138000"}, by=desk)

    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, LIN), desk)

    assert (batch.counts["known"], batch.counts["new"]) == (1, 0)


def test_a_namesake_with_the_same_birthday_and_no_number_is_asked(session, dongjie, desk):
    imported(session, dongjie, UNNUMBERED, by=desk)

    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, LIN), desk)

    assert (batch.counts["ask"], batch.counts["new"]) == (1, 0)


def test_a_person_of_another_community_keeps_one_resident_number(session, dongjie, desk):
    nanguan = a_community(session, "nanguan")
    imported(session, nanguan, WANG)

    _, added = imported(session, dongjie, WANG, by=desk)

    assert added == 1
    assert count(session, Person, Person.name == "王大山") == 1
    assert count(session, Member, Member.row_key.is_not(None)) == 2


def test_a_phone_of_somebody_elsewhere_is_asked_without_a_name(session, dongjie, desk):
    a_person(session, "外人", phone="13900139000")

    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, WANG), desk)

    (row,) = shown(session, batch, ImportRowState.ASK)
    assert import_rows.opened(row).why == "手机号与别处登记的一位相同，请确认是谁的号码。"


def test_who_left_by_the_sheet_stays_a_member_and_is_remarked(session, dongjie, desk):
    imported(session, dongjie, WANG, by=desk)

    gone = a_file(ROSTER_HEADINGS, WANG, sheet="退出人员")
    batch = check(session, ROSTER, dongjie, gone, desk)

    assert batch.counts["withdrawn"] == 0
    assert count(session, Member, Member.state == MemberState.WITHDRAWN) == 0
    assert len(shown(session, batch, ImportRowState.REMARK)) == 1


def test_a_batch_runs_once(session, dongjie, desk):
    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, WANG), desk)
    first, second = (
        imports.read_again(Act(session, LATER, community=dongjie), ROSTER, batch.id) for _ in "ab"
    )
    import_runs.run_draft(Act(session, LATER, by=desk), first)

    with pytest.raises(ImportRun):
        import_runs.run_draft(Act(session, LATER, by=desk), second)


def test_a_forgotten_file_is_not_read_again(session, dongjie, desk):
    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, WANG), desk)
    session.get_one(ImportBatch, batch.id).file_sealed = None
    session.flush()

    with pytest.raises(FileForgotten):
        run_batch(session, ROSTER, batch, desk)


def test_two_who_press_at_once_make_one_run(session, engine, dongjie, desk):
    batch = check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, LIN, WANG), desk)
    draft = imports.read_again(Act(session, LATER, community=dongjie), ROSTER, batch.id)
    session.commit()

    def press(_):
        try:
            return run_on(
                engine, lambda own: import_runs.run_draft(Act(own, LATER, by=desk), draft)
            )
        except ImportRun:
            return "told"

    with ThreadPoolExecutor(4) as people:
        answers = sorted(map(str, people.map(press, range(4))))

    assert answers == ["2", "told", "told", "told"]
    assert count(session, Member, Member.row_key.is_not(None)) == 2
    session.rollback()


@pytest.mark.parametrize(("days", "forgotten"), [(29, 0), (30, 1)])
def test_files_are_forgotten_after_thirty_days(session, dongjie, desk, days, forgotten):
    check(session, ROSTER, dongjie, a_file(ROSTER_HEADINGS, BROKEN), desk)

    assert import_runs.forget_files(session, LATER + timedelta(days=days)) == forgotten
    assert import_runs.forget_files(session, LATER + timedelta(days=days)) == 0
    assert count(session, ImportRow) == 1 - forgotten
