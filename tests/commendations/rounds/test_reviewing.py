"""Checked, reviewed by another person, hung as a notice: T18 and every refusal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Notification
from commendations.nominations.models import (
    CommendationKind,
    CommendationState,
    NominationState,
)
from commendations.nominations.rules import nominations
from commendations.nominations.rules.refusals import (
    NobodyNominated,
    NothingToAnnounce,
    OneStarPerTeam,
    ReasonMissing,
    ReviewedByChecker,
    StepTaken,
    StepTooEarly,
)
from commendations.rounds.rules import reviewing
from core.errors import NotAllowed, NotFound, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import NOW, a_member, a_role, authority_of, staff
from tests.commendations.honour_builders import DEEDS, a_month, a_round, applied, hours, hung, void
from volunteer.hours.models import ServiceRecord


@pytest.fixture
def this_round(session, town, people, wang):
    """A round with one application."""
    hours(session, wang, 6000)
    made = a_round(session, town, people["checker"])
    applied(session, made, wang)
    return made


def test_steps_belong_to_their_offices(session, this_round, people):
    with pytest.raises(NotAllowed):
        reviewing.check(Act(session, NOW, by=people["reviewer"]), this_round)
    with pytest.raises(NotAllowed):
        reviewing.review(Act(session, NOW, by=people["checker"]), this_round, {})
    with pytest.raises(NotAllowed):
        reviewing.publish(Act(session, NOW, by=people["reviewer"]), this_round)


def test_a_round_without_names_is_not_checked(session, town, people):
    with pytest.raises(NobodyNominated):
        reviewing.check(
            Act(session, NOW, by=people["checker"]), a_round(session, town, people["checker"])
        )


def test_steps_come_in_order_and_once(session, this_round, people):
    with pytest.raises(StepTooEarly):
        reviewing.review(Act(session, NOW, by=people["reviewer"]), this_round, {})
    reviewing.check(Act(session, NOW, by=people["checker"]), this_round)
    with pytest.raises(StepTaken):
        reviewing.check(Act(session, NOW, by=people["checker"]), this_round)


def test_nobody_checks_or_reviews_a_round_with_the_own_name(session, town, this_round, people):
    both = a_member(session, town, "马东")
    a_role(session, both, Role.COORDINATOR)
    a_role(session, both, Role.SUPERVISOR)
    hours(session, both, 6000)
    applied(session, this_round, both)
    with pytest.raises(OwnCase):
        reviewing.check(Act(session, NOW, by=authority_of(session, both)), this_round)
    reviewing.check(Act(session, NOW, by=people["checker"]), this_round)

    with pytest.raises(OwnCase):
        reviewing.review(Act(session, NOW, by=authority_of(session, both)), this_round, {})


def test_whoever_checked_does_not_review(session, town, this_round):
    both = staff(session, town, Role.COORDINATOR, "马东")
    member = session.get_one(type(this_round.nominations[0].member), both.member_id)
    a_role(session, member, Role.SUPERVISOR)
    reviewing.check(Act(session, NOW, by=authority_of(session, member)), this_round)

    with pytest.raises(ReviewedByChecker):
        reviewing.review(Act(session, NOW, by=authority_of(session, member)), this_round, {})


def test_whoever_nominated_does_not_review(session, town, people, wang):
    hours(session, wang, 600)
    month = a_month(session, town, people["checker"])
    nominations.nominate(Act(session, NOW, by=people["reviewer"]), month, wang, DEEDS)
    reviewing.check(Act(session, NOW, by=people["checker"]), month)

    with pytest.raises(ReviewedByChecker):
        reviewing.review(Act(session, NOW, by=people["reviewer"]), month, {})
    reviewing.review(Act(session, NOW, by=people["issuer"]), month, {})
    assert month.state is CommendationState.REVIEWED


def test_who_fell_short_since_applying_is_refused_at_the_check(session, this_round, people, wang):
    (nomination,) = this_round.nominations
    void(session, _records(session, wang)[:1])
    reviewing.check(Act(session, NOW, by=people["checker"]), this_round)

    assert (nomination.state, nomination.decision) == (
        NominationState.REFUSED,
        reviewing.SHORT_OF_HOURS,
    )
    assert nomination.minutes_at_cut_off == 6000 - 1200
    reviewing.review(Act(session, NOW, by=people["reviewer"]), this_round, {})
    with pytest.raises(NothingToAnnounce):
        reviewing.publish(Act(session, NOW, by=people["issuer"]), this_round)


def _records(session, member):
    return session.query(ServiceRecord).filter_by(member_id=member.id).all()


def test_who_fell_short_between_check_and_review_is_refused(session, this_round, people, wang):
    reviewing.check(Act(session, NOW, by=people["checker"]), this_round)
    void(session, _records(session, wang)[:1])
    reviewing.review(Act(session, NOW + timedelta(hours=1), by=people["reviewer"]), this_round, {})

    (nomination,) = this_round.nominations
    assert nomination.state is NominationState.REFUSED


def test_a_refusal_needs_its_words_and_reaches_the_person(session, this_round, people, wang):
    (nomination,) = this_round.nominations
    reviewing.check(Act(session, NOW, by=people["checker"]), this_round)
    with pytest.raises(ReasonMissing):
        reviewing.review(
            Act(session, NOW, by=people["reviewer"]), this_round, {nomination.id: "不行"}
        )
    session.query(type(this_round)).update({"state": "checked"})
    session.refresh(this_round)

    reviewing.review(
        Act(session, NOW, by=people["reviewer"]), this_round, {nomination.id: "材料还没交齐"}
    )

    assert nomination.state is NominationState.REFUSED
    (told,) = session.query(Notification).filter_by(person_id=wang.person_id)
    assert told.values["reason"] == "材料还没交齐"


def test_a_name_of_another_round_is_not_refused_here(session, this_round, people):
    reviewing.check(Act(session, NOW, by=people["checker"]), this_round)

    with pytest.raises(NotFound):
        reviewing.review(
            Act(session, NOW, by=people["reviewer"]), this_round, {9999: "不是这一批的"}
        )


def test_one_star_a_team(session, town, people):
    month = a_month(session, town, people["checker"])
    friend = authority_of(session, a_member(session, town, "周芬"))
    for each in (a_member(session, town, "甲一"), a_member(session, town, "乙二")):
        hours(session, each, 600)
        nominations.nominate(Act(session, NOW, by=friend), month, each, DEEDS)
    reviewing.check(Act(session, NOW, by=people["checker"]), month)

    with pytest.raises(OneStarPerTeam):
        reviewing.review(Act(session, NOW, by=people["reviewer"]), month, {})


def test_t18_star_levels_hang_five_working_days_from_the_next_one(session, town, people):
    moment = datetime(2025, 2, 25, 2, 0, tzinfo=UTC)
    this_round = a_round(session, town, people["checker"], day=date(2025, 2, 24), now=moment)
    member = a_member(session, town, "王秀兰")
    hours(session, member, 6000, on=date(2025, 2, 10), posted_at=moment - timedelta(days=3))
    applied(session, this_round, member, now=moment)
    hung(session, this_round, people, now=moment)

    notice = this_round.notice
    assert (notice.first_on, notice.last_on) == (date(2025, 2, 26), date(2025, 3, 4))
    assert (notice.kind, notice.working_days) == (CommendationKind.STAR_LEVEL, 5)


def test_t18_stars_of_the_month_hang_three_working_days(session, town, people, wang):
    hours(session, wang, 600)
    month = a_month(session, town, people["checker"])
    friend = authority_of(session, a_member(session, town, "周芬"))
    nominations.nominate(Act(session, NOW, by=friend), month, wang, DEEDS)
    hung(session, month, people)

    assert month.state is CommendationState.PUBLICITY
    assert (month.notice.first_on, month.notice.last_on) == (date(2026, 5, 18), date(2026, 5, 20))
    assert month.notice.kind == CommendationKind.STAR_OF_MONTH


def test_the_named_hear_of_the_notice(session, this_round, people, wang):
    hung(session, this_round, people)

    (told,) = session.query(Notification).filter_by(person_id=wang.person_id)
    assert told.values == {"title": this_round.title, "days": 5}
