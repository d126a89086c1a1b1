"""An occasion is moved: everybody told, places kept, saying no free until a day."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Notification
from core.errors import AlreadyDone, NotAllowed, Stale
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    a_shift,
    a_sign_up,
    an_activity,
    the_leader,
)
from tests.builders import NOW, a_community, a_member, staff
from tests.racing import together
from tests.trail import lines
from volunteer.activities.rules import shifts
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUpState
from volunteer.sign_ups.rules import moves, reminders, sign_up_rows
from volunteer.sign_ups.rules.cancelling import Consequence, cancel, consequence
from volunteer.sign_ups.rules.moves import (
    AnswerDayPassed,
    Move,
    MovedIntoPast,
    NothingMoved,
    clashes,
    planned,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SUNDAY = SATURDAY + DAY


def to_sunday(**other):
    """A move of the shift of Saturday 9:00 to Sunday, same hours, answers by Saturday."""
    wanted = {
        "day": date(2026, 5, 17),
        "begins": time(9),
        "ends": time(10, 30),
        "place": "",
        "answer_on": date(2026, 5, 16),
        "seen_start": SATURDAY,
    }
    return Move(**wanted | other)


@pytest.fixture
def moved(session, community, shift, leader):
    """Call with what is other than a move to Sunday; the leader moves the shift."""

    def do(now=NOW, by=leader, **other):
        act = Act(session, now, by=by, community=community)
        return moves.move(act, shift, to_sunday(**other))

    return do


def told(session):
    """What each person was told, by person."""
    sent = session.scalars(select(Notification))
    return {each.person_id: each.sentence % each.values for each in sent}


def test_everybody_keeps_the_place_and_is_told(session, community, shift, leader, moved):
    first, second, waiting = a_queue(session, community, shift)

    assert moved(place="社区活动室") == 3

    assert (shift.starts_at, shift.ends_at) == (SUNDAY, SUNDAY + 90 * MINUTE)
    assert [each.state for each in (first, second, waiting)] == [
        SignUpState.APPROVED,
        SignUpState.APPROVED,
        SignUpState.WAITLISTED,
    ]
    words = told(session)
    assert words[first.member.person_id] == (
        "《清理楼道小广告》改到 5月17日 9:00，在社区活动室（原来 5月16日 9:00）。"
        "名额给您留着；去不了请在 5月16日 20:00 以前取消，不记。"
    )
    assert "您排的候补还算数" in words[waiting.member.person_id]
    assert lines(session, "shift_moved") == [("shift_moved", shift.id, leader.person_id)]


def test_the_place_alone_may_move(shift, wang, moved):
    moved(day=date(2026, 5, 16), place="社区活动室", answer_on=date(2026, 5, 15))

    assert (shift.starts_at, shift.where, shift.meeting_point) == (
        SATURDAY,
        "社区活动室",
        "社区活动室",
    )


def test_sign_up_closes_as_long_before_as_it_did(session, shift, moved):
    shift.sign_up_closes_at = SATURDAY - 2 * 60 * MINUTE
    moved()
    assert shift.sign_up_closes_at == SUNDAY - 2 * 60 * MINUTE


def test_sign_up_has_opened_before_it_closes_wherever_it_goes(session, shift, moved):
    shift.sign_up_opens_at = SATURDAY - 60 * MINUTE
    moved(day=date(2026, 5, 15), begins=time(20), ends=time(21), answer_on=date(2026, 5, 15))
    assert shift.sign_up_opens_at < shift.sign_up_closes_at


def test_saying_no_is_free_until_the_moment_told(session, shift, wang, moved):
    moved(day=date(2026, 5, 16), begins=time(21, 30), ends=time(22))
    until = datetime.fromisoformat("2026-05-16T20:00+08:00")

    costs = [consequence(wang, shift, VolunteerSettings(), at) for at in (until - MINUTE, until)]

    assert costs == [Consequence.FREE, Consequence.WARNED]


def test_an_answer_day_after_the_start_ends_with_the_start(shift, moved):
    moved(answer_on=date(2026, 6, 1))
    assert shift.free_until == SUNDAY


def test_who_signs_up_after_the_move_pays_as_always(session, community, shift, moved):
    moved()
    late = a_sign_up(session, community, shift, a_member(session, community), NOW + MINUTE)

    cost = consequence(late, shift, VolunteerSettings(), SUNDAY - 2 * 60 * MINUTE)

    assert cost is Consequence.WARNED


def test_going_back_after_a_move_leaves_no_mark(session, community, leader, shift, wang, moved):
    moved(day=date(2026, 5, 16), begins=time(10), ends=time(11), answer_on=date(2026, 5, 16))
    act = Act(session, SATURDAY - 60 * MINUTE, by=leader, community=community)

    gone = cancel(act, wang.id, "那天有事")

    assert (gone.cost, gone.is_marked) == (Consequence.FREE, False)


def test_reminders_said_before_are_said_again_for_the_new_time(session, community, wang, moved):
    wang.signed_up_at = NOW - 3 * DAY
    evening = SATURDAY - 14 * 60 * MINUTE
    reminders.tell_of_shifts(session, evening)
    assert session.query(Notification).count() == 1
    moved(now=evening, day=date(2026, 5, 20), answer_on=date(2026, 5, 18))

    reminders.tell_of_shifts(session, SATURDAY + 4 * DAY - 14 * 60 * MINUTE)

    assert session.query(Notification).count() == 3


def test_who_was_just_told_of_the_move_is_not_reminded_at_once(session, wang, moved):
    evening = SATURDAY - 14 * 60 * MINUTE
    moved(now=evening, begins=time(8), answer_on=date(2026, 5, 16))
    before = session.query(Notification).count()

    reminders.tell_of_shifts(session, evening + MINUTE)

    assert session.query(Notification).count() == before


def elsewhere(session, community, member, starts_at):
    """An hour of 敬老餐 the member has signed up to."""
    activity = an_activity(session, community, title="敬老餐")
    other = a_shift(session, activity, starts_at=starts_at, minutes=60)
    a_sign_up(session, community, other, member)


@pytest.mark.parametrize(
    ("minutes", "overlap"), [(89, [1]), (90, []), (60, [30]), (-59, [1]), (-60, [])]
)
def test_who_is_due_elsewhere_is_named_and_touching_is_no_clash(
    session, community, shift, wang, minutes, overlap
):
    elsewhere(session, community, wang.member, SUNDAY + minutes * MINUTE)

    found = clashes(session, planned(session, shift, to_sunday(), community.zone))

    assert [each.minutes for each in found] == overlap
    assert {(each.name, each.title) for each in found} <= {("王秀兰", "敬老餐")}


def test_another_communitys_shifts_are_no_clash(session, community, shift, wang):
    other = a_community(session, "nanguan")
    twin = a_member(session, other, "王秀兰")
    elsewhere(session, other, twin, SUNDAY)

    assert clashes(session, planned(session, shift, to_sunday(), community.zone)) == []


def test_all_following_of_the_same_post_move_by_as_many_days(session, activity, shift, moved):
    later = a_shift(session, activity, starts_at=SATURDAY + 7 * DAY)
    later.post_id = shift.post_id
    other_post = a_shift(session, activity, starts_at=SATURDAY + 7 * DAY)
    earlier = a_shift(session, activity, starts_at=SATURDAY - DAY)
    earlier.post_id = shift.post_id
    session.flush()

    moved(begins=time(10), ends=time(11), is_following=True)

    hour = 60 * MINUTE
    assert [each.starts_at for each in (shift, later, other_post, earlier)] == [
        SUNDAY + hour,
        SUNDAY + 7 * DAY + hour,
        SATURDAY + 7 * DAY,
        SATURDAY - DAY,
    ]


def test_of_several_none_moves_when_one_is_refused(session, activity, shift, moved):
    later = a_shift(session, activity, starts_at=SATURDAY + DAY)
    later.post_id = shift.post_id
    session.flush()

    with pytest.raises(MovedIntoPast):
        moved(day=date(2026, 5, 15), begins=time(7), ends=time(8), is_following=True)

    assert (shift.starts_at, later.starts_at) == (SATURDAY, SATURDAY + DAY)


def test_a_new_time_lies_ahead(shift, moved):
    at = datetime.fromisoformat("2026-05-15T10:00+08:00")
    wanted = {"day": date(2026, 5, 15), "begins": time(10), "ends": time(11)}
    with pytest.raises(MovedIntoPast):
        moved(now=at, **wanted)
    moved(now=at - MINUTE, **wanted)


def test_somebody_must_be_able_to_answer(shift, moved):
    evening = datetime.fromisoformat("2026-05-15T20:00+08:00")
    with pytest.raises(AnswerDayPassed):
        moved(now=evening, answer_on=date(2026, 5, 15))
    moved(now=evening - MINUTE, answer_on=date(2026, 5, 15))


def test_what_stays_where_it_is_is_not_moved(shift, moved):
    with pytest.raises(NothingMoved):
        moved(day=date(2026, 5, 16))


def test_what_has_begun_stays(shift, moved):
    with pytest.raises(AlreadyDone):
        moved(now=SATURDAY)
    moved(now=SATURDAY - MINUTE)


def test_what_was_called_off_stays(session, community, shift, leader, moved):
    shifts.call_off(Act(session, NOW, by=leader, community=community), shift, "下雨")
    with pytest.raises(AlreadyDone):
        moved()


def test_a_form_read_before_another_move_is_stale(shift, moved):
    moved()
    with pytest.raises(Stale):
        moved(day=date(2026, 5, 18))


def test_only_who_leads_the_team_moves(session, community, moved):
    with pytest.raises(NotAllowed):
        moved(by=staff(session, community, Role.SHOP_CLERK))


@pytest.mark.race
def test_of_two_leaders_who_move_the_same_shift_one_is_asked_to_look_again(engine, prepare):
    def build(session):
        here = a_community(session)
        activity = an_activity(session, here)
        shift = a_shift(session, activity)
        a_sign_up(session, here, shift, a_member(session, here))
        leaders = [the_leader(session, activity, name) for name in ("钱队", "孙队")]
        return here.id, shift.id, leaders

    here_id, shift_id, leaders = prepare(build)

    def moving(by, day):
        def act(session):
            here = session.get_one(Community, here_id)
            shift = sign_up_rows.shift_in(session, here_id, shift_id)
            return moves.move(Act(session, NOW, by=by, community=here), shift, to_sunday(day=day))

        return act

    done = together(
        engine,
        [moving(by, date(2026, 5, 17 + number)) for number, by in enumerate(leaders)],
    )

    assert sorted(type(each).__name__ for each in done) == ["Stale", "int"]
