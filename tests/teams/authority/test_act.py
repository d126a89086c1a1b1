"""What an act holds: its moment, its community, and settings that are read once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from teams.authority.act import Act
from teams.members.models import CommunitySetting
from teams.settings import TeamsSettings
from tests.builders import NOW, a_community, add

TODAY = date(2026, 5, 15)


@pytest.fixture
def community(session):
    return a_community(session)


@pytest.fixture
def asked(session):
    """The statements sent from here on."""
    sent = []

    def keep(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", keep)
    yield sent
    event.remove(connection, "before_cursor_execute", keep)


def a_version(session, community, value, starts_on):
    row = CommunitySetting(
        community_id=community.id,
        name="hourly_readings",
        value=value,
        starts_on=starts_on,
        set_at=NOW,
    )
    return add(session, row)


def readings(act, on=None):
    return act.settings(TeamsSettings, on).hourly_readings


def test_an_act_knows_the_local_day_of_its_community(session, community):
    late = Act(session, NOW.replace(hour=15, minute=59), community=community)

    assert late.today == TODAY
    assert late.at(late.now + timedelta(minutes=1)).today == TODAY + timedelta(days=1)


def test_settings_are_those_of_the_day_of_the_act_or_of_the_day_asked(session, community):
    a_version(session, community, 7, TODAY)
    a_version(session, community, 9, TODAY + timedelta(days=1))
    act = Act(session, NOW, community=community)

    assert readings(act) == 7
    assert readings(act, TODAY - timedelta(days=1)) == 20
    assert readings(act, TODAY + timedelta(days=1)) == 9


def test_an_act_reads_its_settings_once_for_every_room_day_and_moment(session, community, asked):
    act = Act(session, NOW, community=community)
    later = act.at(NOW + timedelta(days=1))

    readings(act), readings(act, TODAY), readings(later), readings(act.within(community.id))

    assert len(asked) == 1


def test_an_act_in_two_communities_has_the_settings_of_each(session, community):
    other = a_community(session, slug="xijie")
    a_version(session, other, 5, TODAY)
    act = Act(session, NOW, community=community)

    assert (readings(act), readings(act.within(other.id)), readings(act)) == (20, 5, 20)


def test_the_next_act_sees_what_was_changed(session, community):
    assert readings(Act(session, NOW, community=community)) == 20
    a_version(session, community, 6, TODAY)

    assert readings(Act(session, NOW, community=community)) == 6


def test_an_act_is_within_the_community_of_a_row_without_asking(session, community, asked):
    act = Act(session, NOW, community=community)

    assert act.within(community.id) is act
    assert asked == []


@pytest.mark.parametrize("what", ["by", "community", "today"])
def test_what_was_not_said_is_not_made_up(session, what):
    with pytest.raises(RuntimeError):
        getattr(Act(session, NOW), what)
