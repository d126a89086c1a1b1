"""One more tap the first time, by every way to a place, and none after."""

from datetime import timedelta

import pytest

from teams.authority.act import Act
from tests.activity_builders import SATURDAY, a_notice, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_member, authority_of
from volunteer.sign_ups.models import RiskReading
from volunteer.sign_ups.rules import substitutes

HOME = "/c/dongjie/"


@pytest.fixture
def notice(town):
    made = a_notice(town.session, town.activity)
    town.session.commit()
    return made


@pytest.fixture
def reader(town, signed_in):
    return signed_in(town.reader.person)


def pressed(reader, page, end):
    """Press the form whose address ends in `end`, and go where it leads."""
    sent = next(form["action"] for form in page.page.forms if str(form["action"]).endswith(end))
    return reader.follow(reader.post(sent, page.form(end)))


@pytest.mark.parametrize("page", ["activities", "activities/{0}", ""])
def test_the_first_press_shows_what_to_know_and_the_second_signs_up(town, notice, reader, page):
    shown = pressed(reader, reader.get(HOME + page.format(town.activity.id)), "/sign-ups")
    assert shown.page.headings[0] == "先看一眼，再点一下就好"
    assert "戴手套，铲刀刀口朝外。" in shown.words
    assert "手套、水杯。" in shown.words

    assert "报名成功" in pressed(reader, shown, "/sign-ups").words


def test_the_next_of_the_kind_is_one_press(town, notice, reader):
    shown = pressed(reader, reader.get(HOME + "activities"), "/sign-ups")
    pressed(reader, shown, "/sign-ups")
    other = an_activity(town.session, town.community, title="清河道")
    later = a_shift(town.session, other, starts_at=SATURDAY + timedelta(days=7))
    town.session.commit()

    assert (
        "报名成功" in pressed(reader, reader.get(HOME + "activities"), f"{later.id}/sign-ups").words
    )


def test_looking_again_says_that_it_was_read(town, notice, reader):
    a_sign_up(town.session, town.community, town.shift, town.reader)
    town.session.commit()

    assert "这些您看过了" in reader.get(f"{HOME}shifts/{town.shift.id}/notice").words


def test_a_kind_that_tells_nothing_leads_to_the_activity(town, reader):
    sent = reader.get(f"{HOME}shifts/{town.shift.id}/notice")

    assert (sent.status, sent.go_to) == (303, f"{HOME}activities/{town.activity.id}")


def test_a_substitute_is_shown_it_and_is_back_in_one_press(town, notice, reader, signed_in):
    other = a_member(town.session, town.community, "赵四")
    place = a_sign_up(town.session, town.community, town.shift, other)
    act = Act(town.session, NOW, by=authority_of(town.session, other), community=town.community)
    substitutes.ask(act, place.id, town.reader.volunteer_no)
    town.session.commit()
    shown = pressed(reader, reader.get(HOME), "/acceptance")
    assert "看过了，我去" in shown.words

    assert "名额转到您名下了" in pressed(reader, shown, "/acceptance").words
    assert town.session.query(RiskReading).count() == 2


def test_another_members_question_is_not_shown(town, notice, reader, signed_in):
    other, third = (a_member(town.session, town.community, name) for name in ("赵四", "钱五"))
    place = a_sign_up(town.session, town.community, town.shift, other)
    act = Act(town.session, NOW, by=authority_of(town.session, other), community=town.community)
    asked = substitutes.ask(act, place.id, third.volunteer_no)
    town.session.commit()

    assert reader.get(f"{HOME}my/substitutions/{asked.id}/notice").status == 404


def test_who_calls_is_read_it_aloud_first(town, notice, signed_in):
    leader, caller = signed_in(town.leader.person), a_member(town.session, town.community, "老李")
    town.session.commit()
    page = leader.get(f"{HOME}leading/shifts/{town.shift.id}/roster")
    form = page.form("/sign-ups") | {"volunteer_no": caller.volunteer_no, "is_told": ""}
    path = f"{HOME}leading/shifts/{town.shift.id}/sign-ups"

    refused = leader.post(path, form)

    assert (refused.status, "请念给他听" in refused.words) == (409, True)
    assert f'value="{caller.volunteer_no}"' in refused.html
    again = refused.form("/sign-ups") | {"is_told": "y"}
    assert "已经替老*报名。" in leader.follow(leader.post(path, again)).words


def test_signing_up_for_who_called_is_taken_back_in_one_press(town, signed_in):
    leader, caller = signed_in(town.leader.person), a_member(town.session, town.community, "老李")
    shift = a_shift(town.session, town.activity, starts_at=SATURDAY + timedelta(days=7))
    town.session.commit()
    page = leader.get(f"{HOME}leading/shifts/{shift.id}/roster")
    path = f"{HOME}leading/shifts/{shift.id}/sign-ups"

    done = leader.follow(
        leader.post(path, page.form("/sign-ups") | {"volunteer_no": caller.volunteer_no})
    )
    assert "已经替老*报名。 撤销" in done.words

    assert "还没有人报名" in pressed(leader, done, "/cancellation").words
