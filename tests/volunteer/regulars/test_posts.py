"""What one may ask to come to each time: posts of the own teams, and the days that come often."""

from datetime import timedelta

from teams.members.models import TeamColour
from tests.activity_builders import a_shift
from tests.builders import a_member, the_team
from tests.volunteer.regulars.conftest import FIRST, WEEK, a_regular, doing
from volunteer.regulars.queries import posts

DAY = timedelta(days=1)


def asked(session, community, member):
    return posts.to_ask_for(doing(session, community, member), member)


def test_a_post_says_how_many_it_keeps_and_how_many_there_are(
    session, community, activity, saturdays, member
):
    a_regular(session, activity, a_member(session, community))

    (post,) = asked(session, community, member)

    assert (post.places, post.most, post.kept, len(post.shifts)) == (4, 2, 1, 4)
    assert post.choices == [None]


def test_a_day_that_comes_twice_among_others_is_offered_by_itself(
    session, community, activity, saturdays, member
):
    for at in (FIRST + DAY, FIRST + WEEK + DAY, FIRST + 2 * DAY):
        a_shift(session, activity, places=4, starts_at=at)

    (post,) = asked(session, community, member)

    assert post.choices == [None, 5, 6]


def test_what_comes_once_or_keeps_nothing_is_not_offered(session, community, activity, member):
    a_shift(session, activity, places=4, post="引导", starts_at=FIRST)
    for at in (FIRST, FIRST + WEEK):
        a_shift(session, activity, places=1, post="接待", starts_at=at)

    assert asked(session, community, member) == []


def test_another_teams_posts_are_not_offered(session, community, saturdays):
    red = a_member(session, community, team=the_team(session, community, TeamColour.RED))

    assert asked(session, community, red) == []
