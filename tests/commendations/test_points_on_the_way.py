"""The passbook says what hangs in a public notice, of every room: page, paper and own file."""

import json
from datetime import timedelta

import pytest

from commendations.nominations.rules import nominations
from commendations.rounds.rules import awards
from points.ledger.rules.on_the_way import on_the_way
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import NOW, a_member, a_role, authority_of
from tests.commendations.honour_builders import (
    DEEDS,
    a_month,
    a_round,
    after_notice,
    applied,
    hours,
    hung,
    the_staff,
)
from tests.service_builders import a_run_shift, a_station, confirmed, points_of, present
from volunteer.hours.models import EvidenceGrade

PASSBOOK = "/c/dongjie/points"
BOTH = "另有 120 分在公示，没有异议就记入：服务记录 20 分、荣誉 100 分"


def told(session, community, member):
    return [
        (each.words, each.points)
        for each in on_the_way(Act(session, NOW, community=community), member.id)
    ]


def test_a_level_says_its_bonus_from_its_notice_until_it_is_issued(session, town, people, wang):
    hours(session, wang, 6000)
    this_round = a_round(session, town, people["checker"])
    applied(session, this_round, wang)
    assert told(session, town, wang) == []

    hung(session, this_round, people)

    assert told(session, town, wang) == [("荣誉", 100)]
    awards.issue(Act(session, after_notice(this_round, session), by=people["issuer"]), this_round)
    assert told(session, town, wang) == []
    assert points_of(session, wang.id) == 100


def test_a_star_of_the_month_says_what_the_setting_gives(session, town, people, wang):
    hours(session, wang, 600)
    month = a_month(session, town, people["checker"])
    friend = authority_of(session, a_member(session, town, "周芬"))
    nominations.nominate(Act(session, NOW, by=friend), month, wang, DEEDS)
    hung(session, month, people)

    assert told(session, town, wang) == [("荣誉", 50)]


@pytest.fixture
def community(session):
    return a_station(session)


@pytest.fixture
def hanging(session, community):
    """A volunteer with a record of 20 points and a level of 100 in public notice."""
    member = a_member(session, community, "王秀兰", phone="13811112222")
    hours(session, member, 6000, grade=EvidenceGrade.TIMED)
    staff_of_round = the_staff(session, community)
    this_round = a_round(session, community, staff_of_round["checker"])
    applied(session, this_round, member)
    hung(session, this_round, staff_of_round)
    shift = a_run_shift(session, community, starts_at=NOW + timedelta(days=50))
    confirmed(session, community, present(session, community, shift, member))
    session.commit()
    return member


def test_f15_the_passbook_says_what_hangs_and_where(hanging, signed_in):
    page = signed_in(hanging.person).get(PASSBOOK)

    assert BOTH in page.words.replace("： ", "：").replace(" 、 ", "、")
    assert {"/c/dongjie/me/records", "/c/dongjie/my-honours"} <= set(page.page.links)


def test_f15_the_printed_passbook_says_it_too(hanging, signed_in):
    assert BOTH in signed_in(hanging.person).get(f"{PASSBOOK}/print").words


def test_f15_the_desk_reads_it_in_the_members_passbook(session, community, hanging, signed_in):
    desk = a_member(session, community, "社工")
    a_role(session, desk, Role.COORDINATOR)
    person = desk.person
    session.commit()

    assert BOTH in signed_in(person).get(f"/c/dongjie/members/{hanging.id}/points").words


def test_f15_the_own_file_holds_it(hanging, signed_in):
    held = json.loads(signed_in(hanging.person).get("/c/dongjie/me/data.json").html)

    assert (held["points_on_notice"], held["points"]) == (120, [])


def test_f15_nothing_is_said_where_nothing_hangs(session, community, signed_in):
    member = a_member(session, community, "李四", phone="13811113333")
    person = member.person
    session.commit()
    reader = signed_in(person)

    assert "在公示" not in reader.get(PASSBOOK).words + reader.get(f"{PASSBOOK}/print").words
    assert json.loads(reader.get("/c/dongjie/me/data.json").html)["points_on_notice"] == 0
