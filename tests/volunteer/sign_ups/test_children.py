"""A guardian signs the own child under 14 up, where the guardian goes (T26)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Guardian
from core.errors import NotAllowed
from teams.authority.act import Act
from tests.activity_builders import SATURDAY, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member, add, authority_of
from volunteer.activities.rules.refusals import GuardianNotComing
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.rules import cancelling, sign_ups
from volunteer.sign_ups.rules.sign_ups import Wish

NOT_YET, FOURTEEN = date(2012, 5, 16), date(2012, 5, 15)
PAGE = "/c/dongjie/my/children"


@pytest.fixture
def here(session):
    return a_community(session)


@pytest.fixture
def shift(session, here):
    return a_shift(session, an_activity(session, here))


@pytest.fixture
def parent(session, here):
    return a_member(session, here, "刘芳")


def a_child(session, here, parent, birth_on=NOT_YET, consented_at=NOW):
    child = a_member(session, here, "小明", birth_on=birth_on)
    add(
        session,
        Guardian(
            person_id=child.person_id,
            name="刘芳",
            consented_at=consented_at,
            guardian_person_id=parent.person_id,
        ),
    )
    return child


def signed_up_by(session, here, shift, child, who):
    wish = Wish(shift.id, child.id)
    return sign_ups.sign_up(Act(session, NOW, by=authority_of(session, who), community=here), wish)


def test_guardian_who_goes_takes_the_child_along(session, here, shift, parent):
    child = a_child(session, here, parent)
    a_sign_up(session, here, shift, parent)

    assert signed_up_by(session, here, shift, child, parent).state is SignUpState.APPROVED


def test_guardian_goes_first(session, here, shift, parent):
    child = a_child(session, here, parent, date(2014, 1, 1))

    with pytest.raises(GuardianNotComing):
        signed_up_by(session, here, shift, child, parent)


def test_nobody_else_signs_a_child_up(session, here, shift, parent):
    child = a_child(session, here, parent)
    a_sign_up(session, here, shift, parent)

    with pytest.raises(NotAllowed):
        signed_up_by(session, here, shift, child, a_member(session, here, "王芳"))


@pytest.mark.parametrize("given", [{"birth_on": FOURTEEN}, {"consented_at": None}])
def test_guardian_acts_neither_past_the_birthday_nor_without_consent(
    session, here, shift, parent, given
):
    child = a_child(session, here, parent, **given)
    a_sign_up(session, here, shift, parent)

    with pytest.raises(NotAllowed):
        signed_up_by(session, here, shift, child, parent)


def test_guardian_takes_it_back_and_nobody_else(session, here, shift, parent):
    child = a_child(session, here, parent)
    a_sign_up(session, here, shift, parent)
    made = signed_up_by(session, here, shift, child, parent)
    stranger = authority_of(session, a_member(session, here, "王芳"))

    with pytest.raises(NotAllowed):
        cancelling.cancel(Act(session, NOW, by=stranger, community=here), made.id, "")
    cancelling.cancel(
        Act(session, NOW, by=authority_of(session, parent), community=here), made.id, ""
    )

    assert made.state is SignUpState.LATE_CANCELLED


def test_page_signs_up_and_takes_back(session, here, shift, parent, signed_in):
    child_id, shift_id = a_child(session, here, parent).id, shift.id
    a_sign_up(session, here, shift, parent)
    session.commit()
    reader = signed_in(parent.person)
    assert PAGE in reader.get("/c/dongjie/me").page.links
    page = reader.get(PAGE)

    page = reader.follow(
        reader.post(f"{PAGE}/{child_id}/shifts/{shift_id}/sign-ups", page.form("/sign-ups"))
    )
    assert "孩子已报名" in page.words
    made = session.scalars(select(SignUp.id).where(SignUp.member_id == child_id)).one()
    session.rollback()
    page = reader.follow(
        reader.post(f"{PAGE}/{child_id}/sign-ups/{made}/cancellation", page.form("/cancellation"))
    )

    assert "替孩子报名" in page.words


def test_what_was_done_for_a_child_is_named_and_taken_back(session, here, parent, signed_in):
    child_id = a_child(session, here, parent).id
    later = SATURDAY + timedelta(days=7)
    shift = a_shift(session, an_activity(session, here), starts_at=later)
    a_sign_up(session, here, shift, parent)
    session.commit()
    reader = signed_in(parent.person)
    pressed = f"{PAGE}/{child_id}/shifts/{shift.id}/sign-ups"

    done = reader.follow(reader.post(pressed, reader.get(PAGE).form("/sign-ups")))
    assert "带着一起来。《清理楼道小广告》" in done.words
    assert "撤销" in done.words
    undo = next(each for each in done.page.forms if str(each["action"]).endswith("/cancellation"))
    back = reader.follow(reader.post(undo["action"], undo["fields"]))

    assert "替孩子取消了。《清理楼道小广告》" in back.words


def test_page_of_others_children_is_not_there(session, here, shift, parent, signed_in):
    child = a_child(session, here, parent)
    a_sign_up(session, here, shift, parent)
    stranger = a_member(session, here, "王芳")
    a_sign_up(session, here, shift, stranger)
    session.commit()
    reader = signed_in(stranger.person)

    assert "这里还没有您的孩子" in reader.get(PAGE).words
    assert PAGE not in reader.get("/c/dongjie/me").page.links
    sent = reader.post(f"{PAGE}/{child.id}/shifts/{shift.id}/sign-ups", {"request_key": "k" * 20})
    assert sent.status == 404
