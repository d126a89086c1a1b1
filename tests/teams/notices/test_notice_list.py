"""The lists of notices: searched by title, counted, turned both ways."""

import pytest

from teams.authority.act import Act
from teams.authority.models import Role
from teams.notices.rules import notices
from teams.notices.rules.notices import Announcement, Line
from tests.builders import NOW, a_community, a_member, a_role
from volunteer.hours.models import SERVICE_RECORDS


@pytest.fixture
def desk(session, signed_in):
    """A desk, and 33 notices, two of them of a certificate."""
    here = a_community(session, prefix="DJ")
    keeper = a_member(session, here, "李梅")
    a_role(session, keeper, Role.COORDINATOR)
    for number in range(33):
        title = f"星级初审 {number}" if number in {4, 9} else f"服务时长 {number}"
        lines = [Line(keeper.id, number + 1, "60 分钟")]
        announced = Announcement(SERVICE_RECORDS, title, 3, lines)
        notices.post(Act(session, NOW, community=here), announced, None)
    assert keeper.person
    session.commit()
    return signed_in(keeper.person)


@pytest.mark.parametrize("page", ["notices", "notices/desk"])
def test_notices_are_counted_searched_and_turned(desk, page):
    first = desk.get(f"/c/dongjie/{page}")
    second = desk.get(next(each for each in first.page.links if "after=" in each))
    found = desk.get(f"/c/dongjie/{page}?q=星级")

    assert "共 33 份公示" in first.words
    assert ("服务时长 32" in first.words, "服务时长 2 " in second.words) == (True, True)
    back = desk.get(next(each for each in second.page.links if "before=" in each))
    assert back.words == first.words
    assert "共 2 份公示" in found.words
    assert "服务时长" not in found.words.split("星级初审")[1]
    assert "没有找到" in desk.get(f"/c/dongjie/{page}?q=%25").words


def test_a_title_the_product_made_is_read_in_english_and_a_typed_one_as_typed(session, client):
    here = a_community(session, prefix="DJ")
    keeper = a_member(session, here, "李梅")
    for title in ("服务时长公示：清河道", "三月服务时长"):
        announced = Announcement(SERVICE_RECORDS, title, 3, [Line(keeper.id, 1, "60 分钟")])
        notices.post(Act(session, NOW, community=here), announced, None)
    session.commit()

    page = client.get("/c/dongjie/notices", headers={"Accept-Language": "en-US"})

    assert "Public notice of service hours: 清河道" in page.words
    assert "三月服务时长" in page.words
    assert "服务时长公示：清河道" in client.get("/c/dongjie/notices").words


def test_the_five_teams_are_named_in_english(session, client):
    a_community(session, prefix="DJ")
    session.commit()

    page = client.get("/c/dongjie/activities", headers={"Accept-Language": "en-US"})

    assert "Green: environment" in page.words
    assert "绿色生态文明" in client.get("/c/dongjie/activities").words
