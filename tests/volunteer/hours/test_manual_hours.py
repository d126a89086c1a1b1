"""Hours added by hand: one proposes, a second person approves (contract 8, T6, T7)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import NotAllowed, NotFound, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from tests.activity_builders import SATURDAY, a_kind
from tests.builders import a_community, a_member, authority_of, staff, the_team
from tests.service_builders import (
    a_run_shift,
    confirmed,
    hours_of,
    points_of,
    present,
    sweep,
)
from tests.trail import lines
from volunteer.hours.models import (
    EvidenceGrade,
    HourProposal,
    ProposalState,
    RecordState,
    ServiceRecord,
)
from volunteer.hours.rules.manual_hours import (
    AlreadyDecided,
    EvidenceMissing,
    Hours,
    HoursOverlap,
    decide,
    propose,
)
from volunteer.hours.rules.records import MoreThanPlanned, NotOverYet, NotWholeHalves

LATER = SATURDAY + timedelta(days=3)
MINUTE = timedelta(minutes=1)
WRONG = "电话核实没有这回事"


@pytest.fixture
def wang(session, community):
    return a_member(session, community, "王兰")


@pytest.fixture
def coordinator(session, community):
    return staff(session, community, Role.COORDINATOR, "社工")


@pytest.fixture
def hours(session, community, wang):
    words = ("系统停了半天没记上", "签到表照片，存服务台")
    team, kind = the_team(session, community), a_kind(session, community)
    return Hours(wang.id, team.id, kind.id, "清理楼道", SATURDAY, 120, words)


@pytest.fixture
def proposes(session, community, hours, coordinator):
    def do(by=coordinator, now=LATER, **given):
        return propose(Act(session, now, by=by, community=community), replace(hours, **given))

    return do


def test_approved_hours_hang_and_post_without_points(
    session, community, wang, proposes, supervisor, coordinator
):
    made = decide(
        Act(session, LATER, by=supervisor, community=community), proposes().id, "", is_approved=True
    )
    record = session.get_one(ServiceRecord, made.record_id)
    assert (record.grade, record.state) == (EvidenceGrade.MAKEUP, RecordState.PUBLICITY)
    assert record.confirmed_by_id == coordinator.person_id
    assert record.second_person_id == supervisor.person_id

    sweep(session, LATER + timedelta(days=30))
    assert (hours_of(session, wang.id), points_of(session, wang.id)) == ((120, 1), 0)


def test_until_approved_nothing_counts(session, proposes):
    assert proposes().state is ProposalState.OPEN
    assert session.query(ServiceRecord).count() == 0


def test_refusing_says_why(session, community, proposes, supervisor):
    made = proposes()
    with pytest.raises(EvidenceMissing):
        decide(
            Act(session, LATER, by=supervisor, community=community),
            made.id,
            "不行",
            is_approved=False,
        )

    assert (
        decide(
            Act(session, LATER, by=supervisor, community=community),
            made.id,
            WRONG,
            is_approved=False,
        ).state
        is ProposalState.REFUSED
    )
    assert session.query(ServiceRecord).count() == 0


def test_it_is_decided_once(session, community, proposes, supervisor):
    made = proposes()
    decide(
        Act(session, LATER, by=supervisor, community=community), made.id, WRONG, is_approved=False
    )

    with pytest.raises(AlreadyDecided):
        decide(
            Act(session, LATER, by=supervisor, community=community), made.id, "", is_approved=True
        )


@pytest.mark.parametrize(("minutes", "refused"), [(-30, True), (0, False)])
def test_t6_the_same_time_counts_once(session, community, wang, proposes, minutes, refused):
    confirmed(
        session, community, present(session, community, a_run_shift(session, community), wang)
    )
    starts_at = SATURDAY + (120 + minutes) * MINUTE

    if refused:
        with pytest.raises(HoursOverlap, match="30 分钟"):
            proposes(starts_at=starts_at)
    else:
        assert proposes(starts_at=starts_at)


def test_t6_an_overlap_that_came_meanwhile_is_refused(
    session, community, wang, proposes, supervisor
):
    made = proposes()
    confirmed(
        session, community, present(session, community, a_run_shift(session, community), wang)
    )

    with pytest.raises(HoursOverlap):
        decide(
            Act(session, LATER, by=supervisor, community=community), made.id, "", is_approved=True
        )


@pytest.mark.parametrize(("minutes", "fits"), [(240, True), (270, False)])
def test_no_more_than_the_kind_counts(proposes, minutes, fits):
    if fits:
        assert proposes(service_minutes=minutes)
    else:
        with pytest.raises(MoreThanPlanned, match="240"):
            proposes(service_minutes=minutes)


def test_t1_minutes_are_whole_halves(proposes):
    with pytest.raises(NotWholeHalves, match="90"):
        proposes(service_minutes=100)


def test_what_is_not_over_is_not_added(proposes):
    with pytest.raises(NotOverYet):
        proposes(now=SATURDAY + 119 * MINUTE)
    assert proposes(now=SATURDAY + 120 * MINUTE)


@pytest.mark.parametrize("words", [("漏记了", "有签到表照片"), ("系统停了半天", "照片")])
def test_reason_and_evidence_are_told(proposes, words):
    with pytest.raises(EvidenceMissing):
        proposes(words=words)


def test_nobody_proposes_own_hours(session, proposes, coordinator):
    own = session.query(Member).filter_by(person_id=coordinator.person_id).one()

    with pytest.raises(OwnCase):
        proposes(member_id=own.id)


def test_who_proposed_does_not_approve(session, community, proposes, coordinator, supervisor):
    both = replace(coordinator, permissions=coordinator.permissions | supervisor.permissions)

    with pytest.raises(OwnCase):
        decide(
            Act(session, LATER, by=both, community=community), proposes().id, "", is_approved=True
        )


def test_the_member_does_not_approve(session, community, wang, proposes, supervisor):
    own = replace(authority_of(session, wang), permissions=supervisor.permissions)

    with pytest.raises(OwnCase):
        decide(
            Act(session, LATER, by=own, community=community), proposes().id, "", is_approved=True
        )


def test_proposing_and_approving_are_two_permissions(
    session, community, proposes, coordinator, supervisor
):
    with pytest.raises(NotAllowed):
        proposes(by=supervisor)
    with pytest.raises(NotAllowed):
        decide(
            Act(session, LATER, by=coordinator, community=community),
            proposes().id,
            "",
            is_approved=True,
        )


def test_another_community_has_no_such_proposal(session, proposes):
    south = a_community(session, "nanguan", prefix="NG")

    with pytest.raises(NotFound):
        decide(
            Act(session, LATER, by=staff(session, south, Role.SUPERVISOR), community=south),
            proposes().id,
            "",
            is_approved=True,
        )


def test_from_the_file_to_the_notice(session, community, wang, signed_in, coordinator, supervisor):
    people = [
        session.query(Member).filter_by(person_id=by.person_id).one().person
        for by in (coordinator, supervisor)
    ]
    team, kind = the_team(session, community).id, a_kind(session, community).id
    member_id = wang.id
    session.commit()
    desk, there = signed_in(people[0]), f"/c/dongjie/members/{member_id}/new-hours"
    assert there in desk.get(f"/c/dongjie/members/{member_id}/records").page.links
    typed = {"title": "清理楼道", "team_id": team, "type_id": kind, "on_date": "2026-05-10"}
    typed |= {"begins": "09:00", "minutes": "120", "reason": "系统停了", "evidence": "签到表照片"}
    done = desk.follow(desk.post(there, desk.get(there).form("new-hours") | typed))
    assert "等监督员核对" in done.words

    second, made = signed_in(people[1]), session.query(HourProposal.id).scalar()
    session.commit()
    page = second.get(f"/c/dongjie/hour-proposals/{made}")
    fields = page.form("decision") | {"outcome": "approved"}
    assert (
        "办好了"
        in second.follow(second.post(f"/c/dongjie/hour-proposals/{made}/decision", fields)).words
    )


def test_proposal_and_decision_are_in_the_trail(
    session, community, proposes, supervisor, coordinator
):
    decide(
        Act(session, LATER, by=supervisor, community=community),
        proposes().id,
        WRONG,
        is_approved=False,
    )

    noted = lines(session, "hours_proposed", "hours_decided")
    assert [(event, actor) for event, _subject, actor in noted] == [
        ("hours_proposed", coordinator.person_id),
        ("hours_decided", supervisor.person_id),
    ]
