"""Registering keeps the pace of an open day: a hall is served, a program is stopped."""

from datetime import timedelta

import pytest

from teams.authority.act import Act
from teams.members.rules import registering_pace
from tests.builders import NOW, a_community

HALL, OTHER = "203.0.113.9", "198.51.100.7"
SECOND = timedelta(seconds=1)


def sent(session, times, every, address=HALL, start=NOW):
    return [
        registering_pace.keep(Act(session, start + every * number), 1, address)
        for number in range(times)
    ]


def test_forty_in_half_an_hour_are_an_open_day(session):
    assert sent(session, 40, timedelta(seconds=45)) == [0] * 40


def test_sixty_in_two_seconds_are_a_program(session):
    waits = sent(session, 60, SECOND / 30)

    assert waits[:15] == [0] * 15
    assert all(wait > 55 for wait in waits[15:])


def test_sixteenth_of_a_minute_may_come_a_minute_later(session):
    sent(session, 16, SECOND)

    assert sent(session, 1, SECOND, start=NOW + timedelta(seconds=59)) == [1]
    assert sent(session, 1, SECOND, start=NOW + timedelta(minutes=1)) == [0]


@pytest.mark.parametrize(("start", "is_taken"), [(29 * 60 + 59, False), (30 * 60, True)])
def test_sixty_in_half_an_hour_fill_one_address(session, start, is_taken):
    assert sent(session, 60, timedelta(seconds=20)) == [0] * 60

    waits = sent(session, 1, SECOND, start=NOW + timedelta(seconds=start))

    assert (waits == [0]) is is_taken


def test_one_address_does_not_hold_up_another(session):
    sent(session, 20, SECOND)

    assert sent(session, 1, SECOND, OTHER) == [0]


def test_a_community_takes_a_hundred_and_fifty_an_hour_from_everywhere(session):
    waits = [
        registering_pace.keep(Act(session, NOW), 1, f"198.51.100.{number}") for number in range(151)
    ]

    assert waits == [0] * 150 + [3600]
    assert registering_pace.keep(Act(session, NOW), 2, OTHER) == 0


def test_page_keeps_what_was_typed_and_sends_to_the_desk(session, client):
    a_community(session)
    session.commit()
    typed = {
        "name": "李四",
        "phone": "13811112222",
        "birth_on": "1980-01-02",
        "team": "0",
        "password": "short",
        "agrees_to_record": "y",
    }
    statuses = [client.post("/c/dongjie/register", typed).status for _ in range(15)]

    slowed = client.post("/c/dongjie/register", typed)

    assert statuses == [400] * 15
    assert (slowed.status, slowed.response.headers["Retry-After"]) == (429, "60")
    assert "请过 1 分钟再点一次“登记”" in slowed.words
    assert "请到服务台" in slowed.words
    assert slowed.form("/register")["name"] == "李四"
