"""What ends a standing by itself, what a regular is told, and what is left of who leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import Notification
from core import room, room_members
from core.pairs import Pair
from teams.authority.act import Act
from teams.members.models import TeamMember, TeamMemberState
from tests.activity_builders import a_shift, a_sign_up, an_activity, counters
from tests.builders import NOW, add
from tests.volunteer.regulars.conftest import FIRST, a_regular, seat_all
from volunteer import merging
from volunteer.activities.rules import drops
from volunteer.regulars.models import EndReason, Regular, RegularTurn
from volunteer.regulars.rules import regular_checks, upkeep
from volunteer.sign_ups.models import SignUp, SignUpWarning, WarningKind


def a_mark(session, regular, shift, happened_at=NOW, **given):
    made = session.scalars(
        select(SignUp).filter_by(shift_id=shift.id, member_id=regular.member.id)
    ).one()
    columns = {
        "community_id": shift.community_id,
        "member_id": regular.member.id,
        "sign_up_id": made.id,
        "kind": WarningKind.LATE_CANCEL,
        "happened_at": happened_at,
    }
    return add(session, SignUpWarning(**columns | given))


@pytest.fixture
def seated(session, regular):
    seat_all(session)
    return regular


def sentences(session, regular):
    rows = select(Notification).filter_by(person_id=regular.member.person_id)
    return [each.sentence for each in session.scalars(rows.order_by(Notification.id))]


def test_one_word_tells_of_a_whole_plan(session, seated):
    assert (upkeep.tell_kept(session, NOW), upkeep.tell_kept(session, NOW)) == (4, 0)

    assert sentences(session, seated) == [upkeep.ALL_KEPT]


def test_what_could_not_be_kept_is_told_too(session, community, activity, regular):
    elsewhere = a_shift(session, an_activity(session, community), starts_at=FIRST)
    a_sign_up(session, community, elsewhere, regular.member)
    seat_all(session)

    upkeep.tell_kept(session, NOW)

    assert sentences(session, regular) == [upkeep.SOME_KEPT]


def test_who_got_nothing_is_told_so(session, regular):
    regular.member.paused_until = NOW + timedelta(days=30)
    seat_all(session)

    upkeep.tell_kept(session, NOW)

    assert sentences(session, regular) == [upkeep.NONE_KEPT]


@pytest.mark.parametrize(("marks", "ends"), [(1, 0), (2, 1)])
def test_too_many_marks_in_the_series_end_it(session, saturdays, seated, marks, ends):
    for shift in saturdays[:marks]:
        a_mark(session, seated, shift)

    assert upkeep.end_unfit(session, NOW) == ends
    if ends:
        assert seated.row.end_reason is EndReason.MARKS
        assert [counters(session, each)[1] for each in saturdays][1:] == [0, 0, 0]
        assert upkeep.ENDED_BY_MARKS in sentences(session, seated)


@pytest.mark.parametrize(
    ("days", "counts"), [(0, True), (-89, False)], ids=["since it stands", "before it stood"]
)
def test_marks_count_since_both_said_yes(session, saturdays, seated, days, counts):
    for shift in saturdays[:2]:
        a_mark(session, seated, shift, NOW + timedelta(days=days))

    assert upkeep.end_unfit(session, NOW) == int(counts)


def test_marks_that_were_taken_off_do_not_count(session, saturdays, seated):
    a_mark(session, seated, saturdays[0])
    a_mark(session, seated, saturdays[1], removed_at=NOW)

    assert upkeep.end_unfit(session, NOW) == 0


def test_marks_of_other_activities_do_not_count(session, community, activity, seated, saturdays):
    elsewhere = a_shift(session, an_activity(session, community))
    a_sign_up(session, community, elsewhere, seated.member)
    a_mark(session, seated, elsewhere)
    a_mark(session, seated, saturdays[1])

    assert upkeep.end_unfit(session, NOW) == 0


def test_who_leaves_the_team_keeps_nothing(session, saturdays, seated):
    belonging = session.scalars(select(TeamMember).filter_by(member_id=seated.member.id)).one()
    belonging.state = TeamMemberState.LEFT
    session.flush()

    assert (upkeep.end_unfit(session, NOW), upkeep.end_unfit(session, NOW)) == (1, 0)
    assert seated.row.end_reason is EndReason.LEFT_TEAM
    assert counters(session, saturdays[3]) == (4, 0, 0)


def test_who_is_paused_or_leaves_is_no_regular(session, saturdays, seated):
    told = room.let_go(session, seated.row.community_id, seated.member.id, NOW)

    assert [each.values["count"] for each in told] == [4, 1]
    assert seated.row.end_reason is EndReason.LEFT
    assert counters(session, saturdays[0]) == (4, 0, 0)


def test_nothing_is_left_of_who_is_erased(session, seated):
    here, whom = seated.row.community_id, seated.member.id
    room.let_go(session, here, whom, NOW)

    room_members.erase(session, here, whom, NOW)

    assert (session.query(Regular).count(), session.query(RegularTurn).count()) == (0, 0)


def test_of_two_files_of_one_person_one_standing_stays(session, activity, regular, member):
    doubled = a_regular(session, activity, member)
    alone = a_regular(session, activity, member, post_name="引导")
    pair = Pair(activity.community_id, gone_id=member.id, kept_id=regular.member.id)

    merging.MERGING["sign-ups, hours and qualifications"].merge(session, pair, NOW)

    session.expire_all()
    assert [each.is_active for each in (regular.row, doubled, alone)] == [True, False, True]
    assert {each.member_id for each in (doubled, alone)} == {regular.member.id}


def test_a_shift_only_passed_over_can_still_be_dropped(
    session, community, activity, leader, regular
):
    regular.member.paused_until = NOW + timedelta(days=30)
    shift = a_shift(session, activity, places=4, starts_at=FIRST + timedelta(days=40))
    seat_all(session)

    assert drops.drop(Act(session, NOW, by=leader, community=community), activity, [shift.id]) == 1


@pytest.mark.plants_breach
def test_a_kept_turn_without_a_sign_up_is_found(session, saturdays, regular):
    turn = {"regular_id": regular.row.id, "shift_id": saturdays[0].id, "decided_at": NOW}
    add(session, RegularTurn(community_id=regular.row.community_id, outcome="kept", **turn))
    regular.row.since_at = None
    session.flush()

    assert len(regular_checks.kept_turns_signed_up(session)) == 1
    assert len(regular_checks.active_since(session)) == 1
