"""A green activity with four Saturdays, and the ways to become a regular of it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from teams.authority.act import Act
from tests.activity_builders import SATURDAY, a_shift
from tests.builders import NOW, a_member, add, authority_of
from volunteer.regulars.models import Regular, RegularState
from volunteer.regulars.rules import seating

WEEK = timedelta(days=7)
FIRST = SATURDAY + WEEK


def a_regular(session, activity, member, **given):
    """A standing both sides said yes to a week ago."""
    defaults = {
        "community_id": activity.community_id,
        "series_id": activity.id,
        "post_name": "志愿者",
        "member_id": member.id,
        "state": RegularState.ACTIVE,
        "asked_at": NOW - WEEK,
        "since_at": NOW - WEEK,
    }
    return add(session, Regular(**defaults | given))


def seat_all(session, now=NOW):
    """Do the job as the upkeep does it, until it finds nothing more."""
    done = 0
    while count := seating.seat_regulars(session, now):
        done += count
    return done


def doing(session, community, member, now=NOW):
    return Act(session, now, by=authority_of(session, member), community=community)


@pytest.fixture
def saturdays(session, activity):
    """Four Saturdays from 5月23日 on, with four places, two of which may be kept."""
    return [a_shift(session, activity, places=4, starts_at=FIRST + WEEK * n) for n in range(4)]


@pytest.fixture
def regular(session, community, activity, saturdays):
    """刘桂芳 keeps every Saturday; not seated yet."""
    member = a_member(session, community, "刘桂芳")
    return SimpleNamespace(member=member, row=a_regular(session, activity, member))
