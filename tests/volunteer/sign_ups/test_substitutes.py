"""Handing a place on to somebody one has asked."""

from datetime import date, timedelta

import pytest

from accounts.models import Notification
from core.errors import NotFound
from teams.authority.act import Act
from tests.activity_builders import SATURDAY, a_queue, a_shift, a_sign_up, an_activity, counters
from tests.builders import NOW, a_member, authority_of
from tests.trail import lines
from volunteer.activities.rules import refusals
from volunteer.sign_ups.models import SignUp, SignUpState, SignUpWarning, SubstitutionState
from volunteer.sign_ups.rules import cancelling, substitutes

LATE = SATURDAY - timedelta(hours=2)


@pytest.fixture
def shift(session, activity):
    return a_shift(session, activity, places=1)


def asked(session, community, place, holder, other, now=NOW):
    by = authority_of(session, holder)
    return substitutes.ask(
        Act(session, now, by=by, community=community), place.id, other.volunteer_no.lower()
    )


def accepted(session, community, question, other, now=NOW):
    return substitutes.accept(
        Act(session, now, by=authority_of(session, other), community=community), question.id
    )


def last_words(session, member):
    session.flush()
    found = session.query(Notification).filter_by(person_id=member.person_id)
    return [each.sentence % each.values for each in found.order_by(Notification.id)][-1]


def test_the_place_passes_late_and_nobody_is_marked(
    session, community, shift, place, holder, other
):
    question = asked(session, community, place, holder, other, LATE)
    assert last_words(session, other).startswith("刘*芳（尾号 ")

    made = accepted(session, community, question, other, LATE)

    assert (place.state, made.state) == (SignUpState.CANCELLED, SignUpState.APPROVED)
    assert (made.member_id, question.state) == (other.id, SubstitutionState.ACCEPTED)
    assert counters(session, shift) == (1, 1, 0)
    assert session.query(SignUpWarning).count() == 0
    assert "答应顶替您" in last_words(session, holder)


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_place_passes_until_sign_up_closes(session, community, place, holder, other, seconds):
    question = asked(session, community, place, holder, other)
    at = SATURDAY + timedelta(seconds=seconds)
    if seconds < 0:
        assert accepted(session, community, question, other, at).state is SignUpState.APPROVED
        return
    with pytest.raises(substitutes.SubstituteTooLate):
        accepted(session, community, question, other, at)
    with pytest.raises(substitutes.SubstituteTooLate):
        asked(session, community, place, holder, other, at)


def test_nobody_is_put_before_the_queue(session, community, shift, place, holder, other):
    question = asked(session, community, place, holder, other)
    a_queue(session, community, shift, "甲")

    with pytest.raises(substitutes.QueueComesFirst, match="有 1 人在排候补"):
        accepted(session, community, question, other)
    assert place.state is SignUpState.APPROVED


def test_who_waits_in_the_queue_is_not_asked_past_others(session, community, shift, place, holder):
    waiting = a_queue(session, community, shift, "甲乙")[1]

    with pytest.raises(substitutes.QueueComesFirst):
        asked(session, community, place, holder, waiting.member)


def test_one_person_is_asked_at_a_time(session, community, place, holder, other):
    asked(session, community, place, holder, other)

    with pytest.raises(substitutes.AskedAlready):
        asked(session, community, place, holder, a_member(session, community, "赵四"))
    substitutes.withdraw(
        Act(session, NOW, by=authority_of(session, holder), community=community), place.id
    )
    assert asked(session, community, place, holder, other).state is SubstitutionState.ASKED


@pytest.mark.parametrize("number", ["DJ9999", "own", ""])
def test_only_somebody_else_with_a_number_can_be_asked(session, community, place, holder, number):
    number = holder.volunteer_no if number == "own" else number

    with pytest.raises(substitutes.NobodyElse):
        substitutes.ask(
            Act(session, NOW, by=authority_of(session, holder), community=community),
            place.id,
            number,
        )


def test_eligibility_is_judged_when_accepting(session, community, activity, place, holder):
    activity.min_age = 18
    child = a_member(session, community, "小明", birth_on=date(2012, 1, 1))
    question = asked(session, community, place, holder, child)

    with pytest.raises(refusals.TooYoung):
        accepted(session, community, question, child)


def test_a_clash_of_the_other_is_refused(session, community, place, holder, other):
    question = asked(session, community, place, holder, other)
    elsewhere = a_shift(session, an_activity(session, community, title="敬老餐"))
    a_sign_up(session, community, elsewhere, other)

    with pytest.raises(refusals.TimeClash):
        accepted(session, community, question, other)


def test_declining_leaves_the_place_and_says_so(session, community, place, holder, other):
    question = asked(session, community, place, holder, other)

    substitutes.decline(
        Act(session, NOW, by=authority_of(session, other), community=community), question.id
    )

    assert place.state is SignUpState.APPROVED
    assert "名额还是您的" in last_words(session, holder)
    with pytest.raises(substitutes.NotAskedAnyMore):
        accepted(session, community, question, other)


def test_a_place_given_up_meanwhile_cannot_be_taken_over(session, community, place, holder, other):
    question = asked(session, community, place, holder, other)
    cancelling.cancel(
        Act(session, NOW, by=authority_of(session, holder), community=community), place.id, ""
    )

    with pytest.raises(substitutes.NotAskedAnyMore):
        accepted(session, community, question, other)


def test_nobody_answers_or_asks_for_another(session, community, place, holder, other):
    question = asked(session, community, place, holder, other)
    stranger = a_member(session, community, "赵四")

    with pytest.raises(NotFound):
        accepted(session, community, question, stranger)
    with pytest.raises(NotFound):
        substitutes.ask(
            Act(session, NOW, by=authority_of(session, stranger), community=community),
            place.id,
            other.volunteer_no,
        )
    assert session.query(SignUp).count() == 1


def test_asking_and_answering_are_in_the_trail(session, community, shift, place, holder, other):
    first = asked(session, community, place, holder, other)
    substitutes.decline(
        Act(session, NOW, by=authority_of(session, other), community=community), first.id
    )
    asked(session, community, place, holder, other)
    substitutes.withdraw(
        Act(session, NOW, by=authority_of(session, holder), community=community), place.id
    )
    accepted(session, community, asked(session, community, place, holder, other), other)

    words = ("asked", "declined", "asked", "withdrawn", "asked", "accepted")
    noted = lines(session, *{f"substitute_{word}" for word in words})
    mine, theirs = holder.person_id, other.person_id
    assert [(event, actor) for event, _subject, actor in noted] == [
        (f"substitute_{word}", actor)
        for word, actor in zip(words, (mine, theirs, mine, mine, mine, theirs), strict=True)
    ]
