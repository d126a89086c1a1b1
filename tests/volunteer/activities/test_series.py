"""An occasion and all later ones called off at once, and taken back while nobody knew (T19)."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from core.errors import AlreadyDone, NotAllowed
from teams.authority.act import Act
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity, counters, the_leader
from tests.builders import NOW, a_community, a_member
from tests.racing import together
from tests.trail import lines
from volunteer.activities.models import ActivityState, Shift, ShiftState
from volunteer.activities.rules import series
from volunteer.activities.rules.series import SomebodyKnew
from volunteer.sign_ups.models import SignUpState, SignUpWarning

WEEK = timedelta(days=7)


@pytest.fixture
def weeks(session, activity):
    """Four Saturdays of one post, and another post on the second."""
    made = [a_shift(session, activity, starts_at=SATURDAY + WEEK * at) for at in range(4)]
    session.query(Shift).filter(Shift.activity_id == activity.id).update(
        {"post_id": made[0].post_id}
    )
    other = a_shift(session, activity, starts_at=SATURDAY + WEEK, post="引导")
    session.flush()
    for each in made:
        session.refresh(each)
    return [*made, other]


@pytest.fixture
def acting(session, community, leader):
    return Act(session, NOW, by=leader, community=community)


def states(session, shifts):
    for each in shifts:
        session.refresh(each)
    return [each.state for each in shifts]


def test_this_and_all_later_ones_of_the_post_are_called_off(session, acting, weeks):
    done = series.call_off(acting, weeks[1], "修路")

    off, on = ShiftState.CANCELLED, ShiftState.OPEN
    assert states(session, weeks) == [on, off, off, off, on]
    assert (done.shift_ids, done.people) == (tuple(each.id for each in weeks[1:4]), 0)
    assert len(lines(session, "shift_cancelled")) == 3


def test_who_had_several_places_is_told_once_and_not_marked(session, community, acting, weeks):
    coming = a_member(session, community, "王秀兰")
    held = [a_sign_up(session, community, each, coming) for each in weeks[:3]]

    done = series.call_off(acting, weeks[1], "修路")

    session.flush()
    (told,) = session.query(Notification).filter_by(person_id=coming.person_id)
    assert "2 场取消了：5-23、5-30。" in told.sentence % told.values
    assert done.people == 1
    ended = [SignUpState.APPROVED, SignUpState.CANCELLED, SignUpState.CANCELLED]
    assert [session.get_one(type(each), each.id).state for each in held] == ended
    assert session.query(SignUpWarning).count() == 0


def test_what_it_would_mean_is_known_before(session, community, weeks):
    for name in ("王秀兰", "李国强"):
        coming = a_member(session, community, name)
        for each in weeks[1:3]:
            a_sign_up(session, community, each, coming)

    assert series.cost_of_following(session, weeks[0]) == series.Cost(3, 2)
    assert series.cost_of_following(session, weeks[3]) == series.Cost(0, 0)


def test_it_is_taken_back_while_nobody_had_to_do_with_it(session, acting, activity, weeks):
    done = series.call_off(acting, weeks[2], "修路")
    assert done.may_restore

    assert series.restore(acting, activity, done.shift_ids) == 2

    assert set(states(session, weeks)) == {ShiftState.OPEN}
    assert counters(session, weeks[2])[1:] == (0, 0)
    a_sign_up(session, acting.community, weeks[2], a_member(session, acting.community, "王秀兰"))


def test_it_is_not_taken_back_once_somebody_was_told(session, acting, activity, weeks):
    a_sign_up(session, acting.community, weeks[3], a_member(session, acting.community, "王秀兰"))
    done = series.call_off(acting, weeks[2], "修路")
    assert not done.may_restore

    with pytest.raises(SomebodyKnew):
        series.restore(acting, activity, done.shift_ids)

    assert states(session, weeks[2:4]) == [ShiftState.CANCELLED] * 2


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, True)])
def test_what_has_begun_is_not_called_off(session, community, leader, weeks, seconds, is_late):
    at = weeks[0].starts_at + timedelta(seconds=seconds)
    acting = Act(session, at, by=leader, community=community)
    if not is_late:
        assert len(series.call_off(acting, weeks[0], "").shift_ids) == 4
        return
    with pytest.raises(AlreadyDone):
        series.call_off(acting, weeks[0], "")


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, True)])
def test_what_would_have_begun_does_not_go_on(session, acting, activity, weeks, seconds, is_late):
    done = series.call_off(acting, weeks[3], "")
    at = weeks[3].starts_at + timedelta(seconds=seconds)
    later = Act(session, at, by=acting.by, community=acting.community)
    if not is_late:
        assert series.restore(later, activity, done.shift_ids) == 1
        return
    with pytest.raises(AlreadyDone):
        series.restore(later, activity, done.shift_ids)


def test_refusals_of_another_team_and_of_what_is_done(session, community, acting, activity, weeks):
    stranger = the_leader(session, an_activity(session, a_community(session, "nanguan")))
    other = Act(session, NOW, by=stranger, community=community)
    for refused in (
        lambda: series.call_off(other, weeks[0], ""),
        lambda: series.restore(other, activity, [weeks[0].id]),
    ):
        with pytest.raises(NotAllowed):
            refused()
    series.call_off(acting, weeks[0], "")
    with pytest.raises(AlreadyDone):
        series.call_off(acting, weeks[0], "")
    with pytest.raises(AlreadyDone):
        series.restore(acting, activity, [])
    activity.state = ActivityState.CANCELLED
    with pytest.raises(AlreadyDone):
        series.restore(acting, activity, [weeks[0].id])


def test_two_who_call_off_at_once_tell_nobody_twice(engine, session, community, leader, weeks):
    coming = a_member(session, community, "王秀兰")
    a_sign_up(session, community, weeks[2], coming)
    session.commit()
    shift_id, person_id = weeks[1].id, coming.person_id

    def press(own):
        shift = own.get_one(Shift, shift_id)
        return series.call_off(Act(own, NOW, by=leader, community=community), shift, "修路")

    together(engine, [press, press])

    session.expire_all()
    assert session.query(Notification).filter_by(person_id=person_id).count() == 1


def test_the_list_says_what_it_means_and_takes_it_back(town, signed_in):
    later = a_shift(town.session, town.activity, starts_at=SATURDAY + WEEK)
    later.post_id = town.shift.post_id
    town.session.commit()
    leader = signed_in(town.leader.person)
    page = leader.get(f"/c/dongjie/leading/shifts/{town.shift.id}/roster")
    assert "连以后 1 场，再通知那里的 0 人" in page.words
    path = f"/c/dongjie/leading/shifts/{town.shift.id}/cancellation"

    sent = leader.post(path, page.form(path) | {"reason": "修路", "scope": "following"})
    done = leader.follow(sent)
    assert "取消了 2 场。通知了 0 人。 撤销" in done.words
    undo = next(each for each in done.page.forms if str(each["action"]).endswith("restored-shifts"))
    back = leader.follow(leader.post(undo["action"], undo["fields"]))

    assert "恢复了 2 场。" in back.words
