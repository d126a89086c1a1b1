"""Many members at once: each alone, who is refused is told, the rest is done; taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role
from teams.bulk.models import BulkKind
from teams.bulk.queries import chosen
from teams.bulk.rules import bulk_acts
from teams.members.models import MemberState, TeamColour, TeamMember, TeamMemberState
from teams.members.rules import joining, members
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member, authority_of, staff, the_team

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def do(session, dongjie, desk):
    """Do something to these members at the desk."""

    def doing(kind, chosen, team=None, by=desk):
        act = Act(session, NOW, by=by, community=dongjie)
        return bulk_acts.do(act, kind, chosen, team)

    return doing


@pytest.fixture
def undo(session, dongjie, desk):
    def undoing(made):
        bulk_acts.undo(Act(session, LATER, by=desk, community=dongjie), made)

    return undoing


def waiting(session, dongjie, name="王新", **given):
    return a_member(session, dongjie, name, state=MemberState.PENDING, activated_at=None, **given)


def whom(notes):
    return [note["member"] for note in notes]


def test_all_are_activated_but_who_cannot_be(session, dongjie, do):
    new = [waiting(session, dongjie), waiting(session, dongjie, "赵新")]
    child = waiting(session, dongjie, "小李", birth_on=date(2014, 1, 1))
    active = a_member(session, dongjie)

    made = do(BulkKind.ACTIVATE, [*new, child, active])

    assert [each.state for each in new] == [MemberState.ACTIVE] * 2
    assert child.state is MemberState.PENDING
    assert whom(made.done) == [each.id for each in new]
    assert made.refused == [
        {"member": child.id, "why": members.GuardianToAgree.message},
        {"member": active.id, "why": members.NotWaiting.message},
    ]
    trail = session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)).all()
    assert trail.count("member_activated") == 2
    assert trail[-1] == "members_acted_on"


def test_nobody_does_it_for_himself(session, dongjie, do):
    own = a_member(session, dongjie, team=the_team(session, dongjie, TeamColour.RED))
    by = staff(session, dongjie, Role.COORDINATOR)
    from_desk = chosen.ticked(session, dongjie, [by.member_id, own.id])

    made = do(BulkKind.CHANGE_TEAM, from_desk, the_team(session, dongjie, TeamColour.BLUE), by)

    assert whom(made.done) == [own.id]
    assert made.refused == [
        {"member": by.member_id, "why": "自己的事不能自己办，请另一位同事来办。"}
    ]


def test_taking_in_answers_a_request_and_leaves_the_home_team(session, dongjie, do):
    green, blue = the_team(session, dongjie), the_team(session, dongjie, TeamColour.BLUE)
    asked, other = a_member(session, dongjie, team=green), a_member(session, dongjie, team=blue)
    request = joining.ask(Act(session, NOW), asked, blue)

    made = do(BulkKind.ACCEPT, [asked, other], blue)

    assert request.state is TeamMemberState.ACCEPTED
    assert asked.home_team_id == green.id
    assert made.refused == [{"member": other.id, "why": joining.AlreadyInTeam.message}]


@pytest.mark.parametrize("kind", [BulkKind.ACCEPT, BulkKind.CHANGE_TEAM])
def test_who_waits_for_activation_joins_nothing(session, dongjie, do, kind):
    new = waiting(session, dongjie, home_team_id=None)

    made = do(kind, [new], the_team(session, dongjie, TeamColour.BLUE))

    assert (made.done, whom(made.refused)) == ([], [new.id])


def test_changing_team_takes_in_and_makes_it_home(session, dongjie, do):
    green, blue = the_team(session, dongjie), the_team(session, dongjie, TeamColour.BLUE)
    moved, at_home = a_member(session, dongjie, team=green), a_member(session, dongjie, team=blue)

    made = do(BulkKind.CHANGE_TEAM, [moved, at_home], blue)

    assert moved.home_team_id == blue.id
    assert joining.accepted_teams(session, moved) == [green.id, blue.id]
    assert made.refused == [{"member": at_home.id, "why": bulk_acts.AlreadyHome.message}]


def test_a_team_must_be_chosen(session, dongjie, do):
    with pytest.raises(bulk_acts.TeamToChoose):
        do(BulkKind.ACCEPT, [a_member(session, dongjie)])


def test_nobody_chosen_is_refused(do):
    with pytest.raises(bulk_acts.NobodyChosen):
        do(BulkKind.ACTIVATE, [])


@pytest.mark.parametrize(("count", "is_refused"), [(500, False), (501, True)])
def test_at_most_five_hundred(session, dongjie, count, is_refused):
    many = [a_member(session, dongjie)] * count

    if is_refused:
        with pytest.raises(bulk_acts.TooMany):
            bulk_acts.refuse_unless_some(many)
    else:
        bulk_acts.refuse_unless_some(many)


def test_a_leader_does_nothing_to_many(session, dongjie, do):
    leader = staff(session, dongjie, Role.SUPERVISOR)

    with pytest.raises(NotAllowed):
        do(BulkKind.ACTIVATE, [a_member(session, dongjie)], by=leader)


def test_members_of_another_community_are_not_among_the_chosen(session, dongjie):
    other = a_community(session, "nanguan", prefix="NG")
    own, foreign = a_member(session, dongjie), a_member(session, other)

    assert chosen.ticked(session, dongjie, [own.id, foreign.id, 999]) == [own]


def test_an_activation_is_taken_back_while_nothing_rests_on_it(session, dongjie, do, undo):
    unused, used = waiting(session, dongjie), waiting(session, dongjie, "赵新")
    made = do(BulkKind.ACTIVATE, [unused, used])
    shift = a_shift(session, an_activity(session, dongjie))
    a_sign_up(session, dongjie, shift, used, LATER)

    undo(made)

    assert (unused.state, unused.activated_at) == (MemberState.PENDING, None)
    assert used.state is MemberState.ACTIVE
    assert made.kept == [{"member": used.id, "why": bulk_acts.UsedSince.message}]


def test_a_change_of_team_is_taken_back_whole(session, dongjie, do, undo):
    green, blue = the_team(session, dongjie), the_team(session, dongjie, TeamColour.BLUE)
    placed, asked = a_member(session, dongjie, team=green), a_member(session, dongjie, team=green)
    request = joining.ask(Act(session, NOW - timedelta(days=1)), asked, blue)
    made = do(BulkKind.CHANGE_TEAM, [placed, asked], blue)

    undo(made)

    assert [each.home_team_id for each in (placed, asked)] == [green.id] * 2
    assert joining.accepted_teams(session, placed) == [green.id]
    assert request.state is TeamMemberState.REQUESTED
    states = set(session.scalars(select(TeamMember.state).where(TeamMember.team_id == blue.id)))
    assert states == {TeamMemberState.LEFT, TeamMemberState.REQUESTED}


def test_who_changed_home_since_keeps_it(session, dongjie, do, undo):
    blue, red = (the_team(session, dongjie, each) for each in (TeamColour.BLUE, TeamColour.RED))
    moved = a_member(session, dongjie)
    made = do(BulkKind.CHANGE_TEAM, [moved], blue)
    do(BulkKind.CHANGE_TEAM, [moved], red)

    undo(made)

    assert moved.home_team_id == red.id
    assert whom(made.kept) == [moved.id]


def test_twice_undone_is_refused(session, dongjie, do, undo):
    made = do(BulkKind.ACTIVATE, [waiting(session, dongjie)])
    undo(made)

    with pytest.raises(bulk_acts.NotUndone):
        undo(made)


def test_undoing_is_for_the_desk(session, dongjie, do):
    made = do(BulkKind.ACTIVATE, [waiting(session, dongjie)])
    by = authority_of(session, a_member(session, dongjie))

    with pytest.raises(NotAllowed):
        bulk_acts.undo(Act(session, LATER, by=by, community=dongjie), made)
