"""Explaining why one did not come, and excusing it with evidence (T19)."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Notification
from core.errors import NotFound
from teams.authority.act import Act
from tests.activity_builders import SATURDAY, a_shift, a_sign_up
from tests.builders import a_member
from tests.trail import lines
from volunteer.attendance.rules.attendance import Mark, mark
from volunteer.sign_ups.models import SignUpMove, SignUpState
from volunteer.sign_ups.rules.excuses import (
    EvidenceMissing,
    ExcuseTooLate,
    NothingToExcuse,
    excuse,
    explain,
)

DAY = timedelta(days=1)
THIRD_DAY = datetime.fromisoformat("2026-05-19T23:59+08:00").astimezone(UTC)
FOURTH_DAY = datetime.fromisoformat("2026-05-20T00:00+08:00").astimezone(UTC)


@pytest.fixture
def wang(session, community, activity):
    return a_sign_up(
        session, community, a_shift(session, activity), a_member(session, community, "王兰")
    )


@pytest.fixture
def explains(session, community, wang):
    def do(words="孩子发烧", now=SATURDAY):
        return explain(Act(session, now, community=community), wang.member, wang.id, words)

    return do


def missed(session, community, wang, leader, now=SATURDAY):
    return mark(
        Act(session, now, by=leader, community=community),
        wang.id,
        Mark(SignUpMove.MISS, wang.version),
    )


def test_t19_an_explanation_lands_with_the_leaders_once(session, activity, explains, leader):
    explains()
    explains("孩子发烧，有病历")

    session.flush()
    told = session.query(Notification).filter(Notification.sentence.contains("提出了说明"))
    assert {row.person_id for row in told} == {activity.leader.person_id, leader.person_id}
    assert told.count() == 2
    assert told.first().link.endswith(f"/attendance/{explains().id}")


def test_the_last_word_of_the_member_counts(session, explains, wang):
    explains()
    explains("去了医院", SATURDAY + DAY)

    assert (wang.explanation, wang.explained_at) == ("去了医院", SATURDAY + DAY)


def test_before_the_shift_begins_one_cancels_instead(explains):
    with pytest.raises(NothingToExcuse):
        explains(now=SATURDAY - timedelta(minutes=1))
    assert explains(now=SATURDAY)


def test_t19_three_days_to_explain(explains):
    assert explains(now=THIRD_DAY)
    with pytest.raises(ExcuseTooLate):
        explains(now=FOURTH_DAY)


def test_an_explanation_needs_words(explains):
    with pytest.raises(EvidenceMissing):
        explains("病")
    assert explains("病了")


def test_nobody_explains_for_another(session, community, wang):
    with pytest.raises(NotFound):
        explain(
            Act(session, SATURDAY, community=community),
            a_member(session, community, "李四"),
            wang.id,
            "他病了",
        )


def test_t19_what_was_explained_in_time_may_be_excused_later(
    session, community, wang, leader, explains
):
    missed(session, community, wang, leader)
    explains(now=THIRD_DAY)

    excuse(Act(session, FOURTH_DAY, by=leader, community=community), wang.id, "看了病历")

    assert wang.state is SignUpState.EXCUSED


def test_t19_without_an_explanation_the_fourth_day_is_too_late(session, community, wang, leader):
    missed(session, community, wang, leader)

    with pytest.raises(ExcuseTooLate):
        excuse(Act(session, FOURTH_DAY, by=leader, community=community), wang.id, "看了病历")
    assert excuse(Act(session, THIRD_DAY, by=leader, community=community), wang.id, "看了病历")


def test_an_excuse_names_what_was_seen(session, community, wang, leader):
    missed(session, community, wang, leader)

    with pytest.raises(EvidenceMissing):
        excuse(Act(session, SATURDAY, by=leader, community=community), wang.id, " 病 ")
    assert (
        excuse(Act(session, SATURDAY, by=leader, community=community), wang.id, "病历").close_reason
        == "病历"
    )


def test_explaining_and_excusing_are_in_the_trail(session, community, wang, leader, explains):
    missed(session, community, wang, leader)
    explains()
    excuse(Act(session, SATURDAY + DAY, by=leader, community=community), wang.id, "住院证明")

    own = wang.member.person_id
    assert lines(session, "sign_up_explained", "sign_up_excused") == [
        ("sign_up_explained", wang.id, own),
        ("sign_up_excused", wang.id, leader.person_id),
    ]
