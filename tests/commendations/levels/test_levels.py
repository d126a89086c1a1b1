"""Star levels: the scheme, T15, T28, and which hours count."""

from datetime import date, timedelta

import pytest

from commendations import upkeep_jobs
from commendations.certificates.models import Award
from commendations.certificates.rules import revoking
from commendations.levels.rules import counted_hours, levels
from commendations.nominations.models import NominationState
from commendations.nominations.rules.refusals import (
    LevelHeld,
    LevelOutOfOrder,
    NoReviewNeeded,
    NotEnoughHours,
)
from commendations.rounds.rules import awards, reviewing
from commendations.settings import CommendationSettings
from core.errors import OwnCase
from points.ledger.rules import ledger, wallets
from points.ledger.rules.postings import Cause
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.authority.models import Role
from teams.members.models import CommunitySetting
from tests.builders import NOW, a_role, add, authority_of
from tests.commendations.honour_builders import (
    a_round,
    after_notice,
    applied,
    hours,
    hung,
    total,
    void,
)
from tests.trail import lines
from volunteer.hours.models import EvidenceGrade, RecordState, ServiceRecord


def awarded(session, town, people, member, rank, served):
    """Bring a member to `rank` in order, with `served` minutes more for each step."""
    for step in range(1, rank + 1):
        hours(session, member, served[step - 1])
        this_round = a_round(session, town, people["checker"])
        applied(session, this_round, member, step)
        hung(session, this_round, people)
        awards.issue(
            Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
        )


