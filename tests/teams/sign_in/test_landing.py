"""Where each role begins after signing in (T8 of the counter)."""

import pytest

from teams.authority.models import Role
from tests.builders import a_community, a_member, a_role, the_team


def landed(session, signed_in, *roles):
    community = a_community(session, slug="dongjie")
    member = a_member(session, community)
    for role in roles:
        a_role(session, member, role, the_team(session, community) if role is Role.LEADER else None)
    person = member.person
    session.commit()
    return signed_in(person).get("/").go_to


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        ((), "/c/dongjie/"),
        ((Role.LEADER,), "/c/dongjie/"),
        ((Role.SHOP_CLERK,), "/c/dongjie/counter"),
        ((Role.STOCK_KEEPER,), "/c/dongjie/stock/products"),
        ((Role.SUPERVISOR,), "/c/dongjie/today"),
        ((Role.COORDINATOR,), "/c/dongjie/today"),
        ((Role.COMMUNITY_ADMIN,), "/c/dongjie/today"),
        ((Role.LEADER, Role.SHOP_CLERK), "/c/dongjie/counter"),
        ((Role.STOCK_KEEPER, Role.SHOP_CLERK), "/c/dongjie/counter"),
        ((Role.SUPERVISOR, Role.SHOP_CLERK), "/c/dongjie/counter"),
        ((Role.SHOP_CLERK, Role.COORDINATOR), "/c/dongjie/today"),
    ],
)
def test_each_role_begins_where_it_works(session, signed_in, roles, page):
    assert landed(session, signed_in, *roles) == page


def test_the_counter_leads_to_the_own_pages(session, signed_in, client):
    community = a_community(session, slug="dongjie")
    member = a_member(session, community)
    a_role(session, member, Role.SHOP_CLERK)
    person = member.person
    session.commit()

    assert "/c/dongjie/" in signed_in(person).get("/c/dongjie/counter").page.links
