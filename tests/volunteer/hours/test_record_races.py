"""Real clients at once: two leaders confirm, two machines sweep, ten phones scan."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import keyring
from core.db import run_on
from core.engine import WRITES
from core.errors import Stale
from points.ledger.models import EntryKind, Transaction
from teams.authority.act import Act
from teams.members.models import Community, Member
from teams.notices.rules import notices
from tests.activity_builders import SATURDAY, the_leader
from tests.builders import a_member
from tests.service_builders import MINUTE, a_run_shift, a_station, confirmed, present
from volunteer.attendance.rules import check_in
from volunteer.attendance.rules.check_in import Direction, Place
from volunteer.attendance.rules.self_check_in import Scan, scan
from volunteer.hours.models import MemberHours, RecordState, ServiceRecord
from volunteer.hours.rules import record_posting, records
from volunteer.hours.rules.records import ConfirmedMeanwhile, MoreThanPlanned, Row
from volunteer.sign_ups.models import SignUp

pytestmark = pytest.mark.race


@pytest.fixture
def at_once(engine):
    """Call with acts: each runs in a thread and a transaction of its own; returns their ends."""

    def do(acts):
        def attempt(act):
            try:
                return run_on(engine, act)
            except Exception as refusal:
                return refusal

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(attempt, acts))

    return do


@pytest.fixture
def laid(engine):
    """Call with a function of a session: what it makes is committed."""

    def do(make):
        with Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as opened:
            made = make(opened)
            opened.commit()
            return made

    return do


def test_t40_of_two_confirmations_at_once_one_counts(laid, at_once, engine):
    def make(session):
        community = a_station(session)
        shift = a_run_shift(session, community)
        sign_up = present(session, community, shift)
        leaders = [the_leader(session, shift.activity, name) for name in ("队长", "副队长")]
        return community.id, shift.id, shift.ends_at, Row(sign_up.id, 120, sign_up.version), leaders

    community_id, shift_id, now, row, leaders = laid(make)

    def confirms(by):
        return lambda session: records.confirm(
            Act(session, now, by=by, community=session.get_one(Community, community_id)),
            shift_id,
            [row],
        )

    results = at_once([confirms(by) for by in leaders * 4])
    refused = [each for each in results if isinstance(each, Stale)]
    assert len(refused) == 7
    assert isinstance(refused[0], ConfirmedMeanwhile)
    with Session(engine) as session:
        assert session.scalar(select(func.count(ServiceRecord.id))) == 1


def test_two_shifts_of_one_person_confirmed_at_once_share_the_overlap(laid, at_once, engine):
    def make(session):
        community = a_station(session)
        wang = a_member(session, community, "王兰")
        shifts = [
            a_run_shift(session, community, starts_at=SATURDAY + shift * 120 * MINUTE)
            for shift in (0, 1)
        ]
        rows = [present(session, community, shift, wang) for shift in shifts]
        shifts[1].starts_at, shifts[1].ends_at = shifts[0].starts_at, shifts[0].ends_at
        rows[1].arrived_at, rows[1].left_at = rows[0].arrived_at, rows[0].left_at
        session.flush()
        leader = the_leader(session, shifts[0].activity)
        asks = [
            (shift.id, Row(row.id, 120, row.version))
            for shift, row in zip(shifts, rows, strict=True)
        ]
        return community.id, shifts[0].ends_at, asks, leader

    community_id, now, asks, leader = laid(make)

    def confirms(shift_id, row):
        return lambda session: records.confirm(
            Act(session, now, by=leader, community=session.get_one(Community, community_id)),
            shift_id,
            [row],
        )

    results = at_once([confirms(*ask) for ask in asks])
    assert [type(each) for each in results].count(MoreThanPlanned) == 1
    with Session(engine) as session:
        assert session.scalar(select(func.sum(ServiceRecord.service_minutes))) == 120


def test_sweeping_on_two_machines_posts_each_record_once(laid, at_once, engine):
    def make(session):
        community = a_station(session)
        shift = a_run_shift(session, community)
        leader = the_leader(session, shift.activity)
        for name in "甲乙丙丁戊己":
            confirmed(
                session, community, present(session, community, shift, f"王{name}"), by=leader
            )
        notices.end_due(Act(session, shift.ends_at + 30 * 24 * 60 * MINUTE))
        return shift.ends_at + 30 * 24 * 60 * MINUTE

    now = laid(make)
    at_once([lambda session: record_posting.post_passed(session, now)] * 6)
    laid(lambda session: record_posting.post_passed(session, now))

    with Session(engine) as session:
        assert set(session.scalars(select(ServiceRecord.state))) == {RecordState.POSTED}
        earned = select(func.count(Transaction.id)).where(Transaction.kind == EntryKind.EARN)
        assert session.scalar(earned) == 6
        assert set(session.scalars(select(MemberHours.posted_minutes))) == {120}


def test_ten_scans_at_once_are_one_arrival(laid, at_once, engine):
    def make(session):
        community = a_station(session)
        shift = a_run_shift(session, community)
        sign_up = present(session, community, shift)
        sign_up.state, sign_up.arrived_at, sign_up.left_at = "approved", None, None
        session.flush()
        return community.id, shift.id, sign_up.id, sign_up.member_id, sign_up.version

    community_id, shift_id, sign_up_id, member_id, version = laid(make)
    code = check_in.issue(
        Place(community_id, shift_id), Direction.IN, SATURDAY, keyring.sealer()
    ).code

    def scans(session):
        community, member = (
            session.get_one(Community, community_id),
            session.get_one(Member, member_id),
        )
        scan(
            Act(session, SATURDAY, community=community), Scan(shift_id, Direction.IN, code), member
        )

    assert at_once([scans] * 10) == [None] * 10
    with Session(engine) as session:
        assert session.get_one(SignUp, sign_up_id).version == version + 1
