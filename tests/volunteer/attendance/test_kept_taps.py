"""Taps made without network and sent later: how far back, by whom overtaken, once each."""

from datetime import timedelta

import pytest

from accounts.act import Act as AccountsAct
from accounts.models import AuditEvent
from accounts.rules import request_keys
from core.errors import Stale
from teams.authority.act import Act
from teams.members.models import Community
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity, the_leader
from tests.builders import a_community, a_member
from tests.racing import together
from volunteer.attendance.rules.attendance import Mark, NotBegun, TimeMissing, TimeOutOfRange, mark
from volunteer.attendance.rules.attendance_cases import LeavingSoon
from volunteer.attendance.rules.kept_taps import Overtaken, TapTooOld
from volunteer.sign_ups.models import SignUp, SignUpMove, SignUpState

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOURS = timedelta(hours=12)
END = SATURDAY + 90 * MINUTE


@pytest.fixture
def taps(session, community, shift, leader, wang):
    """Call with a move and when it was tapped; it arrives at `now`."""

    def do(move=SignUpMove.ARRIVE, tapped_at=SATURDAY, now=SATURDAY + 40 * MINUTE, **given):
        given.setdefault("version", wang.version)
        wanted = Mark(move, tapped_at=tapped_at, **given)
        return mark(Act(session, now, by=leader, community=community), wang.id, wanted)

    return do


def test_a_kept_tap_counts_from_when_it_was_made_and_says_it_came_later(taps):
    came = taps()

    assert (came.arrived_at, came.arrived_by) == (SATURDAY, "later")


@pytest.mark.parametrize(("back", "how"), [(MINUTE, "leader"), (MINUTE + SECOND, "later")])
def test_a_minute_is_what_a_message_takes(taps, back, how):
    now = SATURDAY + 40 * MINUTE

    came = taps(tapped_at=now - back, now=now)

    assert (came.arrived_at, came.arrived_by) == (now if how == "leader" else now - back, how)


def test_a_clock_that_is_ahead_makes_it_now_and_never_later(taps):
    came = taps(tapped_at=SATURDAY + 3 * HOURS, now=SATURDAY)

    assert (came.arrived_at, came.arrived_by) == (SATURDAY, "leader")


def test_a_tap_is_believed_for_twelve_hours_and_no_second_more(taps):
    with pytest.raises(TapTooOld) as told:
        taps(now=SATURDAY + HOURS + SECOND)
    assert "9:00 点的，过了 12 小时才传上来" in told.value.sentence

    assert taps(now=SATURDAY + HOURS).arrived_at == SATURDAY


def test_what_was_tapped_while_the_shift_ran_may_arrive_after_it(taps):
    came = taps(tapped_at=END, now=END + 60 * MINUTE)
    left = taps(SignUpMove.LEAVE, END, END + 61 * MINUTE, is_sure=True)

    assert (came.arrived_by, left.left_at, left.left_by) == ("later", END, "later")


@pytest.mark.parametrize(
    ("move", "tapped_at", "refusal"),
    [
        (SignUpMove.ARRIVE, SATURDAY - 30 * MINUTE - SECOND, TimeOutOfRange),
        (SignUpMove.ARRIVE, END + SECOND, TimeMissing),
        (SignUpMove.MISS, SATURDAY - SECOND, NotBegun),
    ],
)
def test_a_kept_tap_is_refused_as_it_would_have_been_then(taps, move, tapped_at, refusal):
    with pytest.raises(refusal):
        taps(move, tapped_at, END + 60 * MINUTE)


def test_leaving_at_once_is_asked_about_by_the_moment_of_the_tap(taps):
    taps()

    with pytest.raises(LeavingSoon):
        taps(SignUpMove.LEAVE, SATURDAY + 9 * MINUTE)
    assert taps(SignUpMove.LEAVE, SATURDAY + 10 * MINUTE).left_at == SATURDAY + 10 * MINUTE


def test_who_did_not_come_is_marked_as_of_the_tap_and_that_is_undone(taps):
    missed = taps(SignUpMove.MISS, SATURDAY + 5 * MINUTE)
    assert (missed.state, missed.closed_at) == (SignUpState.NO_SHOW, SATURDAY + 5 * MINUTE)

    assert taps(SignUpMove.UNDO, SATURDAY + 6 * MINUTE).state is SignUpState.APPROVED


def test_what_another_wrote_meanwhile_stands_and_is_told(taps, wang):
    seen = wang.version
    taps(tapped_at=None, now=SATURDAY + 5 * MINUTE)

    with pytest.raises(Overtaken) as told:
        taps(version=seen)

    assert told.value.sentence == ("9:00 点的这一下没有记：没网的时候有人记过了，现在是“在岗”。")
    assert wang.arrived_at == SATURDAY + 5 * MINUTE


def test_a_tap_over_the_network_is_stale_as_before(taps, wang):
    taps()

    with pytest.raises(Stale) as told:
        taps(
            SignUpMove.UNDO,
            SATURDAY + 41 * MINUTE,
            SATURDAY + 41 * MINUTE,
            version=wang.version + 1,
        )
    assert type(told.value) is Stale


def test_the_trail_tells_both_moments(session, taps):
    taps()

    line = session.query(AuditEvent).filter_by(event="attendance_arrive").one()
    assert (line.recorded_at, line.details["tapped_at"]) == (
        SATURDAY + 40 * MINUTE,
        SATURDAY.isoformat(),
    )


@pytest.mark.race
def test_of_ten_arrivals_of_one_tap_one_is_written(engine, prepare):
    def build(session):
        community = a_community(session)
        shift = a_shift(session, an_activity(session, community))
        signed = a_sign_up(session, community, shift, a_member(session, community, "王秀兰"))
        return community.id, signed.id, signed.version, the_leader(session, shift.activity)

    community_id, sign_up_id, version, by = prepare(build)
    now = SATURDAY + 40 * MINUTE

    def arrive(session):
        keyed = AccountsAct(session, now)
        if request_keys.claim(keyed, "person:1", "a tap", "the same") is not None:
            return "again"
        here = session.get_one(Community, community_id)
        act = Act(session, now, by=by, community=here)
        mark(act, sign_up_id, Mark(SignUpMove.ARRIVE, version, tapped_at=SATURDAY))
        return "written"

    done = together(engine, [arrive] * 10)

    assert sorted(done) == ["again"] * 9 + ["written"]
    assert prepare(lambda session: session.get_one(SignUp, sign_up_id).version) == version + 1
