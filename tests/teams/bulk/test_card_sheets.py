"""Cards and PIN slips: who gets a PIN, who a card alone, who neither; nothing kept in clear."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, LoginSession
from accounts.rules import hashing, login_sessions
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role
from teams.bulk.models import BulkAct
from teams.bulk.rules import card_sheets
from teams.bulk.rules.bulk_acts import NobodyChosen, NotUndone, undo
from teams.bulk.rules.card_sheets import TooManyCards
from teams.members.models import Member, MemberState
from teams.members.rules.members import NotActivated
from tests.builders import NOW, a_member, staff


@pytest.fixture
def printed(session, dongjie, desk):
    """Draw and print the cards of these members; by number of row, and what was kept of it."""

    def printing(chosen, *, renew=False, by=desk):
        act = Act(session, NOW, by=by, community=dongjie)
        drawn = card_sheets.draw(act, chosen, renew=renew)
        told = card_sheets.give(act, chosen, drawn)
        return told.kept, {card.member.id: card for card in told.cards}

    return printing


def test_a_fresh_pin_opens_and_is_kept_nowhere(session, dongjie, printed):
    member = a_member(session, dongjie)

    made, cards = printed([member])

    pin = cards[member.id].pin
    assert hashing.matches(pin, member.person.pin_hash)
    assert member.person.must_change_secret
    trail = session.scalars(select(AuditEvent)).all()
    assert pin not in str([row.details for row in trail])
    assert pin not in str([made.done, made.refused])
    assert {"member_card_printed", "member_pin_given"} <= {row.event for row in trail}


def test_who_has_a_secret_keeps_it_unless_renewed(session, dongjie, printed):
    member = a_member(session, dongjie, pin_hash=hashing.hashed("246810"))

    _, kept = printed([member])
    assert (kept[member.id].pin, kept[member.id].instead) == ("", card_sheets.KEEPS_SECRET)
    assert hashing.matches("246810", member.person.pin_hash)

    _, renewed = printed([member], renew=True)
    assert hashing.matches(renewed[member.id].pin, member.person.pin_hash)
    assert not hashing.matches("246810", member.person.pin_hash)


def test_a_reprint_signs_out_the_devices(session, dongjie, printed):
    member = a_member(session, dongjie, pin_hash=hashing.hashed("246810"))
    login_sessions.begin(Act(session, NOW), member.person, "手机", is_staff=False)

    printed([member], renew=True)

    assert session.scalar(select(LoginSession.ended_at)) is not None


@pytest.mark.parametrize(
    ("born", "has_pin"), [(date(2012, 5, 15), True), (date(2012, 5, 16), False)]
)
def test_a_child_under_14_gets_a_card_alone(session, dongjie, printed, born, has_pin):
    child = a_member(session, dongjie, "小李", birth_on=born)

    _, cards = printed([child], renew=True)

    assert bool(cards[child.id].pin) is has_pin
    assert cards[child.id].instead == ("" if has_pin else card_sheets.HAS_NO_SECRET)


@pytest.mark.parametrize("state", [MemberState.PENDING, MemberState.WITHDRAWN])
def test_who_is_not_in_gets_neither(session, dongjie, printed, state):
    waiting, member = a_member(session, dongjie, state=state), a_member(session, dongjie)

    made, cards = printed([waiting, member])

    assert list(cards) == [member.id]
    assert made.refused == [{"member": waiting.id, "why": NotActivated.message}]
    assert waiting.person.pin_hash is None


def test_nobody_prints_the_own_card(session, dongjie, printed, desk):
    own = session.get_one(Member, desk.member_id)

    made, cards = printed([own])

    assert cards == {}
    assert made.refused == [{"member": own.id, "why": "自己的事不能自己办，请另一位同事来办。"}]


def test_cards_are_for_the_desk(session, dongjie, printed):
    with pytest.raises(NotAllowed):
        printed([a_member(session, dongjie)], by=staff(session, dongjie, Role.SUPERVISOR))


def test_nobody_chosen_prints_nothing(printed):
    with pytest.raises(NobodyChosen):
        printed([])


@pytest.mark.parametrize(("count", "is_refused"), [(100, False), (101, True)])
def test_at_most_a_hundred_cards(session, dongjie, desk, count, is_refused):
    member = a_member(session, dongjie, pin_hash="x")
    act = Act(session, NOW, by=desk, community=dongjie)

    if is_refused:
        with pytest.raises(TooManyCards):
            card_sheets.draw(act, [member] * count, renew=False)
    else:
        assert card_sheets.draw(act, [member] * count, renew=False) == {}


def test_printed_cards_cannot_be_undone(session, dongjie, printed, desk):
    made, _ = printed([a_member(session, dongjie)])

    with pytest.raises(NotUndone):
        undo(Act(session, NOW, by=desk, community=dongjie), session.get_one(BulkAct, made.id))
