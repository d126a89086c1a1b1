"""A new community: spelt right, bearing a name of its own, with its five teams."""

import pytest
from sqlalchemy import func, select

from accounts.models import AuditEvent
from core.errors import NotAllowed
from teams.authority.act import Act
from teams.authority.queries.counties import county_of
from teams.communities.rules import communities
from teams.communities.rules.communities import CommunityTaken, NewCommunity, PrefixWrong, SlugWrong
from teams.members.models import Place, Team, TeamColour
from tests.builders import NOW, a_community, a_county, a_person


@pytest.fixture
def county(session):
    return a_county(session)


def create(session, county, slug="xijie", prefix="XJ", **reach):
    new = NewCommunity(slug, "西街社区", prefix, county.id)
    return communities.create(Act(session, NOW), new, a_person(session).id, **reach)


def test_community_begins_with_five_teams_of_five_colours(session, county):
    made = create(session, county)

    colours = session.scalars(select(Team.colour).filter_by(community_id=made.id)).all()

    assert sorted(colours) == sorted(TeamColour)


def test_community_stands_below_its_county(session, county):
    assert county_of(session, create(session, county)) == county.id


def test_opening_is_in_the_audit_trail(session, county):
    made = create(session, county)

    trail = session.scalars(select(AuditEvent).filter_by(event="community_created")).one()

    assert (trail.community_id, trail.details["slug"]) == (made.id, "xijie")


def test_county_opens_a_community_within_reach(session, county):
    assert create(session, county, reach={county.id}).id


def test_county_opens_none_in_another_county(session, county):
    with pytest.raises(NotAllowed):
        create(session, county, reach={a_county(session, "山丹县").id})


@pytest.mark.parametrize("slug", ["xj", "x-9", "x" * 31])
def test_slug_of_two_to_thirty_one_characters_is_taken(session, county, slug):
    assert create(session, county, slug).slug == slug


@pytest.mark.parametrize(
    "slug", ["x", "x" * 32, "9jie", "-jie", "Xijie", "xi_jie", "西街", "xijie\n", ""]
)
def test_misspelt_slug_is_refused(session, county, slug):
    with pytest.raises(SlugWrong):
        create(session, county, slug)


@pytest.mark.parametrize("prefix", ["XJ", "XJS"])
def test_prefix_of_two_or_three_capitals_is_taken(session, county, prefix):
    assert create(session, county, prefix=prefix).prefix == prefix


@pytest.mark.parametrize("prefix", ["X", "XJSQ", "xj", "X1", "西街", "XJ\n"])
def test_misspelt_prefix_is_refused(session, county, prefix):
    with pytest.raises(PrefixWrong):
        create(session, county, prefix=prefix)


@pytest.mark.parametrize(("slug", "prefix"), [("dongjie", "XJ"), ("xijie", "DJ")])
def test_slug_and_prefix_belong_to_one_community(session, county, slug, prefix):
    a_community(session, "dongjie", prefix="DJ")

    with pytest.raises(CommunityTaken):
        create(session, county, slug, prefix)


def test_county_is_made_on_first_use_and_found_after(session):
    made = [communities.county_called(session, "民乐县").id for _ in range(2)]

    assert made[0] == made[1]
    assert session.scalar(select(func.count(Place.id))) == 1
