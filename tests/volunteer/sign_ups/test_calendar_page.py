"""The month of what is on, and what an empty page says comes next."""

from datetime import timedelta

from teams.members.models import TeamColour
from tests.activity_builders import SATURDAY, a_shift, an_activity
from tests.builders import NOW, a_community, the_team
from volunteer.activities.models import ShiftState
from volunteer.sign_ups.views import home

JUNE = SATURDAY + timedelta(days=30)


def test_month_shows_each_day_with_time_title_and_team(client, town):
    page = client.get("/c/dongjie/activities/calendar")

    assert "9:00 清理楼道小广告 绿色生态文明" in page.words
    assert page.html.count("<td") == 35
    assert 'datetime="2026-05-16"' in page.html
    assert "今天" in page.words


def test_other_months_are_reached_and_the_team_is_kept(client, town):
    a_shift(town.session, town.activity, starts_at=JUNE)
    town.session.commit()

    may = client.get("/c/dongjie/activities/calendar?team=green")
    onward = next(link for link in may.page.links if "2026-06" in link)
    june = client.get(onward)
    assert "清理楼道小广告" in june.words
    assert "/c/dongjie/activities/calendar?month=2026-05&team=green" in june.page.links


def test_the_edges_of_a_month_are_those_of_the_zone(client, town):
    first_of_june = (SATURDAY + timedelta(days=16)).replace(hour=0)
    a_shift(
        town.session,
        an_activity(town.session, town.community, title="零点的活动"),
        starts_at=first_of_june,
    )
    a_shift(
        town.session,
        an_activity(town.session, town.community, title="前一刻的活动"),
        starts_at=first_of_june - timedelta(minutes=1),
    )
    town.session.commit()

    may = client.get("/c/dongjie/activities/calendar?month=2026-05").words
    june = client.get("/c/dongjie/activities/calendar?month=2026-06").words
    assert ("零点的活动" in may, "前一刻的活动" in may) == (False, True)
    assert ("零点的活动" in june, "前一刻的活动" in june) == (True, False)


def test_empty_month_says_what_comes_next_and_clears_the_filter(client, town):
    page = client.get("/c/dongjie/activities/calendar?team=red")

    assert "红色政策宣讲这个月没有活动" in page.words
    assert "最近的一场是绿色生态文明的《清理楼道小广告》，明天 9:00" in page.words
    assert "/c/dongjie/activities/calendar?month=2026-05" in page.page.links


def test_unreadable_and_distant_months_show_this_one(client, town):
    for words in ("2026-13", "x", "2031-01", "2026-05-01"):
        assert "5 月" in client.get(f"/c/dongjie/activities/calendar?month={words}").words


def test_cancelled_and_foreign_shifts_are_not_in_the_calendar(client, town):
    town.shift.state = ShiftState.CANCELLED
    a_community(town.session, "nanguan")
    town.session.commit()

    assert "清理楼道" not in client.get("/c/dongjie/activities/calendar").words
    assert "清理楼道" not in client.get("/c/nanguan/activities/calendar").words


def test_list_and_calendar_lead_to_each_other(client, town):
    listed = client.get("/c/dongjie/activities?team=green")

    assert "/c/dongjie/activities/calendar?team=green" in listed.page.links
    calendar = client.get("/c/dongjie/activities/calendar?team=green")
    assert "/c/dongjie/activities?team=green" in calendar.page.links


def test_empty_list_of_a_team_names_the_next_of_another(client, town):
    page = client.get("/c/dongjie/activities?team=red")

    assert "最近的一场是绿色生态文明的《清理楼道小广告》" in page.words


def test_home_with_nothing_to_offer_names_the_next_opening(town, reader, monkeypatch):
    monkeypatch.setattr(home, "HOME_ROWS", 1)
    town.activity.is_team_only, red = True, the_team(town.session, town.community, TeamColour.RED)
    town.activity.team_id = red.id
    town.shift.sign_up_opens_at = NOW + timedelta(hours=1)
    other = an_activity(town.session, town.community, title="垃圾分类")
    a_shift(town.session, other, starts_at=JUNE, sign_up_opens_at=NOW + timedelta(days=1))
    town.session.commit()

    assert "下次开放报名：明天 10:00，《垃圾分类》" in reader.get("/c/dongjie/").words
