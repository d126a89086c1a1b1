"""A verdict is tried in one order, each fault told before the next."""

from dataclasses import replace
from datetime import date, timedelta

from teams.authority.act import Act
from teams.members.models import MemberState, TeamColour
from tests.activity_builders import an_activity, clash_with
from tests.builders import NOW, the_team
from volunteer.activities.models import ActivityState, RiskLevel
from volunteer.activities.rules.reader_records import reader_record_of
from volunteer.sign_ups.rules import eligibility


def told(shift, reader, now=NOW, **given):
    """The name of what speaks against the reader, or the code of what does not."""
    found = eligibility.verdict(shift, replace(reader, **given), now)
    return type(found.refusal).__name__ if found.refusal is not None else found.code


def walked_of_the_shift(shift, reader):
    """Tell what speaks against all, each fault mended once it is told."""
    closes_at, held = shift.sign_up_closes_at, replace(reader.held_sign_ups[0], shift_id=shift.id)
    shift.activity.state = ActivityState.CANCELLED
    yield told(shift, reader, closes_at, held_sign_ups=(held,))
    shift.activity.state = ActivityState.PUBLISHED
    yield told(shift, reader, closes_at, held_sign_ups=(held,))
    yield told(shift, reader, closes_at, member=None)
    yield told(shift, reader, shift.sign_up_opens_at - timedelta(seconds=1), member=None)
    yield told(shift, reader, member=None)


def walked_of_the_reader(shift, reader):
    """Tell what speaks against this reader, each fault mended once it is told."""
    yield told(shift, reader)
    reader.member.state = MemberState.ACTIVE
    yield told(shift, reader)
    reader.member.paused_until = None
    yield told(shift, reader)
    shift.activity.risk = RiskLevel.LOW
    yield told(shift, reader)
    shift.activity.min_age = 10
    yield told(shift, reader)
    reader = replace(reader, birth_on=date(1990, 1, 1))
    yield told(shift, reader)
    shift.activity.is_team_only = False
    yield told(shift, reader)
    shift.post.required_qualification = ""
    yield told(shift, reader)
    yield told(shift, reader, held_sign_ups=())
    shift.places.taken = 0
    yield told(shift, reader, held_sign_ups=())


def test_a_verdict_is_tried_in_this_order(session, community, member):
    red = the_team(session, community, TeamColour.RED)
    activity = an_activity(
        session, community, team_id=red.id, is_team_only=True, risk=RiskLevel.HIGH, policy_no="PA-1"
    )
    activity.min_age = 13
    shift = clash_with(session, community, activity, member, 30)
    shift.post.required_qualification, shift.places.taken = "first_aid", shift.places.places
    shift.sign_up_opens_at = NOW
    reader = reader_record_of(Act(session, NOW, community=community), member, [shift])
    member.state, member.paused_until = MemberState.PENDING, NOW + timedelta(days=1)

    reader = replace(reader, birth_on=date(2014, 1, 1))
    assert [*walked_of_the_shift(shift, reader), *walked_of_the_reader(shift, reader)] == [
        "ActivityCalledOff",
        "AlreadySignedUp",
        "SignUpClosed",
        "NotOpenYet",
        "not_signed_in",
        "MembershipPending",
        "SignUpPaused",
        "DangerousForMinors",
        "TooYoung",
        "GuardianConsentMissing",
        "TeamOnly",
        "FirstAidMissing",
        "TimeClash",
        "waiting_list",
        "open",
    ]