def test_a_community_gets_the_national_scheme_once(session, town):
    levels.install(Act(session, NOW, community=town))
    levels.install(Act(session, NOW, community=town))

    found = [
        (each.rank, each.min_minutes // 60, each.bonus_points)
        for each in levels.scheme_of(session, town.id)
    ]
    assert found == [(1, 100, 100), (2, 300, 200), (3, 600, 300), (4, 1000, 500), (5, 1500, 800)]


def test_t28_minutes_in_publicity_do_not_count(session, town, people, wang):
    hours(session, wang, 99 * 60 + 30)
    (waiting,) = hours(session, wang, 60, state=RecordState.PUBLICITY)
    this_round = a_round(session, town, people["checker"])

    with pytest.raises(NotEnoughHours) as refusal:
        applied(session, this_round, wang)
    assert "30 分钟" in refusal.value.sentence

    waiting.state, waiting.posted_at = RecordState.POSTED, NOW
    total(session, waiting)
    nomination = applied(session, this_round, wang, now=NOW + timedelta(seconds=1))
    assert nomination.minutes_at_cut_off == 100 * 60 + 30


@pytest.mark.parametrize(("served", "may"), [(5999, False), (6000, True)])
def test_one_hundred_hours_to_the_minute(session, town, people, wang, served, may):
    hours(session, wang, served)
    this_round = a_round(session, town, people["checker"])

    if may:
        assert applied(session, this_round, wang).state is NominationState.PROPOSED
    else:
        with pytest.raises(NotEnoughHours):
            applied(session, this_round, wang)


def test_t28_levels_are_taken_in_order_and_may_follow_at_once(session, town, people, wang):
    awarded(session, town, people, wang, 2, [6000, 12000])
    hours(session, wang, 1050 * 60 - 18000)
    this_round = a_round(session, town, people["checker"])

    with pytest.raises(LevelOutOfOrder) as refusal:
        applied(session, this_round, wang, 4)
    assert "三星志愿者" in refusal.value.sentence

    applied(session, this_round, wang, 3)
    applied(session, this_round, wang, 4)
    hung(session, this_round, people)
    made = awards.issue(
        Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
    )
    assert [each.rank for each in made] == [3, 4]
    assert levels.held_rank(session, town.id, wang.id) == 4


def test_a_level_held_or_sought_is_not_applied_for_again(session, town, people, wang):
    hours(session, wang, 6000)
    this_round = a_round(session, town, people["checker"])
    applied(session, this_round, wang)

    with pytest.raises(LevelHeld):
        applied(session, this_round, wang)
    with pytest.raises(LevelHeld):
        applied(session, a_round(session, town, people["checker"]), wang)


def test_t28_a_level_short_of_hours_is_flagged_and_never_dropped(session, town, people, wang):
    awarded(session, town, people, wang, 4, [6000, 12000, 18000, 24000])
    hours(session, wang, 50 * 60)
    four, three = (session.query(Award).filter_by(rank=rank).one() for rank in (4, 3))
    assert upkeep_jobs.flag_short_levels(session, NOW) == 0

    left_with(session, wang, 990 * 60)

    assert upkeep_jobs.flag_short_levels(session, NOW) == 1
    assert (four.needs_review, three.needs_review) == (True, False)
    assert levels.held_rank(session, town.id, wang.id) == 4
    assert upkeep_jobs.flag_short_levels(session, NOW) == 0


def left_with(session, member, left):
    """Void all records and post one sum of `left` minutes instead."""
    void(session, session.query(ServiceRecord).filter_by(state=RecordState.POSTED).all())
    hours(session, member, left)


def test_a_flagged_level_may_be_kept_and_is_flagged_again_only_below(session, town, people, wang):
    awarded(session, town, people, wang, 1, [6060])
    left_with(session, wang, 5900)
    upkeep_jobs.flag_short_levels(session, NOW)
    (award,) = session.query(Award)

    revoking.keep_level(Act(session, NOW, by=people["issuer"]), award, "经核实，差额另有纸质记录")

    assert upkeep_jobs.flag_short_levels(session, NOW) == 0
    with pytest.raises(NoReviewNeeded):
        revoking.keep_level(Act(session, NOW, by=people["issuer"]), award, "再留一次")
    left_with(session, wang, 5899)
    assert upkeep_jobs.flag_short_levels(session, NOW) == 1


def test_t15_spending_all_points_leaves_hours_and_level(session, town, people, wang):
    awarded(session, town, people, wang, 1, [100 * 60 + 30])
    cause = Cause(source_kind="redemption", source_id=1)
    spending = ledger.Spending(community_id=town.id, member_id=wang.id, points=100, cause=cause)

    ledger.debit(Act(session, NOW + timedelta(days=9)), spending)

    values = settings_of(session, town.id, CommendationSettings, date(2026, 5, 15))
    assert wallets.wallet_of(session, town.id, wang.id).posted == 0
    assert counted_hours.minutes_in_all(session, town.id, wang.id, values) == 6030
    assert levels.held_rank(session, town.id, wang.id) == 1
    assert upkeep_jobs.flag_short_levels(session, NOW) == 0


@pytest.mark.parametrize("counts", [True, False])
def test_imported_hours_count_as_the_setting_says(session, town, people, wang, counts):
    hours(session, wang, 6000, grade=EvidenceGrade.IMPORTED)
    setting = CommunitySetting(name="imported_counts_for_levels", value=counts, set_at=NOW)
    setting.community_id, setting.starts_on = town.id, date(2026, 1, 1)
    add(session, setting)
    this_round = a_round(session, town, people["checker"])

    if counts:
        assert applied(session, this_round, wang).minutes_at_cut_off == 6000
    else:
        with pytest.raises(NotEnoughHours):
            applied(session, this_round, wang)


def test_t29_service_before_the_cut_off_posted_before_the_review_counts(
    session, town, people, wang
):
    cut_off = date(2026, 4, 30)
    hours(session, wang, 5940, on=cut_off)
    hours(session, wang, 60, on=cut_off, posted_at=NOW - timedelta(seconds=1))
    hours(session, wang, 60, on=cut_off + timedelta(days=1))
    this_round = a_round(session, town, people["checker"], day=cut_off)

    assert applied(session, this_round, wang).minutes_at_cut_off == 6000


def test_t29_what_is_posted_after_the_review_does_not_count(session, town, people, wang):
    records = hours(session, wang, 6000)
    this_round = a_round(session, town, people["checker"])
    nomination = applied(session, this_round, wang)
    hung(session, this_round, people)
    late = this_round.reviewed_at + timedelta(days=1)
    void(session, records[:1])
    hours(session, wang, 6000, posted_at=late)

    reached = awards.issue(
        Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
    )

    assert reached == []
    assert nomination.state is NominationState.REFUSED
    assert nomination.decision == reviewing.SHORT_OF_HOURS


def test_a_higher_level_falls_when_the_lower_one_was_refused(session, town, people, wang):
    hours(session, wang, 18000)
    this_round = a_round(session, town, people["checker"])
    first, second = applied(session, this_round, wang, 1), applied(session, this_round, wang, 2)
    reviewing.check(Act(session, NOW, by=people["checker"]), this_round)
    reviewing.review(
        Act(session, NOW, by=people["reviewer"]), this_round, {first.id: "材料还没交齐"}
    )
    reviewing.publish(Act(session, NOW, by=people["issuer"]), this_round)

    assert (
        awards.issue(
            Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
        )
        == []
    )
    assert (second.state, second.decision) == (NominationState.REFUSED, awards.OUT_OF_ORDER)


def test_flagging_and_keeping_a_level_are_in_the_trail(session, town, people, wang):
    awarded(session, town, people, wang, 1, [6060])
    left_with(session, wang, 5900)
    upkeep_jobs.flag_short_levels(session, NOW)
    (award,) = session.query(Award)
    revoking.keep_level(Act(session, NOW, by=people["issuer"]), award, "经核实，差额另有纸质记录")

    assert lines(session, "award_flagged", "award_kept") == [
        ("award_flagged", award.id, None),
        ("award_kept", award.id, people["issuer"].person_id),
    ]


def test_nobody_keeps_a_level_of_his_own(session, town, people, wang):
    awarded(session, town, people, wang, 1, [6060])
    left_with(session, wang, 5900)
    upkeep_jobs.flag_short_levels(session, NOW)
    (award,) = session.query(Award)
    a_role(session, wang, Role.COMMUNITY_ADMIN)

    with pytest.raises(OwnCase):
        revoking.keep_level(Act(session, NOW, by=authority_of(session, wang)), award, "是我自己的")
