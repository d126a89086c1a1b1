"""Starting a round, applying, putting others forward, taking it back: every refusal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Notification
from commendations.certificates.rules import revoking
from commendations.certificates.rules.revoking import Revocation
from commendations.nominations.models import (
    COMMENDATION_LIFE,
    CommendationKind,
    CommendationMove,
    NominationState,
)
from commendations.nominations.rules import candidates, nominations
from commendations.nominations.rules.nominations import Plan
from commendations.nominations.rules.refusals import (
    AlreadyNominated,
    CutOffAhead,
    DeedsLength,
    MonthNotOver,
    NominatingClosed,
    NominationSettled,
    NotAStar,
    OwnNomination,
    RoundExists,
    WrongKind,
)
from commendations.rounds.rules import awards, reviewing
from commendations.settings import CommendationSettings
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.authority.models import Role
from teams.members.models import TeamColour
from tests.builders import NOW, a_member, a_role, add, authority_of, the_team
from tests.commendations.honour_builders import (
    APRIL,
    CUT_OFF,
    DEEDS,
    a_month,
    a_past_sign_up,
    a_round,
    after_notice,
    applied,
    hours,
    hung,
)
from tests.trail import lines
from volunteer.hours.models import EvidenceGrade
from volunteer.sign_ups.models import SignUpWarning, WarningKind


@pytest.fixture
def friend(session, town):
    return authority_of(session, a_member(session, town, "周芬"))


@pytest.fixture
def month(session, town, people):
    return a_month(session, town, people["checker"])


def nominate(session, this_round, nominee, by, deeds=DEEDS):
    return nominations.nominate(Act(session, NOW, by=by), this_round, nominee, deeds)


def test_a_volunteer_does_not_start_a_round(session, town, friend):
    with pytest.raises(NotAllowed):
        a_round(session, town, friend)


@pytest.mark.parametrize(("day", "may"), [(date(2026, 5, 15), True), (date(2026, 5, 16), False)])
def test_the_cut_off_lies_today_or_before(session, town, people, day, may):
    if may:
        assert a_round(session, town, people["checker"], day=day).cut_off_on == day
    else:
        with pytest.raises(CutOffAhead):
            a_round(session, town, people["checker"], day=day)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (datetime(2026, 5, 31, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 5, 31, 16, 0, tzinfo=UTC), True),
    ],
)
def test_a_month_is_looked_back_on_once_it_is_over(session, town, people, now, may):
    day = date(2026, 5, 9)
    if may:
        this_round = a_month(session, town, people["checker"], day, now)
        assert (this_round.month_on, this_round.cut_off_on) == (date(2026, 5, 1), date(2026, 5, 31))
    else:
        with pytest.raises(MonthNotOver):
            a_month(session, town, people["checker"], day, now)


def test_one_round_of_a_title_is_enough(session, town, people, month):
    with pytest.raises(RoundExists):
        a_month(session, town, people["checker"])


def test_levels_are_not_applied_for_in_a_month_nor_stars_in_a_round(
    session, town, people, wang, month, friend
):
    hours(session, wang, 6000)
    with pytest.raises(WrongKind):
        applied(session, month, wang)
    with pytest.raises(WrongKind):
        nominate(session, a_round(session, town, people["checker"]), wang, friend)


def test_a_checked_round_takes_no_more_names(session, town, people, wang, month, friend):
    hours(session, wang, 600)
    nominate(session, month, wang, friend)
    reviewing.check(Act(session, NOW, by=people["checker"]), month)

    with pytest.raises(NominatingClosed):
        nominate(session, month, wang, friend)


def test_nobody_puts_the_own_name_forward(session, wang, month):
    hours(session, wang, 600)

    with pytest.raises(OwnNomination):
        nominate(session, month, wang, authority_of(session, wang))


@pytest.mark.parametrize(("count", "may"), [(49, False), (50, True), (300, True), (301, False)])
def test_deeds_take_fifty_to_three_hundred_characters(session, wang, month, friend, count, may):
    hours(session, wang, 600)
    if may:
        assert len(nominate(session, month, wang, friend, f"  {'好' * count} ").deeds) == count
    else:
        with pytest.raises(DeedsLength):
            nominate(session, month, wang, friend, f"  {'好' * count} ")


@pytest.mark.parametrize(("minutes", "may"), [(479, False), (480, True)])
def test_a_star_has_served_eight_hours_in_the_month(session, wang, month, friend, minutes, may):
    hours(session, wang, 1200, on=date(2026, 3, 31))
    hours(session, wang, 1200, on=date(2026, 5, 1))
    hours(session, wang, minutes, on=date(2026, 4, 30))
    if may:
        assert nominate(session, month, wang, friend).minutes_at_cut_off == 480
    else:
        with pytest.raises(NotAStar):
            nominate(session, month, wang, friend)


def test_a_second_nomination_of_one_person_is_refused(session, wang, month, friend, people):
    hours(session, wang, 600)
    nominate(session, month, wang, friend)

    with pytest.raises(AlreadyNominated):
        nominate(session, month, wang, people["checker"])


def test_the_nominee_may_decline_and_may_then_be_named_again(session, wang, month, friend):
    hours(session, wang, 600)
    nomination = nominate(session, month, wang, friend)
    nominations.withdraw(Act(session, NOW, by=authority_of(session, wang)), nomination)

    assert nomination.state is NominationState.WITHDRAWN
    told = [each.person_id for each in session.query(Notification)]
    assert told == [friend.person_id]
    assert nominate(session, month, wang, friend).state is NominationState.PROPOSED


def test_a_stranger_to_the_nomination_does_not_withdraw_it(session, wang, month, friend, people):
    hours(session, wang, 600)
    nomination = nominate(session, month, wang, friend)

    with pytest.raises(NotAllowed):
        nominations.withdraw(Act(session, NOW, by=people["checker"]), nomination)


def test_after_the_review_nothing_is_withdrawn(session, town, wang, month, friend, people):
    hours(session, wang, 600)
    nomination = nominate(session, month, wang, friend)
    hung(session, month, people)
    session.refresh(nomination)

    with pytest.raises(NominationSettled):
        nominations.withdraw(Act(session, NOW, by=friend), nomination)


def candidates_of(session, town):
    values = settings_of(session, town.id, CommendationSettings, date(2026, 5, 15))
    return candidates.of_month(session, town, APRIL, values)


def test_candidates_stand_by_minutes_then_services_then_joining(session, town):
    names = ["少", "两次", "早", "晚"]
    one, two, early, late = (a_member(session, town, nomination) for nomination in names)
    hours(session, one, 480)
    hours(session, two, 300), hours(session, two, 300)
    hours(session, early, 600), hours(session, late, 600)
    late.joined_on, early.joined_on = date(2026, 1, 2), date(2026, 1, 1)
    session.flush()

    order = [each.member_id for each in candidates_of(session, town)]
    assert order == [two.id, early.id, late.id, one.id]


def test_five_candidates_a_team(session, town):
    green = [a_member(session, town, f"甲{at}") for at in range(6)]
    red = a_member(session, town, "红", team=the_team(session, town, TeamColour.RED))
    for at, member in enumerate([*green, red]):
        hours(session, member, 480 + at)

    best = candidates.best_by_team(candidates_of(session, town))
    assert {team: len(found) for team, found in best.items()} == {
        green[0].home_team_id: 5,
        red.home_team_id: 1,
    }
    assert green[0].id not in {each.member_id for each in best[green[0].home_team_id]}


@pytest.mark.parametrize(
    ("at", "is_out"),
    [
        (datetime(2026, 4, 30, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 4, 30, 16, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 31, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 31, 15, 59, tzinfo=UTC), False),
    ],
)
def test_a_no_show_of_the_month_takes_one_off_the_list(session, town, wang, at, is_out):
    hours(session, wang, 600)
    sign_up = a_past_sign_up(session, town, wang)
    warning = add(
        session,
        SignUpWarning(
            community_id=town.id,
            member_id=wang.id,
            sign_up_id=sign_up.id,
            kind=WarningKind.NO_SHOW,
            happened_at=at,
        ),
    )

    assert bool(candidates_of(session, town)) is not is_out
    warning.removed_at = NOW
    session.flush()
    assert candidates_of(session, town)


@pytest.mark.parametrize(
    ("starred_in", "may"),
    [
        (date(2026, 1, 5), False),
        (date(2025, 12, 5), True),
    ],
)
def test_a_star_of_the_last_three_months_rests(session, town, people, starred_in, may):
    star, friend = a_member(session, town, "王秀兰"), a_member(session, town, "周芬")
    hours(session, star, 600, on=starred_in)
    hours(session, star, 600)
    this_round = a_month(session, town, people["checker"], starred_in)
    nominate(session, this_round, star, authority_of(session, friend))
    hung(session, this_round, people)
    awards.issue(Act(session, after_notice(this_round, session), by=people["issuer"]), this_round)

    assert bool(candidates_of(session, town)) is may


def test_a_leader_may_nominate_and_a_suspended_member_is_no_candidate(session, town, wang, month):
    leader = a_member(session, town, "队长")
    a_role(session, leader, Role.LEADER, the_team(session, town))
    hours(session, wang, 600)
    wang.state = "suspended"
    session.flush()

    with pytest.raises(NotAStar):
        nominate(session, month, wang, authority_of(session, leader))


def test_a_plan_keeps_its_days(session, town, people):
    plan = Plan(CommendationKind.STAR_LEVEL, "2026 年第一批星级认定", CUT_OFF)
    this_round = nominations.start(
        Act(session, NOW + timedelta(days=1), by=people["checker"], community=town), plan
    )

    assert (this_round.month_on, this_round.cut_off_on, this_round.working_days) == (
        None,
        CUT_OFF,
        5,
    )
    assert COMMENDATION_LIFE.after(this_round.state, CommendationMove.CHECK)


def test_imported_hours_make_nobody_a_star(session, town, wang):
    hours(session, wang, 479)
    hours(session, wang, 480, grade=EvidenceGrade.IMPORTED)
    assert candidates_of(session, town) == []

    hours(session, wang, 1)

    assert [(each.minutes, each.services) for each in candidates_of(session, town)] == [(480, 2)]


@pytest.mark.parametrize(("at", "is_out"), [("04-01T00:00", True), ("05-01T00:00", False)])
def test_the_month_of_marks_is_that_of_the_station(session, town, wang, at, is_out):
    hours(session, wang, 480)
    happened = datetime.fromisoformat(f"2026-{at}+08:00").astimezone(UTC)
    add(
        session,
        SignUpWarning(
            community_id=town.id,
            member_id=wang.id,
            kind=WarningKind.NO_SHOW,
            happened_at=happened,
            sign_up_id=a_past_sign_up(session, town, wang).id,
        ),
    )

    assert (candidates_of(session, town) == []) is is_out


def test_naming_and_withdrawing_are_in_the_trail(session, month, wang, friend):
    hours(session, wang, 600)
    nomination = nominate(session, month, wang, friend)
    nominations.withdraw(Act(session, NOW, by=friend), nomination)

    noted = lines(session, "nomination_made", "nomination_withdrawn")
    assert [(event, actor) for event, _subject, actor in noted] == [
        ("nomination_made", friend.person_id),
        ("nomination_withdrawn", friend.person_id),
    ]


def test_a_star_that_was_taken_away_does_not_make_one_rest(session, town, people, wang):
    friend = authority_of(session, a_member(session, town, "周芬"))
    hours(session, wang, 600, on=date(2026, 1, 5))
    hours(session, wang, 600)
    this_round = a_month(session, town, people["checker"], date(2026, 1, 5))
    nominate(session, this_round, wang, friend)
    hung(session, this_round, people)
    end = after_notice(this_round, session)
    (award,) = awards.issue(Act(session, end, by=people["issuer"]), this_round)
    assert candidates_of(session, town) == []

    why = Revocation("事迹是别人的，查实了", keeps_level=False)
    revoking.revoke(Act(session, end, by=people["issuer"]), award, why)

    assert [each.member_id for each in candidates_of(session, town)] == [wang.id]
