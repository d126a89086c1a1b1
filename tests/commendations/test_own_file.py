"""我的资料 as a file: every room's block of the reader, and of nobody else."""

import json
from datetime import date

import pytest

from accounts.models import ConsentScope
from accounts.rules import consents, people
from accounts.rules.people import NewGuardian
from teams.authority.act import Act
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member
from tests.commendations.honour_builders import a_round, applied, hours, the_staff
from tests.shop_builders import a_cause, earn

FILE = "/c/dongjie/me/data.json"


@pytest.fixture
def held(session, signed_in):
    """The file of a volunteer who did something in every room."""
    town = a_community(session)
    wang = a_member(session, town, "王秀兰", phone="13811112222", birth_on=date(2008, 1, 1))
    wang.skills = "理发"
    people.keep_guardian(session, wang.person, NewGuardian("李父", "13700001111", "父亲"))
    consents.give(Act(session, NOW), wang.person_id, ConsentScope.PHOTO, wang.person_id)
    Act(session, NOW).tell(wang.person_id, "您有 %(count)s 分。", count=3)
    a_sign_up(session, town, a_shift(session, an_activity(session, town)), wang)
    hours(session, wang, 6030)
    earn(session, wang, 20, cause=a_cause(source_kind="test_gift"))
    applied(session, a_round(session, town, the_staff(session, town)["checker"]), wang)
    other = a_member(session, town, "旁人")
    hours(session, other, 600)
    session.commit()
    answer = signed_in(wang.person).get(FILE)
    assert answer.status == 200
    return json.loads(answer.html)


def test_file_holds_the_person_and_what_was_agreed_to(held):
    assert (held["name"], held["phone"], held["skills"]) == ("王秀兰", "13811112222", "理发")
    assert held["guardian"] == {
        "name": "李父",
        "relation": "父亲",
        "phone": "13700001111",
        "consented_at": None,
    }
    assert [each["scope"] for each in held["consents"]] == ["photo"]
    assert [each["text"] for each in held["messages"]][:1] == ["您有 3 分。"]
    assert len(held["devices"]) == 1


def test_file_holds_service_points_and_honours_of_the_reader_alone(held):
    assert [each["title"] for each in held["sign_ups"]] == ["清理楼道小广告"]
    assert sum(each["minutes"] for each in held["hours"]) == 6030
    assert held["points"][0]["points"] == 20
    assert [each["state"] for each in held["honours"]] == ["proposed"]
    assert [each["team"] for each in held["teams"]] == ["绿色生态文明志愿服务队"]
    assert held["redemptions"] == []
