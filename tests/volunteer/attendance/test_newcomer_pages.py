"""A stranger at the place, as a leader presses it: from the board to the board."""

from datetime import date

import pytest

from teams.members.models import Member, MemberState
from tests.activity_builders import SATURDAY
from tests.builders import a_member
from volunteer.sign_ups.models import SignUp

SAID = {
    "name": "周桂兰",
    "birth_on": "1962-04-05",
    "phone": "138 1111 2222",
    "agrees_to_record": "y",
}


@pytest.fixture
def engine_name():
    return "sqlite"


@pytest.fixture
def notes(town, signed_in, now):
    """Call with what the leader types; returns the page that follows."""
    now(SATURDAY)
    reader = signed_in(town.leader.person)
    place = f"/c/dongjie/shifts/{town.shift.id}"

    def do(**typed):
        fields = reader.get(f"{place}/newcomers").form("/newcomers")
        sent = reader.post(f"{place}/newcomers", fields | SAID | typed)
        return reader.follow(sent) if sent.status == 303 else sent

    do.reader, do.place = reader, place
    return do


def test_from_a_search_that_finds_nobody_to_the_list_in_one_form(town, notes):
    found = notes.reader.get(f"{notes.place}/walk-ins?q=周桂兰")
    assert "没登记过，登记新人" in found.words
    assert (
        notes.reader.get(f"{notes.place}/newcomers?name=周桂兰").form("/newcomers")["name"]
        == "周桂兰"
    )

    board = notes()

    made = town.session.query(Member).filter_by(state=MemberState.PENDING).one()
    assert f"周*兰 登记好了，编号 {made.volunteer_no}，9:00 到岗。" in board.words
    assert "周*兰 待激活" in board.words
    town.session.commit()
    assert "待激活" in notes.reader.get(f"{notes.place}/walk-ins?q=周桂兰").words


def test_what_is_missing_is_said_all_at_once(notes):
    page = notes(name="", birth_on="")

    assert page.status == 400
    assert ("请填姓名。" in page.words, "请填出生日期。" in page.words) == (True, True)


def test_a_minor_is_refused_in_words_and_what_was_typed_stays(notes):
    page = notes(birth_on="2010-01-01")

    assert page.status == 409
    assert "未满 18 岁，要监护人同意才能登记。" in page.words
    assert page.form("/newcomers")["name"] == "周桂兰"


def test_who_is_a_member_already_is_put_on_the_list_and_said_to_be_one(town, notes):
    born = date(1962, 4, 5)
    there = a_member(town.session, town.community, "周桂兰", phone="13811112222", birth_on=born)
    town.session.commit()

    board = notes()

    assert "周*兰 9:00 到岗 撤销" in board.words
    assert "周*兰 以前登记过，直接加进名单了" in board.words
    assert town.session.query(SignUp).filter_by(member_id=there.id).one().is_walk_in


def test_a_namesake_is_asked_about_and_added_or_registered_apart(town, notes):
    a_member(town.session, town.community, "周桂兰", birth_on=date(1962, 4, 5))
    town.session.commit()

    page = notes()
    assert (page.status, "同名、同一天生日：周*兰" in page.words) == (409, True)

    assert "登记好了" in notes(is_another="1").words
    added = notes.reader.post(f"{notes.place}/walk-ins", page.form("/walk-ins"))
    assert "周*兰 9:00 到岗 撤销" in notes.reader.follow(added).words


def test_the_same_form_sent_twice_registers_once(town, notes):
    fields = notes.reader.get(f"{notes.place}/newcomers").form("/newcomers") | SAID

    for _ in range(2):
        assert notes.reader.post(f"{notes.place}/newcomers", fields).status == 303

    assert town.session.query(Member).filter_by(state=MemberState.PENDING).count() == 1
