"""An activity made again, several posts at once, occasions taken out of a plan."""

from datetime import date, timedelta

import pytest

from core.errors import AlreadyDone, NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_member, add, staff
from tests.trail import lines
from volunteer.activities.models import Activity, ActivityState, Shift
from volunteer.activities.rules import shifts
from volunteer.activities.rules.copies import NothingToCopy, copy
from volunteer.activities.rules.drops import SomebodyConcerned, drop
from volunteer.activities.rules.shifts import TimesOutOfOrder
from volunteer.sign_ups.models import OpeningReminder

DAY = timedelta(days=1)
JUNE_6 = date(2026, 6, 6)


@pytest.fixture
def copied(session, community, activity, leader):
    def do(first_on=JUNE_6, *, is_month=False, by=leader):
        act = Act(session, NOW, by=by, community=community)
        return copy(act, activity, first_on, is_month=is_month)

    return do


def starts(session, activity):
    asked = session.query(Shift).filter_by(activity_id=activity.id)
    return [each.starts_at for each in asked.order_by(Shift.starts_at, Shift.id)]


def test_a_copy_is_a_draft_with_the_posts_of_the_last_day(session, activity, shift, copied):
    at_ten = SATURDAY + timedelta(hours=1)
    guide = a_shift(session, activity, post="引导", places=3, starts_at=at_ten)
    a_shift(session, activity, starts_at=SATURDAY - 7 * DAY)
    guide.sign_up_closes_at = guide.starts_at - timedelta(hours=2)

    made = copied()

    assert (made.state, made.title, made.id != activity.id) == (
        ActivityState.DRAFT,
        activity.title,
        True,
    )
    assert starts(session, made) == [SATURDAY + 21 * DAY, SATURDAY + 21 * DAY + timedelta(hours=1)]
    again = session.query(Shift).filter_by(activity_id=made.id).order_by(Shift.id.desc()).first()
    assert (again.post.name, again.places.places) == ("引导", 3)
    assert again.starts_at - again.sign_up_closes_at == timedelta(hours=2)


def test_a_month_is_copied_with_its_weekdays(session, activity, shift, copied):
    a_shift(session, activity, starts_at=SATURDAY - 7 * DAY)
    a_shift(session, activity, starts_at=SATURDAY - 28 * DAY)

    made = copied(is_month=True)

    assert starts(session, made) == [SATURDAY + 21 * DAY, SATURDAY + 28 * DAY]


def test_who_had_a_place_is_not_copied(session, community, activity, shift, copied, wang):
    made = copied()
    again = session.query(Shift).filter_by(activity_id=made.id).one()
    assert again.places.taken == 0


def test_what_was_called_off_is_not_copied(session, community, shift, leader, copied):
    shifts.call_off(Act(session, NOW, by=leader, community=community), shift, "下雨")
    with pytest.raises(NothingToCopy):
        copied()


def test_a_copy_lies_ahead(session, shift, copied):
    with pytest.raises(TimesOutOfOrder):
        copied(date(2026, 5, 14))
    copied(date(2026, 5, 16))


def test_only_who_leads_the_team_copies(session, community, shift, copied):
    with pytest.raises(NotAllowed):
        copied(by=staff(session, community, Role.SHOP_CLERK))


@pytest.fixture
def drops(session, community, activity, leader):
    def do(*shifts_, by=leader):
        act = Act(session, NOW, by=by, community=community)
        return drop(act, activity, [each.id for each in shifts_])

    return do


def test_occasions_of_a_draft_go_as_if_never_added(session, activity, shift, leader, drops):
    activity.state = ActivityState.DRAFT
    other = a_shift(session, activity, starts_at=SATURDAY + 7 * DAY)
    stays = a_shift(session, activity, starts_at=SATURDAY + 14 * DAY)

    assert drops(shift, other) == 2

    assert starts(session, activity) == [stays.starts_at]
    told = ("shift_dropped", activity.id, leader.person_id)
    assert lines(session, "shift_dropped") == [told, told]


def test_an_occasion_somebody_signed_up_to_stays_and_so_do_the_others(
    session, activity, shift, wang, drops
):
    other = a_shift(session, activity, starts_at=SATURDAY + 7 * DAY)
    with pytest.raises(SomebodyConcerned):
        drops(other, shift)
    assert len(starts(session, activity)) == 2


