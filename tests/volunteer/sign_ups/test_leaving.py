"""A member who is paused or leaves gives up the places held."""

from datetime import timedelta

import pytest

from accounts.models import Person
from core.errors import NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member, MemberState
from teams.members.rules import members
from teams.members.rules.members import HoldsRole, NotWaiting
from tests.activity_builders import (
    SATURDAY,
    a_shift,
    a_sign_up,
    an_activity,
    counters,
)
from tests.builders import NOW, a_community, a_member, a_role, staff
from volunteer.sign_ups.models import SignUpState, SignUpWarning

BOTH = pytest.mark.parametrize("leave", [members.suspend, members.withdraw])
LAST_MINUTE = SATURDAY - timedelta(hours=3)


def freed_in(told):
    return [each.values["count"] for each in told]


@pytest.fixture
def shift(session, community):
    return a_shift(session, an_activity(session, community), places=1)


@BOTH
def test_place_of_who_leaves_goes_to_the_next(session, community, desk, shift, leave):
    leaver, next_one = a_member(session, community), a_member(session, community)
    held = a_sign_up(session, community, shift, leaver)
    waiting = a_sign_up(session, community, shift, next_one)

    told = leave(Act(session, NOW, by=desk), leaver, "搬走了")

    assert freed_in(told) == [1]
    assert (held.state, waiting.state) == (SignUpState.CANCELLED, SignUpState.APPROVED)
    assert counters(session, shift) == (1, 1, 0)


@BOTH
def test_turn_in_the_queue_of_who_leaves_ends(session, community, desk, shift, leave):
    a_sign_up(session, community, shift, a_member(session, community))
    leaver = a_member(session, community)
    waiting = a_sign_up(session, community, shift, leaver)

    leave(Act(session, NOW, by=desk), leaver, "搬走了")

    assert waiting.state is SignUpState.CANCELLED
    assert counters(session, shift) == (1, 1, 0)


def test_leaving_late_marks_nobody(session, community, desk, shift):
    leaver = a_member(session, community)
    a_sign_up(session, community, shift, leaver)

    members.suspend(Act(session, LAST_MINUTE, by=desk), leaver, "生病了")

    assert session.query(SignUpWarning).count() == 0


def test_place_in_what_has_begun_is_kept(session, community, desk, shift):
    leaver = a_member(session, community)
    held = a_sign_up(session, community, shift, leaver)

    told = members.withdraw(Act(session, SATURDAY, by=desk), leaver, "搬走了")

    assert (freed_in(told), held.state) == ([], SignUpState.APPROVED)


def test_place_in_what_begins_in_a_second_is_freed(session, community, desk, shift):
    leaver = a_member(session, community)
    a_sign_up(session, community, shift, leaver)

    moment = SATURDAY - timedelta(seconds=1)
    assert freed_in(members.withdraw(Act(session, moment, by=desk), leaver, "搬走了")) == [1]


@BOTH
def test_who_holds_a_role_is_freed_of_it_first(session, community, desk, leave):
    keeper = a_member(session, community)
    a_role(session, keeper, Role.STOCK_KEEPER)

    with pytest.raises(HoldsRole):
        leave(Act(session, NOW, by=desk), keeper, "搬走了")
    assert keeper.state is MemberState.ACTIVE


@BOTH
def test_clerk_lets_nobody_go(session, community, leave):
    clerk = staff(session, community, Role.SHOP_CLERK)

    with pytest.raises(NotAllowed):
        leave(Act(session, NOW, by=clerk), a_member(session, community), "搬走了")


def test_nobody_pauses_the_own_file(session, community):
    own = staff(session, community, Role.COORDINATOR)

    with pytest.raises(OwnCase):
        members.suspend(Act(session, NOW, by=own), session.get(Member, own.member_id), "歇一歇")


def test_leaving_twice_is_refused(session, community, desk):
    leaver = a_member(session, community)
    members.withdraw(Act(session, NOW, by=desk), leaver, "搬走了")

    with pytest.raises(NotWaiting):
        members.withdraw(Act(session, NOW, by=desk), leaver, "搬走了")


@pytest.fixture
def page(session, community, desk, shift, signed_in):
    """The coordinator, with one member who signed up: reader and the address of the file."""
    leaver = a_member(session, community, "王秀兰")
    a_sign_up(session, community, shift, leaver)
    coordinator, file = session.get(Person, desk.person_id), f"/c/dongjie/members/{leaver.id}"
    session.commit()
    return signed_in(coordinator), file


@pytest.mark.parametrize(
    ("step", "sentence"),
    [("suspension", "已暂停，本人会收到通知。"), ("withdrawal", "已退出，时长和积分留在账上。")],
)
def test_desk_hears_how_many_occasions_were_let_go(page, step, sentence):
    reader, file = page

    answer = reader.follow(reader.post(f"{file}/{step}", {"reason": "长期联系不上"}))

    assert sentence in answer.words
    assert "原来报的 1 个班次让出来了" in answer.words


def test_leaving_without_a_reason_is_asked_for(page):
    reader, file = page

    answer = reader.follow(reader.post(f"{file}/suspension", {"reason": " "}))

    assert "请写明原因。" in answer.words


@pytest.mark.parametrize("step", ["suspension", "withdrawal"])
def test_member_of_another_community_is_not_found(page, session, step):
    stranger = a_member(session, a_community(session, "nanguan"))
    session.commit()
    reader, _file = page

    assert (
        reader.post(f"/c/dongjie/members/{stranger.id}/{step}", {"reason": "搬走了"}).status == 404
    )
