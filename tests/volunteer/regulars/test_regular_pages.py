"""The pages of regulars: asked for, answered, left out in one tap, paused, ended."""

from datetime import timedelta

import pytest

from teams.members.models import TeamColour
from tests.activity_builders import a_shift, an_activity
from tests.builders import NOW, a_member, the_team
from tests.volunteer.regulars.conftest import WEEK, a_regular, seat_all
from volunteer.regulars.models import RegularState

HOME = "/c/dongjie/"
MINE = f"{HOME}my/regulars"
SOON = NOW + timedelta(hours=40)
"""Sunday 02:00 in Shanghai: told of already, and 16 hours before it begins to count."""


@pytest.fixture
def sundays(town):
    shifts = [
        a_shift(town.session, town.activity, places=4, starts_at=SOON + WEEK * n) for n in range(3)
    ]
    town.session.commit()
    return shifts


@pytest.fixture
def led(town):
    return f"{HOME}leading/activities/{town.activity.id}/regulars"


@pytest.fixture
def kept(town, sundays):
    """The reader keeps every occasion, and the places are kept."""
    row = a_regular(town.session, town.activity, town.reader)
    seat_all(town.session)
    town.session.commit()
    return row


def at(read, part):
    """Return where the form whose address holds `part` is sent."""
    return next(form["action"] for form in read.page.forms if part in str(form["action"]))


def test_one_asks_and_the_leader_says_yes(town, sundays, led, reader, signed_in):
    page = reader.get(MINE)
    assert "一场 4 个名额，最多固定 2 人，现在 0 人" in page.words
    asked = reader.follow(reader.post(MINE, page.form("my/regulars")))
    assert "已经告诉带队人" in asked.words
    assert "等带队人答复" in asked.words

    leader = signed_in(town.leader.person)
    listed = leader.get(led)
    answered = leader.follow(leader.post(at(listed, "acceptance"), listed.form("acceptance")))
    assert "同意了，后面的场次已经给他留名额" in answered.words

    assert reader.get(MINE).words.count("留好了") == 3


def test_a_leader_asks_a_member_who_answers_from_the_first_page(
    town, sundays, led, reader, signed_in
):
    leader = signed_in(town.leader.person)
    form = leader.get(led).form("regulars") | {"volunteer_no": town.reader.volunteer_no}
    assert "请他了" in leader.follow(leader.post(led, form)).words

    page = reader.get(HOME)
    assert "带队人请您固定来，岗位是志愿者" in page.words
    done = reader.follow(reader.post(at(page, "acceptance"), page.form("acceptance")))

    assert "说好了，已经给您留了 3 场。" in done.words
    assert "轮到我的" in done.words


def test_what_a_leader_typed_is_kept_beside_the_refusal(town, sundays, led, signed_in):
    red = a_member(
        town.session, town.community, team=the_team(town.session, town.community, TeamColour.RED)
    )
    town.session.commit()
    leader = signed_in(town.leader.person)
    form = leader.get(led).form("regulars")

    refused = leader.post(led, form | {"volunteer_no": red.volunteer_no})
    assert refused.status == 409
    assert "固定来的要是绿色" in refused.words
    assert red.volunteer_no in refused.html
    assert leader.post(led, form).status == 400


def test_one_shift_is_left_out_by_one_tap_on_the_first_page_and_taken_again(reader, sundays, kept):
    page = reader.get(HOME)
    assert "您的固定名额，去就不用按。去不了请在明天 2:00以前按一下" in page.words
    assert "我的下一场" not in page.html
    turn = f"{MINE}/{kept.id}/shifts/{sundays[0].id}"

    left = reader.follow(reader.post(f"{turn}/absence", page.form("absence")))
    assert "让出来了，下一场照常给您留。" in left.words
    assert "您的固定名额" not in left.words

    back = reader.follow(reader.post(f"{turn}/place", left.form("place")))
    assert "这一场又给您留上了。" in back.words
    assert "您的固定名额" in back.words


def test_a_standing_is_paused_taken_up_again_and_ended(reader, town, kept):
    own = f"{MINE}/{kept.id}"
    form = reader.get(MINE).form("pause")
    paused = reader.follow(reader.post(f"{own}/pause", form))
    assert "暂停好了，让出 2 场。" in paused.words
    assert "暂停到5月29日" in paused.words

    back = reader.follow(reader.post(f"{own}/resumption", paused.form("resumption")))
    assert "恢复了，留好 2 场。" in back.words
    ended = reader.follow(reader.post(f"{own}/end", back.form("end")))
    assert "结束了，让出 3 场。" in ended.words
    assert "还可以固定来的" in ended.words


@pytest.mark.parametrize(
    ("part", "typed", "words"),
    [
        ("/pause", {"until_on": "不知道"}, "请选暂停到哪一天。"),
        ("my/regulars", {"post": "九"}, "请从列出的岗位里选一个。"),
        ("/pause", {"until_on": "2026-05-14"}, "请选今天到一年以内。"),
    ],
)
def test_what_cannot_be_read_is_said(reader, kept, part, typed, words):
    page = reader.get(MINE)

    answer = reader.post(MINE if part in MINE else at(page, part), page.form("pause") | typed)

    assert (answer.status, words in answer.words) == (400, True)


def test_a_leader_ends_a_standing(town, led, kept, signed_in):
    leader = signed_in(town.leader.person)
    page = leader.get(led)
    assert "刘*芳" in page.words

    ended = leader.follow(leader.post(f"{led}/{kept.id}/end", page.form("end")))

    assert "还没有人固定来" in ended.words


def test_a_question_is_refused_by_the_leader(town, sundays, led, signed_in):
    asked = a_regular(town.session, town.activity, town.reader, state=RegularState.ASKED)
    town.session.commit()
    leader = signed_in(town.leader.person)

    form = leader.get(led).form("refusal")

    answer = leader.follow(leader.post(f"{led}/{asked.id}/refusal", form))

    assert "已经告诉他了。" in answer.words


def test_a_series_of_another_team_is_not_shown(town, signed_in):
    red = the_team(town.session, town.community, TeamColour.RED)
    other = an_activity(town.session, town.community, team=red)
    town.session.commit()

    page = signed_in(town.leader.person).get(f"{HOME}leading/activities/{other.id}/regulars")

    assert page.status == 403
