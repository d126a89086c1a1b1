"""About what a post earns, and who comes to it for the first time."""

from datetime import date, timedelta

import pytest

from accounts.models import Guardian
from points.ledger.models import EarnRule
from tests.activity_builders import SATURDAY, a_kind, a_queue, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_member, add
from tests.service_builders import a_run_shift, confirmed, present
from volunteer.activities.queries.posts import earn_rules_of, posts_of
from volunteer.activities.rules.forecasts import expected_points
from volunteer.service_time.rules.service_time import TimePolicy


def a_rule(session, community, code, coefficient, **columns):
    given = {
        "version": 1,
        "starts_on": NOW.date(),
        "points_per_hour": 10,
        "set_at": NOW,
        "night_addition_hundredths": 0,
        "flat_points": 0,
    } | columns
    return add(
        session,
        EarnRule(
            community_id=community.id, kind_code=code, coefficient_hundredths=coefficient, **given
        ),
    )


@pytest.mark.parametrize(
    ("minutes", "starts", "points"),
    [(150, 9, 30), (89, 9, 12), (29, 9, 0), (300, 9, 48), (120, 20, 26)],
)
def test_forecast_rounds_caps_and_adds_the_night(session, community, minutes, starts, points):
    kind = a_kind(session, community, "VISIT")
    a_rule(session, community, "VISIT", 120, night_addition_hundredths=20)
    shift = a_shift(
        session,
        an_activity(session, community, kind=kind),
        minutes=minutes,
        starts_at=SATURDAY.replace(hour=starts),
    )

    rules = earn_rules_of(session, community, "VISIT")

    assert expected_points(shift, kind, rules, TimePolicy()) == points


def test_the_rule_in_force_on_the_last_day_counts(session, community):
    kind = a_kind(session, community, "VISIT")
    a_rule(session, community, "VISIT", 100)
    a_rule(
        session, community, "VISIT", 200, version=2, starts_on=SATURDAY.date() + timedelta(days=1)
    )
    activity = an_activity(session, community, kind=kind)
    today = a_shift(session, activity, minutes=60)
    tomorrow = a_shift(session, activity, minutes=60, starts_at=SATURDAY + timedelta(days=1))

    rules = earn_rules_of(session, community, "VISIT")

    assert expected_points(today, kind, rules, TimePolicy()) == 10
    assert expected_points(tomorrow, kind, rules, TimePolicy()) == 20
    assert expected_points(today, kind, [], TimePolicy()) == 0


def test_who_has_served_before_is_no_newcomer(session, community):
    served = present(session, community, a_run_shift(session, community), "王兰")
    confirmed(session, community, served)
    later = a_shift(session, served.shift.activity, starts_at=SATURDAY + timedelta(days=7))
    a_sign_up(session, community, later, served.member)
    a_sign_up(session, community, later, a_member(session, community, "新人"))

    found = posts_of(session, later.activity, NOW)
    assert {shift.id: count for shift, count in found}[later.id] == 1


def test_the_post_says_about_how_many_points_and_who_is_new(town, reader, client):
    a_rule(town.session, town.community, "CLEANUP", 100)
    a_queue(town.session, town.community, town.shift, "甲")
    town.session.commit()
    path = f"/c/dongjie/activities/{town.activity.id}"

    page = reader.get(path).words

    assert "约 15 分" in page
    assert "有 1 人是第一次来" in page
    assert "人是第一次来" not in client.get(path).words


def test_an_activity_page_with_everything_on_it_stays_within_its_statements(town, signed_in):
    full = a_shift(town.session, town.activity, places=1)
    a_queue(town.session, town.community, full, "甲")
    child = a_member(town.session, town.community, "小明", birth_on=date(2011, 1, 1))
    add(
        town.session,
        Guardian(
            person_id=child.person_id,
            name="刘桂芳",
            relation="母亲",
            consented_at=NOW,
            guardian_person_id=town.reader.person_id,
        ),
    )
    a_sign_up(town.session, town.community, full, town.reader)
    licensed = a_shift(town.session, town.activity, starts_at=SATURDAY + timedelta(days=9))
    licensed.post.required_qualification = "trained"
    licensed.sign_up_opens_at = NOW + timedelta(days=1)
    town.session.commit()

    for person in (town.reader.person, child.person):
        read = signed_in(person).get(f"/c/dongjie/activities/{town.activity.id}")
        assert "要有：参加过培训" in read.words
