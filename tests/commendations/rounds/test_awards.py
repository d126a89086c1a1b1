"""Issuing, once: numbers, codes, bonus points; the notice must have ended."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuditEvent, Notification
from commendations import upkeep_jobs
from commendations.certificates.models import Award
from commendations.certificates.rules import revoking
from commendations.certificates.rules.revoking import Revocation
from commendations.levels.rules import counted_hours, levels
from commendations.nominations.models import CommendationKind, CommendationState, NominationState
from commendations.nominations.rules import nominations, objections
from commendations.nominations.rules.refusals import (
    AwardRevoked,
    NothingToIssue,
    NoticeStillHangs,
    ReasonMissing,
    ReviewedByChecker,
    StepTooEarly,
)
from commendations.room import ROOM
from commendations.rounds.rules import awards
from commendations.settings import CommendationSettings
from core.errors import NotAllowed, NotFound, OwnCase
from points.ledger.models import Lot
from points.ledger.rules import wallets
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.authority.models import Role
from teams.members.models import Member
from teams.notices.rules.notices import AlreadyDisputed, NoticeEnded, WordsMissing
from tests.builders import NOW, a_community, a_member, a_role, authority_of
from tests.commendations.honour_builders import (
    DEEDS,
    a_month,
    a_round,
    after_notice,
    applied,
    hours,
    hung,
)
from tests.shop_builders import spend
from tests.trail import lines


@pytest.fixture
def this_round(session, town, people, wang):
    """A round with one nomination on the notice."""
    hours(session, wang, 6000)
    made = a_round(session, town, people["checker"])
    applied(session, made, wang)
    return hung(session, made, people)


def issued(session, this_round, people):
    (award,) = awards.issue(
        Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
    )
    return award


def points(session, member):
    return wallets.wallet_of(session, member.community_id, member.id).posted


def test_nothing_is_issued_while_the_notice_hangs(session, this_round, people):
    end = after_notice(this_round, session)
    with pytest.raises(NoticeStillHangs):
        awards.issue(Act(session, end - timedelta(seconds=1), by=people["issuer"]), this_round)

    assert len(awards.issue(Act(session, end, by=people["issuer"]), this_round)) == 1


def test_nothing_is_issued_before_there_is_a_notice(session, town, people):
    with pytest.raises(StepTooEarly):
        awards.issue(
            Act(session, NOW, by=people["issuer"]), a_round(session, town, people["checker"])
        )


def test_issuing_belongs_to_the_administrator(session, this_round, people):
    with pytest.raises(NotAllowed):
        awards.issue(Act(session, NOW, by=people["checker"]), this_round)


def test_an_award_has_a_number_a_code_and_its_bonus(session, this_round, people, wang):
    award = issued(session, this_round, people)

    assert award.certificate_no == "XJ-2026-000001"
    assert re.fullmatch(r"[2-9A-Z]{10}", award.verification_code)
    assert not set(award.verification_code) & set("01ILOU")
    assert (award.title, award.rank, award.minutes) == ("一星志愿者", 1, 6000)
    assert points(session, wang) == 100
    assert this_round.state is CommendationState.ISSUED
    told = session.query(Notification).filter_by(person_id=wang.person_id).all()[-1]
    assert told.values["number"] == award.certificate_no
    assert session.query(AuditEvent).filter_by(event="award_issued").count() == 1


def test_numbers_run_by_community_series_and_year(session, town, people):
    level, star = CommendationKind.STAR_LEVEL, CommendationKind.STAR_OF_MONTH
    other = a_community(session, "nanguan")
    assert awards.take_numbers(Act(session, NOW, community=town), level, 2) == [
        "XJ-2026-000001",
        "XJ-2026-000002",
    ]
    assert awards.take_numbers(Act(session, NOW, community=town), level, 1) == ["XJ-2026-000003"]
    assert awards.take_numbers(Act(session, NOW, community=town), star, 1) == ["YX-2026-000001"]
    assert awards.take_numbers(Act(session, NOW, community=other), level, 1) == ["XJ-2026-000001"]
    later = NOW + timedelta(days=300)
    assert awards.take_numbers(Act(session, later, community=town), level, 1) == ["XJ-2027-000001"]


def test_issuing_again_gives_nothing_twice(session, this_round, people, wang):
    issued(session, this_round, people)

    with pytest.raises(NothingToIssue):
        awards.issue(
            Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
        )
    assert points(session, wang) == 100


def test_nobody_issues_an_own_award(session, town, people):
    boss = a_member(session, town, "陈立")
    a_role(session, boss, Role.COMMUNITY_ADMIN)
    hours(session, boss, 6000)
    this_round = a_round(session, town, people["checker"])
    applied(session, this_round, boss)
    hung(session, this_round, people)

    with pytest.raises(OwnCase):
        awards.issue(
            Act(session, after_notice(this_round, session), by=authority_of(session, boss)),
            this_round,
        )


def test_a_star_of_the_month_gets_fifty_points(session, town, people, wang):
    hours(session, wang, 600)
    month = a_month(session, town, people["checker"])
    friend = authority_of(session, a_member(session, town, "周芬"))
    nominations.nominate(Act(session, NOW, by=friend), month, wang, DEEDS)
    hung(session, month, people)

    award = issued(session, month, people)
    assert (points(session, wang), award.basis) == (50, DEEDS)
    assert award.certificate_no == "YX-2026-000001"


def test_the_sweep_ends_the_notice_and_confirms_the_names(session, this_round):
    end = after_notice(this_round, session)
    assert upkeep_jobs.end_notices(session, end - timedelta(seconds=1)) == 0

    mine = (upkeep_jobs.end_notices, upkeep_jobs.pass_honours, upkeep_jobs.flag_short_levels)
    assert set(mine) <= set(ROOM.jobs.values())
    done, again = ([duty(session, end) for duty in mine] for _ in range(2))

    assert (done, again) == ([1, 1, 0], [0, 0, 0])
    assert this_round.nominations[0].state is NominationState.CONFIRMED


def revoke(session, award, by, reason="查实时长是虚报的", *, keeps_level=False):
    revoking.revoke(
        Act(session, NOW + timedelta(days=20), by=by), award, Revocation(reason, keeps_level)
    )


def test_a_revoked_award_gives_its_points_back_and_leaves_the_hours(
    session, this_round, people, wang
):
    award = issued(session, this_round, people)
    spend(session, wang, 70, now=NOW + timedelta(days=15))
    revoke(session, award, people["issuer"])

    values = settings_of(session, wang.community_id, CommendationSettings, NOW.date())
    assert points(session, wang) == -70
    assert counted_hours.minutes_in_all(session, wang.community_id, wang.id, values) == 6000
    assert levels.held_rank(session, wang.community_id, wang.id) == 0


def test_the_level_may_be_kept_when_the_certificate_goes(session, this_round, people, wang):
    revoke(session, issued(session, this_round, people), people["issuer"], keeps_level=True)

    assert levels.held_rank(session, wang.community_id, wang.id) == 1


def test_revoking_has_its_refusals(session, town, this_round, people, wang):
    award = issued(session, this_round, people)
    with pytest.raises(NotAllowed):
        revoke(session, award, people["reviewer"])
    with pytest.raises(ReasonMissing):
        revoke(session, award, people["issuer"], " 假的 ")
    a_role(session, wang, Role.COMMUNITY_ADMIN)
    with pytest.raises(OwnCase):
        revoke(session, award, authority_of(session, wang))
    revoke(session, award, people["issuer"])
    with pytest.raises(AwardRevoked):
        revoke(session, award, people["issuer"])


def test_a_revoked_level_may_be_applied_for_again(session, town, this_round, people, wang):
    revoke(session, issued(session, this_round, people), people["issuer"])

    assert applied(session, a_round(session, town, people["checker"]), wang).level.rank == 1


@pytest.fixture
def objector(session, town):
    return authority_of(session, a_member(session, town, "郑福"))


def dispute(session, this_round, objector, now=NOW, words="三月二十二日他没有来"):
    return objections.raise_objection(
        Act(session, now, by=objector), this_round.nominations[0], words
    )


def test_an_objection_sets_one_name_aside_and_the_others_go_on(
    session, town, people, this_round, objector, wang
):
    dispute(session, this_round, objector)
    assert this_round.nominations[0].state is NominationState.DISPUTED

    with pytest.raises(NothingToIssue):
        issued(session, this_round, people)
    told = session.query(Notification).filter_by(person_id=wang.person_id).all()[-1]
    assert "郑" not in str(told.values)


def test_objections_have_their_refusals(session, this_round, objector, town):
    with pytest.raises(WordsMissing):
        dispute(session, this_round, objector, words="不行")
    with pytest.raises(NoticeEnded):
        dispute(session, this_round, objector, now=after_notice(this_round, session))
    dispute(
        session, this_round, objector, now=after_notice(this_round, session) - timedelta(seconds=1)
    )
    with pytest.raises(AlreadyDisputed):
        dispute(session, this_round, objector)


def decide(session, this_round, by, *, is_upheld, now=NOW):
    nomination = this_round.nominations[0]
    objections.decide(
        Act(session, now, by=by), nomination, "已向带队人和住户核实", is_upheld=is_upheld
    )
    return nomination


def test_an_upheld_objection_takes_the_name_off(session, this_round, people, objector):
    dispute(session, this_round, objector)
    nomination = decide(session, this_round, people["reviewer"], is_upheld=True)

    assert (nomination.state, nomination.decision) == (
        NominationState.REFUSED,
        "已向带队人和住户核实",
    )
    assert (
        awards.issue(
            Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
        )
        == []
    )


def test_a_rejected_objection_puts_the_name_back_on_the_notice(
    session, this_round, people, objector
):
    dispute(session, this_round, objector)
    nomination = decide(session, this_round, people["reviewer"], is_upheld=False)

    assert nomination.state is NominationState.ACCEPTED
    assert issued(session, this_round, people).nomination_id == nomination.id


def test_an_answer_after_the_end_lets_the_name_be_issued_later(
    session, town, people, wang, objector
):
    second = a_member(session, town, "马东")
    this_round = a_round(session, town, people["checker"])
    for member in (wang, second):
        hours(session, member, 6000)
        applied(session, this_round, member)
    hung(session, this_round, people)
    dispute(session, this_round, objector)
    end = after_notice(this_round, session)
    assert [
        a.member_id for a in awards.issue(Act(session, end, by=people["issuer"]), this_round)
    ] == [second.id]

    nomination = decide(session, this_round, people["reviewer"], is_upheld=False, now=end)
    assert nomination.state is NominationState.CONFIRMED
    (late,) = awards.issue(Act(session, end + timedelta(days=1), by=people["issuer"]), this_round)
    assert (late.member_id, late.certificate_no) == (wang.id, "XJ-2026-000002")
    assert session.query(Award).count() == 2


def test_deciding_has_its_refusals(session, town, this_round, people, objector):
    with pytest.raises(NotFound):
        decide(session, this_round, people["reviewer"], is_upheld=True)
    dispute(session, this_round, objector)
    with pytest.raises(NotAllowed):
        decide(session, this_round, people["issuer"], is_upheld=True)
    first = session.get_one(Member, people["checker"].member_id)
    a_role(session, first, Role.SUPERVISOR)
    with pytest.raises(ReviewedByChecker):
        decide(session, this_round, authority_of(session, first), is_upheld=True)
    judge = session.get_one(Member, objector.member_id)
    a_role(session, judge, Role.SUPERVISOR)
    with pytest.raises(OwnCase):
        decide(session, this_round, authority_of(session, judge), is_upheld=True)


@pytest.mark.parametrize(("hour", "year"), [("23:59", 2026), ("00:00", 2027)])
def test_the_year_of_a_number_is_that_of_the_station(session, town, hour, year):
    day = "2026-12-31" if year == 2026 else "2027-01-01"
    now = datetime.fromisoformat(f"{day}T{hour}+08:00").astimezone(UTC)

    (number,) = awards.take_numbers(
        Act(session, now, community=town), CommendationKind.STAR_LEVEL, 1
    )

    assert number == f"XJ-{year}-000001"


def test_the_steps_of_a_round_are_in_the_trail(session, this_round, people):
    award = issued(session, this_round, people)
    reason = Revocation("时长是别人的，查实了", keeps_level=False)
    revoking.revoke(Act(session, NOW, by=people["issuer"]), award, reason)

    steps = ("started", "checked", "reviewed", "published", "issued")
    noted = lines(session, *(f"commendation_{step}" for step in steps))
    assert [(event, subject) for event, subject, _actor in noted] == [
        (f"commendation_{step}", this_round.id) for step in steps
    ]
    assert lines(session, "award_issued", "award_revoked") == [
        (event, award.id, people["issuer"].person_id) for event in ("award_issued", "award_revoked")
    ]


def test_objecting_and_deciding_are_in_the_trail(session, this_round, people, objector):
    dispute(session, this_round, objector)
    decide(session, this_round, people["reviewer"], is_upheld=False)

    assert lines(session, "nomination_disputed", "nomination_decided") == [
        ("nomination_disputed", this_round.id, objector.person_id),
        ("nomination_decided", this_round.id, people["reviewer"].person_id),
    ]


def test_points_of_an_honour_live_by_the_day_of_the_station(session, this_round, people, wang):
    after_notice(this_round, session)
    new_year = datetime.fromisoformat("2027-01-01T00:30+08:00").astimezone(UTC)

    awards.issue(Act(session, new_year, by=people["issuer"]), this_round)

    assert [str(lot.expires_on) for lot in session.query(Lot)] == ["2028-12-31"]
