"""Moving an occasion as a leader does it, in five presses, and what its people read."""

import pytest

from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity
from tests.builders import a_member
from volunteer.activities.models import Shift


@pytest.fixture
def engine_name():
    return "sqlite"


@pytest.fixture
def leading(town, signed_in):
    """The leader of the town, who sees whether each press leads on."""
    return signed_in(town.leader.person)


@pytest.fixture
def wang(town):
    member = a_member(town.session, town.community, "王秀兰")
    a_sign_up(town.session, town.community, town.shift, member)
    town.session.commit()
    return member


def at(town, page):
    return f"/c/dongjie/leading/shifts/{town.shift.id}/{page}"


def sunday(form):
    return form | {"on_date": "2026-05-17"}


def test_a_shift_is_moved_in_five_presses_and_its_people_read_it(town, wang, leading, signed_in):
    assert at(town, "move") in leading.get(at(town, "roster")).page.links  # 1: 改时间地点
    form = leading.get(at(town, "move")).form("/move")
    asked = leading.post(at(town, "move"), sunday(form))  # 2, 3: the day, 看看影响谁
    assert asked.status == 200
    assert "有 1 人报了名或在候补，都会收到通知。" in asked.words
    assert "改好，通知 1 人" in asked.words
    done = leading.post(at(town, "move"), asked.form("/move"))  # 4: 改好

    assert "改好了，通知了 1 人。" in leading.follow(done).words
    own = signed_in(wang.person).get("/c/dongjie/my/sign-ups").words
    assert "改过时间或地点。去不了请在" in own
    assert "9:00—10:30" in own


def test_who_is_due_elsewhere_is_named_before_it_is_done(town, wang, leading):
    other = an_activity(town.session, town.community, title="敬老餐")
    there = a_shift(town.session, other, starts_at=SATURDAY.replace(day=17))
    a_sign_up(town.session, town.community, there, wang)
    town.session.commit()

    form = leading.get(at(town, "move")).form("/move")
    asked = leading.post(at(town, "move"), sunday(form))

    assert "王*兰：与《敬老餐》重叠 90 分钟" in asked.words
    town.session.refresh(town.shift)
    assert town.shift.starts_at == SATURDAY


def test_what_is_typed_after_the_warning_is_warned_of_anew(town, wang, leading):
    form = leading.get(at(town, "move")).form("/move")
    asked = leading.post(at(town, "move"), sunday(form))

    again = leading.post(at(town, "move"), asked.form("/move") | {"on_date": "2026-05-18"})

    assert "改好，通知 1 人" in again.words


def test_where_nobody_signed_up_it_is_moved_at_once(town, leading):
    form = leading.get(at(town, "move")).form("/move")

    done = leading.post(at(town, "move"), sunday(form) | {"place": "社区活动室"})

    assert "改好了。" in leading.follow(done).words
    page = leading.get(f"/c/dongjie/leading/activities/{town.activity.id}")
    assert "改在社区活动室" in page.words
    assert "社区活动室" in leading.get("/c/dongjie/activities").words


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"on_date": "2026-05-14"}, 400, "新的时间已经过了，请往后选。"),
        ({"on_date": "2026-05-16"}, 400, "时间和地点都没有改。"),
        ({"on_date": ""}, 400, "请选日期。"),
        ({"place": " "}, 400, "请写地点。"),
        ({"seen": ""}, 409, ""),
        ({"seen": "2026-05-16T09:00:00"}, 409, ""),
        ({"seen": "2026-05-15T09:00:00+08:00"}, 409, ""),
    ],
)
def test_a_refusal_stands_beside_the_form(town, leading, typed, status, words):
    form = leading.get(at(town, "move")).form("/move")

    page = leading.post(at(town, "move"), sunday(form) | typed)

    assert page.status == status
    assert words in page.words
    assert town.session.get_one(Shift, town.shift.id).starts_at == SATURDAY


def test_a_shift_of_another_community_or_team_is_not_moved(town, signed_in, leading):
    assert leading.get("/c/dongjie/leading/shifts/99999/move").status == 404
    plain = a_member(town.session, town.community, "刘芳")
    town.session.commit()
    assert signed_in(plain.person).get(at(town, "move")).status == 403
