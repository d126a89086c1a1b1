"""The late marks: what going back costs, the pause, excuses (T19)."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Notification
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    a_shift,
    a_sign_up,
    counters,
    the_leader,
)
from tests.builders import NOW, a_member, a_role, authority_of
from tests.trail import lines
from volunteer.activities.rules import activities, refusals
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUpState, SignUpWarning, WarningKind
from volunteer.sign_ups.queries.own_marks import own_marks
from volunteer.sign_ups.rules import cancelling, excuses, late_marks, sign_ups

CANCELLED, LATE = SignUpState.CANCELLED, SignUpState.LATE_CANCELLED
USUAL = VolunteerSettings()
ZONE = "Asia/Shanghai"


def on(day: str, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+08:00").astimezone(UTC)


def marks(session, member):
    session.flush()
    return session.query(SignUpWarning).filter_by(member_id=member.id, removed_at=None).count()


def cancelled_at(session, community, activity, moment, queue=""):
    """Sign up for Saturday 09:00 alone or with a queue behind, cancel at `moment`."""
    shift = a_shift(session, activity, places=1)
    early = NOW - timedelta(days=3)
    made = a_queue(session, community, shift, "甲" + queue, early)
    by = authority_of(session, made[0].member)
    return cancelling.cancel(
        Act(session, moment, by=by, community=community), made[0].id, "有事"
    ).sign_up


@pytest.mark.parametrize(
    ("clock", "state", "marked"),
    [("08:59", CANCELLED, 0), ("09:00", LATE, 1), ("20:59", LATE, 1), ("21:00", LATE, 1)],
)
def test_t19_cancelling_on_friday_without_a_queue(
    session, community, activity, clock, state, marked
):
    gone = cancelled_at(session, community, activity, on("2026-05-15", clock))

    assert (gone.state, marks(session, gone.member)) == (state, marked)


@pytest.mark.parametrize(
    ("clock", "state", "marked"),
    [("08:59", CANCELLED, 0), ("09:00", LATE, 0), ("20:59", LATE, 0), ("21:00", LATE, 1)],
)
def test_t19_the_queue_fills_the_seat(session, community, activity, clock, state, marked):
    gone = cancelled_at(session, community, activity, on("2026-05-15", clock), queue="乙")

    assert (gone.state, marks(session, gone.member)) == (state, marked)


def test_t19_leaving_the_queue_is_free_to_the_last(session, community, activity):
    shift = a_shift(session, activity, places=1)
    waiting = a_queue(session, community, shift, "甲乙")[1]
    by = authority_of(session, waiting.member)

    cancelling.cancel(
        Act(session, SATURDAY - timedelta(minutes=1), by=by, community=community), waiting.id, ""
    )

    assert waiting.state is CANCELLED
    assert marks(session, waiting.member) == 0


@pytest.mark.parametrize(("minutes", "state", "marked"), [(59, CANCELLED, 0), (60, LATE, 1)])
def test_t20_sixty_minutes_to_decline(session, community, activity, minutes, state, marked):
    shift = a_shift(session, activity, places=1)
    first, called = a_queue(session, community, shift, "甲乙", NOW - timedelta(days=3))
    moment = on("2026-05-15", "22:00")
    cancelling.cancel(
        Act(session, moment, by=authority_of(session, first.member), community=community),
        first.id,
        "",
    )

    by = authority_of(session, called.member)
    cancelling.cancel(
        Act(session, moment + timedelta(minutes=minutes), by=by, community=community), called.id, ""
    )

    assert (called.state, marks(session, called.member)) == (state, marked)


def test_t19_organiser_cancels_and_nothing_counts(session, community, activity):
    made = a_sign_up(session, community, a_shift(session, activity), a_member(session, community))

    activities.cancel(Act(session, NOW, by=the_leader(session, activity)), activity, "下雨")

    assert made.state is CANCELLED
    assert marks(session, made.member) == 0


def test_t19_three_in_ninety_days_pause_thirty():
    days = [on("2026-03-01"), on("2026-04-10"), on("2026-05-29")]

    assert late_marks.pause_end(days, USUAL, ZONE) == on("2026-06-28")


def test_t19_ninety_one_days_apart_are_not_one_window():
    days = [on("2026-03-01"), on("2026-04-10"), on("2026-05-31")]

    assert late_marks.pause_end(days, USUAL, ZONE) is None


@pytest.mark.parametrize(("last", "pauses"), [("2026-05-29", True), ("2026-05-30", False)])
def test_t19_exactly_ninety_days_apart_is_outside(last, pauses):
    days = [on("2026-03-01", "23:00"), on("2026-04-10"), on(last, "01:00")]

    assert (late_marks.pause_end(days, USUAL, ZONE) is not None) is pauses


def test_t19_two_marks_pause_nobody():
    assert late_marks.pause_end([on("2026-03-01"), on("2026-03-02")], USUAL, ZONE) is None


def no_show(session, community, activity, member, day):
    """A place on `day` 09:00, not taken up and marked that evening."""
    shift = a_shift(session, activity, starts_at=on(day))
    made = a_sign_up(session, community, shift, member, on(day) - timedelta(days=2))
    made.state = SignUpState.NO_SHOW
    session.flush()
    late_marks.mark(Act(session, on(day, "20:00"), community=community), made, WarningKind.NO_SHOW)
    return made


@pytest.fixture
def always_open(monkeypatch):
    """Shifts of these tests opened long ago."""
    monkeypatch.setattr("tests.activity_builders.NOW", on("2026-01-10"))


@pytest.fixture
def paused(session, community, activity, always_open):
    member = a_member(session, community, "老周")
    made = [
        no_show(session, community, activity, member, d)
        for d in ("2026-03-01", "2026-04-10", "2026-05-29")
    ]
    return member, made


def test_t19_paused_member_cannot_sign_up_until_the_pause_ends(
    session, community, activity, paused
):
    member, _ = paused
    shift = a_shift(session, activity, starts_at=on("2026-07-01"))

    with pytest.raises(refusals.SignUpPaused, match="6月28日"):
        a_sign_up(session, community, shift, member, on("2026-06-28", "08:59"))
    assert (
        a_sign_up(session, community, shift, member, on("2026-06-28")).state is SignUpState.APPROVED
    )


def test_t19_excuse_takes_the_mark_and_the_pause_away(session, community, activity, paused):
    member, made = paused
    leader = the_leader(session, activity)

    excuses.excuse(
        Act(session, on("2026-06-01", "23:59"), by=leader, community=community),
        made[2].id,
        "住院证明",
    )

    assert made[2].state is SignUpState.EXCUSED
    assert member.paused_until is None
    assert marks(session, member) == 2
    assert counters(session, made[2].shift) == (2, 0, 0)


def test_t19_excuse_on_the_fourth_day_is_too_late(session, community, activity, paused):
    _, made = paused

    with pytest.raises(excuses.ExcuseTooLate):
        excuses.excuse(
            Act(
                session,
                on("2026-06-02", "00:00"),
                by=the_leader(session, activity),
                community=community,
            ),
            made[2].id,
            "",
        )


def test_late_cancellation_can_be_excused(session, community, activity):
    gone = cancelled_at(session, community, activity, on("2026-05-15", "22:00"))

    excuses.excuse(
        Act(session, NOW, by=the_leader(session, activity), community=community),
        gone.id,
        "家里急事",
    )

    assert gone.state is SignUpState.EXCUSED
    assert marks(session, gone.member) == 0


def test_what_was_not_marked_needs_no_excuse(session, community, activity):
    gone = cancelled_at(session, community, activity, on("2026-05-14"))

    with pytest.raises(excuses.NothingToExcuse):
        excuses.excuse(
            Act(session, NOW, by=the_leader(session, activity), community=community), gone.id, ""
        )


def test_nobody_excuses_the_own_mark(session, community, activity):
    leader = the_leader(session, activity)
    shift = a_shift(session, activity)
    own = sign_ups.sign_up(
        Act(session, NOW, by=leader, community=community), sign_ups.Wish(shift.id, leader.member_id)
    )
    cancelling.cancel(
        Act(session, on("2026-05-15", "22:00"), by=leader, community=community), own.id, ""
    )

    with pytest.raises(OwnCase):
        excuses.excuse(Act(session, NOW, by=leader, community=community), own.id, "")


def test_excusing_is_for_leaders(session, community, activity):
    gone = cancelled_at(session, community, activity, on("2026-05-15", "22:00"))

    with pytest.raises(NotAllowed):
        excuses.excuse(
            Act(session, NOW, by=authority_of(session, gone.member), community=community),
            gone.id,
            "",
        )


def test_taking_off_a_mark_twice_does_no_harm(session, community, activity):
    gone = cancelled_at(session, community, activity, on("2026-05-15", "22:00"))
    late_marks.unmark(Act(session, NOW, community=community), gone, "弄错了")
    late_marks.unmark(Act(session, NOW, community=community), gone, "弄错了")

    assert marks(session, gone.member) == 0


@pytest.mark.parametrize(("times", "told"), [(4, 0), (5, 1), (6, 1)])
def test_t19_five_no_shows_in_a_year_ask_the_administrator_once(
    session, community, activity, always_open, times, told
):
    admin = a_member(session, community, "李管")
    a_role(session, admin, Role.COMMUNITY_ADMIN)
    member = a_member(session, community, "老周")
    for month in range(1, times + 1):
        member.paused_until = None
        no_show(session, community, activity, member, f"2026-{month:02d}-20")
        member.paused_until = None

    session.flush()
    asked = session.query(Notification).filter_by(person_id=admin.person_id)
    assert asked.count() == told
    assert late_marks.no_shows_in_year(session, community, member.id, 2026) == times
    assert late_marks.no_shows_in_year(session, community, member.id, 2025) == 0


def test_marked_member_is_told_how_many(session, community, activity):
    gone = cancelled_at(session, community, activity, on("2026-05-15", "22:00"))

    session.flush()
    row = session.query(Notification).filter_by(person_id=gone.member.person_id).one()
    assert "90 天里共 1 次，满 3 次停报 30 天" in row.sentence % row.values


@pytest.mark.parametrize(("day", "counts"), [("2026-08-12", 1), ("2026-08-13", 0)])
def test_a_mark_is_shown_until_the_day_it_fades(session, community, activity, day, counts):
    late = cancelled_at(session, community, activity, on("2026-05-15", "21:00"))

    shown = own_marks(session, community, late.member_id, USUAL, on(day, "00:00"))

    assert (
        len(shown)
        == counts
        == late_marks.live_marks(
            Act(session, on(day, "23:59"), community=community), late.member_id
        )
    )
    assert [str(each.fades_on) for each in shown] == ["2026-08-13"] * counts


def test_the_year_of_no_shows_is_that_of_the_station(session, community, activity):
    admin = a_member(session, community, "李管")
    a_role(session, admin, Role.COMMUNITY_ADMIN)
    member, early = a_member(session, community, "老周"), on("2025-12-01")
    for minute in ("00", "05", "10", "15", "20"):
        starts = on("2026-01-01", f"00:{minute}")
        shift = a_shift(session, activity, starts_at=starts, minutes=5, sign_up_opens_at=early)
        made = a_sign_up(session, community, shift, member, early)
        made.state = SignUpState.NO_SHOW
        session.flush()
        member.paused_until = None
        act = Act(session, on("2026-01-01", "00:40"), community=community)
        late_marks.mark(act, made, WarningKind.NO_SHOW)
        member.paused_until = None

    assert len(lines(session, "no_show_review_due")) == 1
