"""T35: sign-ups and hours of two files that become one: one place, one time, one total."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import room_members
from teams.authority.act import Act
from teams.authority.models import Role
from teams.merging.rules import merges, pairs
from teams.merging.rules.merges import Proposal
from teams.merging.rules.refusals import ToSettle
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_member, staff
from tests.service_builders import (
    a_run_shift,
    a_station,
    a_supervisor,
    confirmed,
    hours_of,
    points_of,
    posted,
    present,
    sweep,
)
from volunteer.activities.models import Qualification, QualificationKind, ShiftPlaces
from volunteer.hours.models import CorrectionRequest, RecordState, ServiceDay
from volunteer.hours.rules import reported_errors
from volunteer.hours.rules.reported_errors import Answer
from volunteer.sign_ups.models import SignUp, SignUpState, SignUpWarning, WarningKind
from volunteer.sign_ups.rules import late_marks

NAME = "王秀兰"
HOUR = timedelta(hours=1)
FIRST = 10
"""Points for the first service, which come once."""


@pytest.fixture
def here(session):
    return a_station(session)


@pytest.fixture
def files(session, here):
    """The older file and the newer one of one person."""
    return [a_member(session, here, NAME) for _ in range(2)]


@pytest.fixture
def hands(session, here):
    """Who proposes and who approves."""
    return staff(session, here, Role.COORDINATOR, "社工"), a_supervisor(session, here)


@pytest.fixture
def merged(session, here, hands):
    def merging_them(kept, gone, now=NOW):
        desk, second = hands
        proposed = merges.propose(
            Act(session, now, by=desk, community=here), kept, gone, Proposal(is_confirmed=True)
        )
        merges.merge(Act(session, now, by=second, community=here), proposed)
        session.expire_all()

    return merging_them


def clashes(session, kept, gone, now=NOW):
    return room_members.compared(session, pairs.pair_of(kept, gone), now).clashes


def test_the_same_time_counts_once_and_its_points_are_looked_at(
    session, here, files, hands, merged
):
    kept, gone = files
    long = timedelta(days=40)
    for member, minutes, starts_at in (
        (kept, 240, NOW),
        (kept, 120, NOW + 3 * long),
        (gone, 180, NOW + 2 * long),
    ):
        shift = a_run_shift(
            session, here, minutes=minutes, starts_at=starts_at, sign_up_opens_at=NOW - long
        )
        posted(session, here, minutes, member=member, shift=shift)
    doubled = posted(
        session,
        here,
        240,
        member=gone,
        shift=a_run_shift(session, here, minutes=240, starts_at=NOW, sign_up_opens_at=NOW - long),
    )
    points = points_of(session, kept.id) + points_of(session, gone.id)

    merged(kept, gone)

    assert hours_of(session, kept.id) == (240 + 120 + 180, 3)
    assert hours_of(session, gone.id) == (0, 0)
    assert points_of(session, kept.id) == points
    session.refresh(doubled)
    assert (doubled.member_id, doubled.service_minutes, doubled.overlap_minutes) == (
        kept.id,
        0,
        240,
    )
    flagged = session.scalars(select(CorrectionRequest)).one()
    assert (flagged.record_id, flagged.member_id) == (doubled.id, kept.id)
    assert session.scalars(select(ServiceDay).where(ServiceDay.record_id == doubled.id)).all() == []

    act = Act(session, NOW + 5 * long, by=hands[1], community=here)
    reported_errors.answer(act, flagged.id, Answer(is_corrected=True, words="确实重复了"))

    assert points_of(session, kept.id) == points - doubled.points
    assert hours_of(session, kept.id) == (240 + 120 + 180, 3)


def test_a_part_of_the_same_time_is_cut_and_touching_is_not(session, here, files, merged):
    kept, gone = files
    for member, after in ((kept, 0), (gone, 1), (gone, 3)):
        shift = a_run_shift(session, here, starts_at=NOW + after * HOUR)
        posted(session, here, member=member, shift=shift)

    merged(kept, gone)

    assert hours_of(session, kept.id) == (5 * 60, 3)


def test_doubled_time_that_hangs_in_public_is_settled_first(session, here, files, hands):
    kept, gone = files
    shift = a_run_shift(session, here)
    posted(session, here, member=kept, shift=shift)
    again = a_run_shift(session, here)
    record = confirmed(session, here, present(session, here, again, gone))
    assert record.state is not RecordState.POSTED

    assert len(clashes(session, kept, gone)) == 1
    with pytest.raises(ToSettle):
        merges.propose(
            Act(session, NOW, by=hands[0], community=here), kept, gone, Proposal(is_confirmed=True)
        )


def test_confirmed_twice_in_one_shift_is_once_and_never_opened_again(
    session, here, files, hands, merged
):
    kept, gone = files
    shift = a_run_shift(session, here)
    signed = [present(session, here, shift, member) for member in files]
    records = [confirmed(session, here, each) for each in signed]
    sweep(session, shift.ends_at + timedelta(days=30))

    merged(kept, gone)

    assert hours_of(session, kept.id) == (120, 1)
    assert [each.state for each in signed] == [SignUpState.CONFIRMED, SignUpState.CANCELLED]
    assert {each.member_id for each in signed} == {kept.id}
    assert session.get_one(ShiftPlaces, (here.id, shift.id)).taken == 1
    flagged = session.scalars(select(CorrectionRequest)).one()
    late = Act(session, NOW + timedelta(days=60), by=hands[1], community=here)
    reported_errors.answer(late, flagged.id, Answer(is_corrected=True, words="确实重复了"))
    assert (flagged.record_id, signed[1].state) == (records[1].id, SignUpState.CANCELLED)
    assert points_of(session, kept.id) == records[0].points + FIRST


@pytest.mark.parametrize(
    ("states", "stays"),
    [
        (("approved", "approved"), 0),
        (("waitlisted", "approved"), 1),
        (("waitlisted", "waitlisted"), 0),
    ],
)
def test_one_place_of_a_coming_shift_is_given_back(session, here, files, merged, states, stays):
    shift = a_shift(session, an_activity(session, here), places=2 if states[0] == "approved" else 1)
    full = states == ("waitlisted", "waitlisted")
    if full:
        a_sign_up(session, here, shift, a_member(session, here, "别人"))
    order = files if states[0] == states[1] else files[::-1]
    signed = {member.id: a_sign_up(session, here, shift, member) for member in order}
    mine = [signed[each.id] for each in files]
    assert [each.state.value for each in mine] == list(states)

    merged(*files)

    assert mine[stays].state.value == ("waitlisted" if full else "approved")
    assert mine[1 - stays].state is SignUpState.CANCELLED
    assert {each.member_id for each in mine} == {files[0].id}


def test_two_places_at_one_time_are_settled_by_hand(session, here, files):
    kept, gone = files
    for member, after in ((kept, 0), (gone, 1)):
        start = NOW + timedelta(days=3) + after * HOUR
        shift = a_shift(session, an_activity(session, here), starts_at=start)
        a_sign_up(session, here, shift, member)

    assert len(clashes(session, kept, gone)) == 1
    assert clashes(session, kept, gone, NOW + timedelta(days=9)) == []


def test_a_shift_nobody_decided_yet_is_settled_first(session, here, files):
    kept, gone = files
    shift = a_run_shift(session, here)
    for member in files:
        present(session, here, shift, member)

    assert len(clashes(session, kept, gone, shift.ends_at)) == 1


def test_not_coming_by_one_number_is_no_mark_when_the_other_was_there(session, here, files, merged):
    kept, gone = files
    shift = a_run_shift(session, here)
    there = present(session, here, shift, kept)
    missed = a_sign_up(session, here, shift, gone, shift.starts_at - HOUR * 24)
    missed.state = SignUpState.NO_SHOW
    session.flush()
    act = Act(session, shift.ends_at, community=here)
    late_marks.mark(act, missed, WarningKind.NO_SHOW)
    confirmed(session, here, there)

    merged(kept, gone, shift.ends_at + HOUR)

    mark = session.scalars(select(SignUpWarning)).one()
    assert (mark.member_id, mark.removed_at) == (kept.id, shift.ends_at + HOUR)


def test_marks_of_both_count_together(session, here, files, merged):
    kept, gone = files
    for day, member in enumerate((kept, gone, gone), start=1):
        shift = a_run_shift(session, here, starts_at=NOW + timedelta(days=day))
        missed = a_sign_up(session, here, shift, member)
        missed.state = SignUpState.NO_SHOW
        session.flush()
        act = Act(session, shift.ends_at, community=here)
        late_marks.mark(act, missed, WarningKind.NO_SHOW)
    assert (kept.paused_until, gone.paused_until) == (None, None)

    merged(kept, gone, NOW + timedelta(days=4))

    assert kept.paused_until > NOW + timedelta(days=4)


def test_what_was_shown_at_the_desk_comes_along(session, here, files, merged):
    kept, gone = files
    session.add(
        Qualification(
            community_id=here.id,
            member_id=gone.id,
            kind=QualificationKind.FIRST_AID,
            last_on=NOW.date(),
            recorded_at=NOW,
            recorded_by_id=kept.person_id,
        )
    )
    session.flush()

    merged(kept, gone)

    assert session.scalars(select(Qualification.member_id)).all() == [kept.id]
    assert session.scalars(select(SignUp).where(SignUp.member_id == gone.id)).all() == []
