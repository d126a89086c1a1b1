"""The risk of a kind is read before its first sign-up, by every way to a place (条例 12, 15)."""

from datetime import date, timedelta

import pytest

from accounts.models import Guardian
from teams.authority.act import Act
from tests.activity_builders import SATURDAY, a_notice, a_shift, an_activity
from tests.builders import NOW, a_member, add, authority_of
from tests.trail import lines
from volunteer.activities.rules import refusals
from volunteer.sign_ups.models import ReadingWay, RiskReading, SignUp, SignUpState
from volunteer.sign_ups.rules import risk_readings, sign_ups, substitute_links, substitutes
from volunteer.sign_ups.rules.risk_readings import RiskNotTold, RiskUnread
from volunteer.sign_ups.rules.sign_ups import Wish

LATER = SATURDAY + timedelta(days=7)


@pytest.fixture
def notice(session, activity):
    """What is told of the kind of the activity, in the words the activity says."""
    return a_notice(session, activity)


@pytest.fixture
def act(session, community):
    """What somebody does, oneself by default."""
    return lambda who: Act(session, NOW, by=authority_of(session, who), community=community)


@pytest.fixture
def seen(session, activity, notice):
    """What is sent along by who has read it."""
    return risk_readings.notice_for(session, activity, None).key


def readings(session):
    return session.query(RiskReading).order_by(RiskReading.id).all()


def test_a_press_without_having_seen_it_takes_no_place(session, act, shift, member, notice):
    with pytest.raises(RiskUnread):
        sign_ups.sign_up(act(member), Wish(shift.id, member.id))

    assert session.query(SignUp).count() == 0
    assert readings(session) == []


def test_who_saw_it_is_signed_up_and_it_is_kept(session, act, shift, notice, member, seen):
    made = sign_ups.sign_up(act(member), Wish(shift.id, member.id, seen=seen))

    (kept,) = readings(session)
    assert (kept.member_id, kept.notice_id, kept.sign_up_id) == (member.id, notice.id, made.id)
    assert (kept.way, kept.read_by_id, kept.read_at) == (ReadingWay.OWN, member.person_id, NOW)
    assert (kept.own_words, kept.guardian_agreed_at) == ("", None)
    assert [event for event, *_ in lines(session, "risk_read")] == ["risk_read"]


def test_the_second_of_a_kind_asks_nothing(session, act, community, shift, member, seen):
    sign_ups.sign_up(act(member), Wish(shift.id, member.id, seen=seen))
    other = a_shift(session, an_activity(session, community, title="清河道"), starts_at=LATER)

    made = sign_ups.sign_up(act(member), Wish(other.id, member.id))

    assert made.state is SignUpState.APPROVED
    assert len(readings(session)) == 1


def test_a_new_version_is_read_again(session, act, activity, shift, member, seen):
    sign_ups.sign_up(act(member), Wish(shift.id, member.id, seen=seen))
    a_notice(session, activity, number=2, bring="雨衣。")
    later = a_shift(session, activity, starts_at=LATER)

    with pytest.raises(RiskUnread):
        sign_ups.sign_up(act(member), Wish(later.id, member.id))


def test_words_of_the_activity_itself_are_read_too(session, act, community, shift, member, notice):
    own = an_activity(session, community, risk_notice="河水深，不下水。")
    by_river = a_shift(session, own)
    told = risk_readings.notice_for(session, own, member.id)
    assert (told.own_words, told.knows_kind) == ("河水深，不下水。", False)

    sign_ups.sign_up(act(member), Wish(by_river.id, member.id, seen=told.key))

    assert risk_readings.notice_for(session, own, member.id).is_known
    assert risk_readings.notice_for(session, shift.activity, member.id).is_known
    own.risk_notice = "河水深，不下水；岸边滑。"
    session.flush()
    again = risk_readings.notice_for(session, own, member.id)
    assert (again.is_known, again.knows_version) == (False, True)


def test_what_changed_while_it_was_shown_is_shown_again(
    session, act, activity, shift, member, seen
):
    activity.risk_notice = "戴手套；今天路面结冰。"
    session.flush()

    with pytest.raises(RiskUnread):
        sign_ups.sign_up(act(member), Wish(shift.id, member.id, seen=seen))


