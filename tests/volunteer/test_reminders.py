"""Word before a shift, and when sign-up opens: once each, however often the sweep runs."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from core.errors import NotFound
from teams.models import CommunitySetting, MemberState
from tests.activity_builders import SATURDAY, a_queue, a_shift, a_sign_up, an_activity, the_leader
from tests.builders import NOW, a_community, a_member, add, authority_of
from tests.volunteer.test_activity_pages import reader, town  # noqa: F401 - fixtures
from volunteer.models import ShiftState
from volunteer.rules import activities, refusals, reminders, sign_ups

DAY, TWO_HOURS, SECOND = timedelta(hours=24), timedelta(hours=2), timedelta(seconds=1)
LATER = SATURDAY + timedelta(days=7)
"""The Saturday after: signing up now is more than a day before."""


@pytest.fixture
def lin(session):
    return a_community(session)


@pytest.fixture
def activity(session, lin):
    return an_activity(session, lin)


@pytest.fixture
def member(session, lin):
    return a_member(session, lin, "刘芳")


@pytest.fixture
def coming(session, lin, activity, member):
    """A shift a week on, in which the member has a place."""
    shift = a_shift(session, activity, starts_at=LATER)
    a_sign_up(session, lin, shift, member)
    return shift


def words(session, member):
    session.flush()
    found = session.query(Notification).filter_by(person_id=member.person_id)
    return [each.sentence % each.values for each in found.order_by(Notification.id)]


def test_who_has_a_place_is_told_a_day_and_again_two_hours_before(session, coming, member):
    reminders.tell_of_shifts(session, LATER - DAY)
    assert len(words(session, member)) == 1

    reminders.tell_of_shifts(session, LATER - TWO_HOURS)
    assert len(words(session, member)) == 2


def test_the_reminder_says_what_when_and_where(session, coming, member):
    reminders.tell_of_shifts(session, LATER - DAY)

    assert words(session, member) == [
        "《清理楼道小广告》5月23日 9:00 开始，在北关小区东门。去不了请早些取消，名额好让给别人。"
    ]


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (LATER - DAY - SECOND, 0),
        (LATER - DAY, 1),
        (LATER - TWO_HOURS, 1),
        (LATER - SECOND, 1),
        (LATER, 0),
    ],
)
def test_reminders_have_their_hours(session, coming, member, at, count):
    assert reminders.tell_of_shifts(session, at) == count
    assert len(words(session, member)) == count


def test_running_twice_tells_once(session, coming, member):
    assert reminders.tell_of_shifts(session, LATER - DAY) == 1

    assert reminders.tell_of_shifts(session, LATER - DAY + SECOND) == 0
    assert len(words(session, member)) == 1


def test_who_just_got_the_place_is_not_told_again(session, lin, activity, member):
    shift = a_shift(session, activity, places=1, starts_at=LATER)
    (first,) = a_queue(session, lin, shift, "甲")
    a_sign_up(session, lin, shift, member)
    at = LATER - timedelta(hours=20)
    sign_ups.cancel(session, lin, first.id, "", authority_of(session, first.member), at)

    reminders.tell_of_shifts(session, at + SECOND)

    assert len(words(session, member)) == 1
    assert "有空位" in words(session, member)[0]
    reminders.tell_of_shifts(session, LATER - TWO_HOURS)
    assert len(words(session, member)) == 2


def test_who_waits_and_what_is_cancelled_get_no_word(session, lin, activity, coming, member):
    full = a_shift(session, activity, places=1, starts_at=LATER + timedelta(hours=5))
    queue = a_queue(session, lin, full, "甲乙")
    activities.cancel_shift(session, coming, "下雨", the_leader(session, activity), NOW)
    told = len(words(session, member))

    reminders.tell_of_shifts(session, LATER - timedelta(hours=1))

    assert len(words(session, member)) == told
    assert len(words(session, queue[0].member)) == 1
    assert words(session, queue[1].member) == []


def test_hours_are_a_setting_and_none_sends_nothing(session, lin, coming, member):
    for name, hours in (("remind_first", 48), ("remind_again", 0)):
        add(
            session,
            CommunitySetting(
                community_id=lin.id, name=name, value=hours, starts_on=NOW.date(), set_at=NOW,
                set_by_id=member.person_id,
            ),
        )  # fmt: skip

    assert reminders.tell_of_shifts(session, LATER - 2 * DAY) == 1
    assert reminders.tell_of_shifts(session, LATER - SECOND) == 0


OPENS = NOW + timedelta(days=2)


@pytest.fixture
def unopened(session, activity):
    """A shift whose sign-up opens in two days."""
    return a_shift(session, activity, starts_at=LATER, sign_up_opens_at=OPENS)


def wish(session, lin, shift, member, now=NOW):
    return reminders.ask(session, lin, shift.id, authority_of(session, member), now)


def test_who_asked_is_told_when_sign_up_opens_and_once(session, lin, unopened, member):
    assert wish(session, lin, unopened, member).id == wish(session, lin, unopened, member).id

    assert reminders.tell_of_openings(session, OPENS - SECOND) == 0
    assert reminders.tell_of_openings(session, OPENS) == 1
    assert reminders.tell_of_openings(session, OPENS) == 0
    assert words(session, member) == ["《清理楼道小广告》开放报名了：5月23日 9:00，想去请现在报。"]


def test_an_opening_that_was_cancelled_is_not_told(session, lin, unopened, member):
    wish(session, lin, unopened, member)
    unopened.state = ShiftState.CANCELLED

    assert reminders.tell_of_openings(session, OPENS) == 1
    assert words(session, member) == []


def test_what_is_open_needs_no_waiting(session, lin, unopened, member):
    with pytest.raises(reminders.OpenAlready):
        wish(session, lin, unopened, member, now=OPENS)


def test_who_may_not_come_anyway_is_told_why_instead(session, lin, unopened):
    pending = a_member(session, lin, "新人", state=MemberState.PENDING)

    with pytest.raises(refusals.MembershipPending):
        wish(session, lin, unopened, pending)


def test_the_wish_of_another_is_not_found(session, lin, unopened, member):
    made = wish(session, lin, unopened, member)
    other = authority_of(session, a_member(session, lin, "王兰"))

    with pytest.raises(NotFound):
        reminders.forget(session, lin, made.id, other)


def test_pressing_the_bell_is_kept_and_taken_back_on_the_own_list(town, reader):  # noqa: F811
    a_shift(town.session, town.activity, starts_at=LATER, sign_up_opens_at=OPENS)
    town.session.commit()
    home = reader.get("/c/dongjie/")
    assert "到时提醒我 周日 10:00 开放" in home.words

    path = next(f["action"] for f in home.page.forms if "reminders" in str(f["action"]))
    mine = reader.follow(reader.post(path, {}))
    assert "等开放报名的" in mine.words
    assert "到时会提醒您" in reader.get("/c/dongjie/").words

    back = next(f["action"] for f in mine.page.forms if "reminders" in str(f["action"]))
    assert "等开放报名的" not in reader.follow(reader.post(back, {})).words