def test_an_occasion_somebody_waits_to_hear_of_stays(session, community, shift, member, drops):
    wish = {"community_id": community.id, "shift_id": shift.id, "member_id": member.id}
    add(session, OpeningReminder(asked_at=NOW, **wish))
    with pytest.raises(SomebodyConcerned):
        drops(shift)


def test_what_is_gone_is_said_to_be(session, shift, drops):
    drops(shift)
    with pytest.raises(AlreadyDone):
        drops(shift)


@pytest.mark.parametrize("state", [ActivityState.WITHDRAWN, ActivityState.CANCELLED])
def test_of_what_is_over_nothing_goes(activity, shift, drops, state):
    activity.state = state
    with pytest.raises(AlreadyDone):
        drops(shift)


def test_occasions_of_another_activity_are_not_touched(session, community, drops):
    other = a_shift(session, an_activity(session, community, title="敬老餐"))
    with pytest.raises(AlreadyDone):
        drops(other)


def test_only_who_leads_the_team_drops(session, community, shift, drops):
    with pytest.raises(NotAllowed):
        drops(shift, by=staff(session, community, Role.SHOP_CLERK))


@pytest.fixture
def leading(town, signed_in):
    return signed_in(town.leader.person)


def planned(town):
    return f"/c/dongjie/leading/activities/{town.activity.id}"


TIMES = {
    "post_name": "登记",
    "on_date": "2026-05-20",
    "begins": "09:00",
    "ends": "11:00",
    "places": "4",
    "repeats": "weekly",
    "until_on": "2026-05-27",
}


def test_several_posts_and_days_are_added_at_once_and_taken_back(town, leading):
    form = leading.get(f"{planned(town)}/new-shift").form("/new-shift") | TIMES
    more = {"more_posts": "引导 3\r\n\r\n茶水：2人"}

    page = leading.follow(leading.post(f"{planned(town)}/new-shift", form | more))

    assert "加好了 6 场。 撤销" in page.words
    assert page.words.count("引导") == 2
    undo = page.form("/dropped-shifts")
    page = leading.follow(leading.post(f"{planned(town)}/dropped-shifts", undo))
    assert "删掉了 6 场。" in page.words
    assert "引导" not in page.words


@pytest.mark.parametrize("typed", ["引导", "引导 0", "3", "引导 1000", "\n".join(["引导 3"] * 11)])
def test_a_post_needs_a_name_and_places(town, leading, typed):
    form = leading.get(f"{planned(town)}/new-shift").form("/new-shift") | TIMES

    page = leading.post(f"{planned(town)}/new-shift", form | {"more_posts": typed})

    assert page.status == 400
    assert "每行写一个岗位和名额，例如：引导 3。最多 10 行。" in page.words


def test_an_activity_is_made_again_from_its_page(town, leading):
    form = leading.get(planned(town)).form("/copies")
    assert form["first_on"] == "2026-05-23"

    made = leading.follow(leading.post(f"{planned(town)}/copies", form))

    assert "照搬好了，是草稿。看过没有错再发布。" in made.words
    assert "还没发布，志愿者看不到" in made.words
    assert leading.post(f"{planned(town)}/copies", form | {"first_on": ""}).status == 400
    town.session.commit()
    assert town.session.query(Activity).count() == 2


def test_an_occasion_is_taken_out_of_a_draft_by_one_press(town, leading):
    town.activity.state = ActivityState.DRAFT
    a_shift(town.session, town.activity, starts_at=SATURDAY + 7 * DAY)
    town.session.commit()
    form = leading.get(planned(town)).form("/dropped-shifts")

    page = leading.follow(leading.post(f"{planned(town)}/dropped-shifts", form))

    assert "删掉了 1 场。" in page.words
    assert "删这场" not in page.words


def test_a_published_activity_offers_no_such_press(town, leading):
    a_sign_up(town.session, town.community, town.shift, a_member(town.session, town.community))
    town.session.commit()
    assert "删这场" not in leading.get(planned(town)).words
    sent = leading.post(f"{planned(town)}/dropped-shifts", {"shifts": str(town.shift.id)})
    assert sent.status == 409
    assert "不能直接删" in sent.words