def test_another_has_to_read_it_too(session, act, community, shift, member, seen):
    sign_ups.sign_up(act(member), Wish(shift.id, member.id, seen=seen))
    other = a_member(session, community, "赵四")

    with pytest.raises(RiskUnread):
        sign_ups.sign_up(act(other), Wish(shift.id, other.id))


def test_a_queue_asks_before_it_takes_a_number(session, act, community, shift, seen):
    for name in ("甲", "乙"):
        sign_ups.sign_up(
            act(taker := a_member(session, community, f"王{name}")),
            Wish(shift.id, taker.id, seen=seen),
        )
    waiting = a_member(session, community, "王丙")
    with pytest.raises(RiskUnread):
        sign_ups.sign_up(act(waiting), Wish(shift.id, waiting.id))

    made = sign_ups.sign_up(act(waiting), Wish(shift.id, waiting.id, seen=seen))

    assert made.state is SignUpState.WAITLISTED
    assert len(readings(session)) == 3


def test_who_may_not_come_hears_that_first(session, act, activity, shift, community, notice):
    activity.min_age = 18
    child = a_member(session, community, "小明", birth_on=date(2012, 1, 1))

    with pytest.raises(refusals.TooYoung):
        sign_ups.sign_up(act(child), Wish(shift.id, child.id))


def test_on_behalf_it_is_told_aloud(session, community, shift, desk, member, seen):
    acting = Act(session, NOW, by=desk, community=community)
    with pytest.raises(RiskNotTold):
        sign_ups.sign_up(acting, Wish(shift.id, member.id))

    sign_ups.sign_up(acting, Wish(shift.id, member.id, seen=seen))

    (kept,) = readings(session)
    assert (kept.way, kept.read_by_id) == (ReadingWay.TOLD, desk.person_id)


def test_a_guardian_reads_for_a_child(session, act, community, shift, member, seen):
    child = a_member(session, community, "小明", birth_on=date(2013, 1, 1))
    guardian = {"guardian_person_id": member.person_id, "consented_at": NOW}
    add(session, Guardian(person_id=child.person_id, name="刘芳", **guardian))
    sign_ups.sign_up(act(member), Wish(shift.id, member.id, seen=seen))
    with pytest.raises(RiskUnread):
        sign_ups.sign_up(act(member), Wish(shift.id, child.id))

    sign_ups.sign_up(act(member), Wish(shift.id, child.id, seen=seen))

    kept = readings(session)[-1]
    assert (kept.member_id, kept.read_by_id) == (child.id, member.person_id)
    assert (kept.way, kept.guardian_agreed_at) == (ReadingWay.GUARDIAN, NOW)


def test_from_14_on_one_reads_under_the_guardians_consent(session, act, community, shift, seen):
    young = a_member(session, community, "小军", birth_on=date(2010, 1, 1))
    add(session, Guardian(person_id=young.person_id, name="刘芳", consented_at=NOW))

    sign_ups.sign_up(act(young), Wish(shift.id, young.id, seen=seen))

    (kept,) = readings(session)
    assert (kept.way, kept.guardian_agreed_at) == (ReadingWay.OWN, NOW)


def a_place(act, shift, member, seen):
    return sign_ups.sign_up(act(member), Wish(shift.id, member.id, seen=seen))


def test_a_substitute_reads_it_first(session, act, community, shift, member, seen):
    place = a_place(act, shift, member, seen)
    other = a_member(session, community, "赵四")
    question = substitutes.ask(act(member), place.id, other.volunteer_no)
    with pytest.raises(RiskUnread):
        substitutes.accept(act(other), question.id)
    session.refresh(place)
    assert place.state is SignUpState.APPROVED

    made = substitutes.accept(act(other), question.id, seen)

    assert readings(session)[-1].sign_up_id == made.id


def test_whoever_follows_a_link_has_read_what_stands_there(
    session, act, community, shift, member, seen
):
    link = substitutes.ask_anybody(act(member), a_place(act, shift, member, seen).id)
    token = substitute_links.link_token(link)
    other = a_member(session, community, "赵四")
    with pytest.raises(RiskUnread):
        substitute_links.accept_by_link(act(other), link.id, token)

    made = substitute_links.accept_by_link(act(other), link.id, token, seen)

    assert readings(session)[-1].sign_up_id == made.id


def test_a_kind_without_a_notice_asks_nothing(act, shift, member):
    assert sign_ups.sign_up(act(member), Wish(shift.id, member.id)).state is SignUpState.APPROVED
