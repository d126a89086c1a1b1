"""Word before a shift, and when sign-up opens: once each, however often the sweep runs."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Notification
from core.errors import NotFound
from teams.authority.act import Act
from teams.members.models import CommunitySetting, MemberState
from teams.settings import TeamsSettings
from tests.activity_builders import SATURDAY, a_queue, a_shift, a_sign_up, the_leader
from tests.builders import NOW, a_member, add, authority_of
from volunteer.activities.models import Shift, ShiftState
from volunteer.activities.rules import activities, refusals
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.rules import cancelling, reminders
from volunteer.sign_ups.rules.reminders import Stage

DAY, HOUR, SECOND = timedelta(hours=24), timedelta(hours=1), timedelta(seconds=1)
LATER = SATURDAY + timedelta(days=7)
"""The Saturday after, 9:00 in Shanghai."""
FIRST, AGAIN = LATER - 38 * HOUR, LATER - 14 * HOUR
"""Thursday and Friday, 19:00: 36 and 2 hours before would fall into the night."""


@pytest.fixture
def coming(session, community, activity, member):
    """A shift a week on, in which the member has a place."""
    shift = a_shift(session, activity, starts_at=LATER)
    a_sign_up(session, community, shift, member)
    return shift


def words(session, member):
    session.flush()
    found = session.query(Notification).filter_by(person_id=member.person_id)
    return [each.sentence % each.values for each in found.order_by(Notification.id)]


def test_who_has_a_place_is_told_two_evenings_before_and_the_evening_before(
    session, coming, member
):
    reminders.tell_of_shifts(session, FIRST)
    assert len(words(session, member)) == 1

    reminders.tell_of_shifts(session, AGAIN)
    assert len(words(session, member)) == 2


def test_the_reminder_says_what_when_where_and_until_when_one_may_cancel(session, coming, member):
    reminders.tell_of_shifts(session, FIRST)
    reminders.tell_of_shifts(session, AGAIN)

    what = "《清理楼道小广告》5月23日 9:00 开始，在北关小区东门。"
    assert words(session, member) == [
        f"{what}去不了请在 5月22日 9:00 以前取消，不记，名额好让给别人。",
        f"{what}去不了请尽快取消，或打电话给带队人。",
    ]


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (FIRST - SECOND, 0),
        (FIRST, 1),
        (FIRST + HOUR - SECOND, 1),
        (FIRST + HOUR, 0),
        (FIRST + 13 * HOUR - SECOND, 0),
        (FIRST + 13 * HOUR, 1),
        (LATER - HOUR, 2),
        (LATER, 0),
    ],
)
def test_reminders_have_their_hours_and_keep_the_night(session, coming, member, at, count):
    assert reminders.tell_of_shifts(session, at) == count


def test_of_two_words_that_are_both_due_the_last_alone_is_said(session, coming, member):
    assert reminders.tell_of_shifts(session, LATER - HOUR) == 2

    assert len(words(session, member)) == 1
    assert "尽快取消" in words(session, member)[0]


SHANGHAI, LORD_HOWE = "Asia/Shanghai", "Australia/Lord_Howe"
MOMENTS = [
    (SHANGHAI, "05-23 09:00", "first", 36, "05-21 19:00"),
    (SHANGHAI, "05-23 20:00", "first", 36, "05-22 08:00"),
    (SHANGHAI, "05-23 19:59", "first", 36, "05-21 19:00"),
    (SHANGHAI, "05-24 07:59", "first", 36, "05-22 19:59"),
    (SHANGHAI, "05-24 08:00", "first", 36, "05-22 19:00"),
    (SHANGHAI, "05-24 00:05", "first", 24, "05-22 19:00"),
    (SHANGHAI, "05-23 10:00", "again", 2, "05-23 08:00"),
    (SHANGHAI, "05-23 09:59", "again", 2, "05-22 19:00"),
    (LORD_HOWE, "05-23 09:00", "first", 36, "05-21 19:00"),
    (LORD_HOWE, "10-04 09:00", "first", 36, "10-02 19:00"),
    (LORD_HOWE, "10-04 20:30", "first", 36, "10-03 08:00"),
]
"""Zone, start, stage and its hours, and when it is said. Lord Howe goes half an hour ahead on 4
October 2026, so 36 hours before 20:30 is 8:00 on its clock."""


@pytest.mark.parametrize(("zone", "starts", "stage", "hours", "expected"), MOMENTS)
def test_a_word_is_said_by_day_and_never_later(zone, starts, stage, hours, expected):
    shift = Shift(starts_at=on_clock(starts, zone))

    moment = reminders.due_at(Stage(stage, hours * HOUR), shift, TeamsSettings(), zone)

    assert moment == on_clock(expected, zone)
    assert moment <= shift.starts_at - hours * HOUR


def on_clock(written, zone):
    expected = datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZoneInfo(zone))
    return expected.astimezone(UTC)


@pytest.mark.parametrize(("free", "ahead"), [(24, 36), (33, 36), (34, 37), (48, 51)])
def test_the_first_word_comes_three_hours_before_cancelling_counts(free, ahead):
    first, _again = reminders.stages(VolunteerSettings(free_cancel_hours=free))

    assert first.ahead == ahead * HOUR


def test_running_twice_tells_once(session, coming, member):
    assert reminders.tell_of_shifts(session, FIRST) == 1

    assert reminders.tell_of_shifts(session, FIRST + SECOND) == 0
    assert len(words(session, member)) == 1


def test_who_just_got_the_place_is_not_told_again(session, community, activity, member):
    shift = a_shift(session, activity, places=1, starts_at=LATER)
    (first,) = a_queue(session, community, shift, "甲")
    a_sign_up(session, community, shift, member)
    at = LATER - timedelta(hours=22)
    cancelling.cancel(
        Act(session, at, by=authority_of(session, first.member), community=community), first.id, ""
    )

    reminders.tell_of_shifts(session, at + SECOND)

    assert len(words(session, member)) == 1
    assert "有空位" in words(session, member)[0]
    reminders.tell_of_shifts(session, AGAIN)
    assert len(words(session, member)) == 2


def test_who_waits_and_what_is_cancelled_get_no_word(session, community, activity, coming, member):
    full = a_shift(session, activity, places=1, starts_at=LATER + timedelta(hours=5))
    queue = a_queue(session, community, full, "甲乙")
    activities.cancel_shift(Act(session, NOW, by=the_leader(session, activity)), coming, "下雨")
    told = len(words(session, member))

    reminders.tell_of_shifts(session, LATER - timedelta(hours=1))

    assert len(words(session, member)) == told
    assert len(words(session, queue[0].member)) == 1
    assert words(session, queue[1].member) == []


def test_hours_are_a_setting_and_none_sends_nothing(session, community, coming, member):
    for name, hours in (("first_reminder_hours", 48), ("second_reminder_hours", 0)):
        add(
            session,
            CommunitySetting(
                community_id=community.id,
                name=name,
                value=hours,
                starts_on=NOW.date(),
                set_at=NOW,
                set_by_id=member.person_id,
            ),
        )

    assert reminders.tell_of_shifts(session, LATER - 2 * DAY) == 1
    assert reminders.tell_of_shifts(session, LATER - SECOND) == 0


OPENS = NOW + timedelta(days=2)


@pytest.fixture
def unopened(session, activity):
    """A shift whose sign-up opens in two days."""
    return a_shift(session, activity, starts_at=LATER, sign_up_opens_at=OPENS)


def wish(session, community, shift, member, now=NOW):
    return reminders.ask(
        Act(session, now, by=authority_of(session, member), community=community), shift.id
    )


def test_who_asked_is_told_when_sign_up_opens_and_once(session, community, unopened, member):
    assert (
        wish(session, community, unopened, member).id
        == wish(session, community, unopened, member).id
    )

    assert reminders.tell_of_openings(session, OPENS - SECOND) == 0
    assert reminders.tell_of_openings(session, OPENS) == 1
    assert reminders.tell_of_openings(session, OPENS) == 0
    assert words(session, member) == ["《清理楼道小广告》开放报名了：5月23日 9:00，想去请现在报。"]


def test_an_opening_that_was_cancelled_is_not_told(session, community, unopened, member):
    wish(session, community, unopened, member)
    unopened.state = ShiftState.CANCELLED

    assert reminders.tell_of_openings(session, OPENS) == 1
    assert words(session, member) == []


def test_what_is_open_needs_no_waiting(session, community, unopened, member):
    with pytest.raises(reminders.OpenAlready):
        wish(session, community, unopened, member, now=OPENS)


def test_who_may_not_come_anyway_is_told_why_instead(session, community, unopened):
    pending = a_member(session, community, "新人", state=MemberState.PENDING)

    with pytest.raises(refusals.MembershipPending):
        wish(session, community, unopened, pending)


def test_the_wish_of_another_is_not_found(session, community, unopened, member):
    made = wish(session, community, unopened, member)
    other = authority_of(session, a_member(session, community, "王兰"))

    with pytest.raises(NotFound):
        reminders.forget(Act(session, NOW, by=other, community=community), made.id)


def test_pressing_the_bell_is_kept_and_taken_back_on_the_own_list(town, reader):
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
